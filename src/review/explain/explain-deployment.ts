import { get } from "../../manifest/json-value.js";
import type { Policy } from "../../policy/policy.js";
import { deploymentDefaults } from "../../rollout/deployment/deployment-defaults.js";
import { parseIntOrPercent, percentToPods } from "../../rollout/int-or-percent.js";
import { rolloutFragment } from "../timeline/rollout-fragment.js";
import { showRollout } from "../timeline/show-rollout.js";
import type { Explanation, SettledRollout } from "./explanations.js";
import { limitLine } from "./limit-line.js";

export const explainDeployment: Explanation = {
  outright({ rollout, worst }) {
    return rollout.strategy === "Recreate"
      ? `Recreate: every old pod is stopped before the first new one starts, worst case = replicas = ${worst}`
      : null;
  },

  limits({ workload, rollout }) {
    const replicas = rollout.atReplicas;
    const defaults = deploymentDefaults(workload.apiVersion);
    const valuesOf = (field: "maxSurge" | "maxUnavailable") => ({
      written: get(workload.spec, "strategy", "rollingUpdate", field),
      standard: defaults[field],
    });
    const unavailable = valuesOf("maxUnavailable");
    const limit = unavailable.written ?? unavailable.standard;
    const resolved = raisedLimit(limit, replicas ?? 0, rollout.maxUnavailable);
    return [
      limitLine("maxSurge", valuesOf("maxSurge"), "ceil", replicas, rollout.maxSurge),
      limitLine("maxUnavailable", unavailable, "floor", replicas, resolved),
      `budget = min(maxUnavailable, replicas) = ${rollout.budget}`,
    ];
  },

  ungated(settled) {
    const { rollout, worst, policy } = settled;
    const waited = rollout.minReadySeconds ?? 0;
    return (
      unwaitedLine(settled, waited) ??
      `${startUp(policy)}, minReadySeconds ${waited}: min(replicas, budget + floor(${policy.startupSeconds} / ${waited}) x (maxSurge + maxUnavailable)) = ${worst}`
    );
  },

  overTime: showRollout,

  fragment: rolloutFragment,
};

/** The line where no arithmetic is needed; null where a known start-up meets a wait, in seconds. */
export function unwaitedLine({ worst, lost, policy }: SettledRollout, waited: number): string | null {
  const { startupSeconds } = policy;
  if (startupSeconds === null)
    return `start-up time unknown: every new pod may count as available before it serves, worst case = ${lost}`;
  if (startupSeconds === 0)
    return `the app serves at once (${isAnnotated(policy) ? ANNOTATION : "startupSeconds"} 0): worst case = budget = ${worst}`;
  if (waited === 0)
    return `${startUp(policy)}, minReadySeconds 0: a new pod counts as available ${startupSeconds} s before it serves, worst case = ${lost}`;
  return null;
}

const ANNOTATION = "annotation surefoot/startup-seconds";

/** "start-up 30 s", and who says so where it is not the policy. */
export function startUp(policy: Policy): string {
  return `start-up ${policy.startupSeconds} s${isAnnotated(policy) ? ` (${ANNOTATION})` : ""}`;
}

function isAnnotated({ startupSource }: Policy): boolean {
  return startupSource === "annotation";
}

/** deployment_util.go, ResolveFenceposts: where both limits round to 0, one pod may go, which needs a word. */
export function raisedLimit(
  maxUnavailable: unknown,
  replicas: number,
  resolved: number | null,
): number | string | null {
  return resolved === 1 && isZeroPods(maxUnavailable, replicas)
    ? "0, raised to 1 as maxSurge is 0 too"
    : resolved;
}

function isZeroPods(limit: unknown, replicas: number): boolean {
  const parsed = parseIntOrPercent(limit);
  return parsed.ok && parsed.kind === "percent" && percentToPods(parsed.amount, replicas, "down") === 0;
}
