import { kubernetesMinors, kubernetesVersions, refusingMinors } from "../policy/kubernetes-version.js";
import type { Policy } from "../policy/policy.js";
import type { RuleName, Severity } from "../policy/rule-names.js";
import type { WorkloadAnalysis } from "../rollout/workload-analysis.js";
import type { Verdict } from "../rules/rule.js";
import { RULES } from "../rules/rules.js";
import { injectedGate } from "../workload/balancers/injected-gate.js";
import type { ChangeFacts } from "../workload/change/change-facts.js";
import type { Neighbours } from "../workload/neighbours.js";
import { type ServingContainers, servingContainers } from "../workload/serving/serving-containers.js";
import type { Workload } from "../workload/workload.js";
import { workloadRefusals } from "../workload/workload-refusals.js";
import { analyzeWorkload } from "./analyze-workload.js";
import { withoutRepeats } from "./without-repeats.js";

/** A verdict under its rule's name, with the severity that the policy gives it. */
export interface RuleVerdict extends Verdict {
  rule: RuleName;
  /** the same for the same fault of the same container, at the base and at the head */
  key: string;
}

export interface Judgement {
  workload: Workload;
  neighbours: Neighbours;
  analysis: WorkloadAnalysis;
  serving: ServingContainers;
  /** the settings that hold for this workload */
  policy: Policy;
  /** what the change did against the base */
  change: ChangeFacts;
  verdicts: RuleVerdict[];
}

/**
 * Computes a workload's numbers and asks every rule. Pure: the same workload gives the same judgement. With `asAccepted`
 * the numbers are those that it would have if no value but those they come from were refused.
 */
export function judgeWorkload(
  workload: Workload,
  neighbours: Neighbours,
  policy: Policy,
  change: ChangeFacts,
  asAccepted = false,
): Judgement {
  const serving = servingContainers(workload, neighbours, change.servedBefore);
  const analysis = analyzeWorkload(workload, neighbours, serving, {
    startupSeconds: policy.startupSeconds,
    hasInjectedGate: injectedGate(workload, neighbours, policy.injectedReadinessGates) !== null,
    versions: kubernetesVersions(policy),
    refusedBy: asAccepted ? new Set() : minorsRefusing(workload, neighbours, policy),
    nodes: policy.nodes,
    takenOut: change.recreated !== null || change.replaces !== null,
    letsGoOfPods: change.letsGoOfPods,
    unreached: unreachedPods(change, serving),
    raisedFrom: change.raisedFrom,
  });
  const input = { workload, neighbours, serving, analysis, change, policy };
  const hasCost = !workload.partial && analysis.rollout.replicas?.max !== 0;
  const verdicts = RULES.filter(({ judges }) => hasCost || judges === "validity").flatMap((rule) =>
    rule
      .check(input)
      .filter(({ severity }) => hasCost || workload.partial || severity === "error")
      .map((verdict) => named(rule.name, verdict, policy.rules[rule.name])),
  );
  const told = withoutRepeats(verdicts, workload.object.value).filter(
    ({ rule }) => policy.rules[rule] !== "off",
  );
  return { workload, neighbours, analysis, serving, policy, change, verdicts: told };
}

/** Returns the minor versions that refuse the workload: all of them where every one does whose refusals count. */
function minorsRefusing(workload: Workload, neighbours: Neighbours, policy: Policy): ReadonlySet<number> {
  const asked = refusingMinors(policy);
  if (isMisnamed(workload)) return new Set(kubernetesMinors(policy));
  const refusing = new Set(workloadRefusals(workload, neighbours, asked).flatMap(({ minors }) => minors));
  return refusing.size === asked.length ? new Set(kubernetesMinors(policy)) : refusing;
}

/** No API server has anything of its kind and apiVersion. */
function isMisnamed({ faults }: Workload): boolean {
  return faults.some(({ path }) => path.length === 1 && (path[0] === "kind" || path[0] === "apiVersion"));
}

/** Returns which pods the Services of the head reach no server in, while those of the base did. */
function unreachedPods(
  { lostServices, turnedServices, stilled }: ChangeFacts,
  { containers, unknown }: ServingContainers,
): "new" | "all" | null {
  const lost = lostServices.filter(({ whole, auxiliary }) => whole && !auxiliary);
  if (turnedServices.length > 0 || lost.some(({ atOnce }) => atOnce)) return "all";
  const isStill = stilled.size > 0 && containers.length + unknown.length === 0;
  return lost.length > 0 || isStill ? "new" : null;
}

/** Returns a verdict under its rule's name and with the severity that a policy gives it. */
export function named(rule: RuleName, verdict: Verdict, override: Severity | "off" | undefined): RuleVerdict {
  const { container, subject } = verdict;
  const place = container === null ? "" : (container.name ?? `#${container.path.slice(-2).join("/")}`);
  return {
    ...verdict,
    rule,
    severity: override === undefined || override === "off" ? verdict.severity : override,
    key: JSON.stringify([rule, place, subject]),
  };
}
