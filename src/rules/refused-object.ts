import type { Refusal } from "../api-server/refusal.js";
import type { JsonObject, KeyPath } from "../manifest/json-value.js";
import { nameVersions, refusingMinors } from "../policy/kubernetes-version.js";
import type { Policy } from "../policy/policy.js";
import { ROLLOUT_KINDS } from "../rollout/rollout-kinds.js";
import type { Container, Workload } from "../workload/workload.js";
import { workloadRefusals } from "../workload/workload-refusals.js";
import type { Rule, Verdict } from "./rule.js";
import { stableSubject } from "./stable-subject.js";
import { listed } from "./words.js";

/** The API server refuses the object for its values: applying it changes nothing, and nothing rolls out. */
export const refusedObject: Rule = {
  name: "refused-object",
  judges: "validity",
  check({ workload, neighbours, policy }) {
    // What has no pod template, or another apiVersion, is told by its shape.
    if (workload.containers.length === 0) return [];
    const refusals = workloadRefusals(workload, neighbours, refusingMinors(policy));
    const { refusedBy } = ROLLOUT_KINDS[workload.kind];
    return verdictsOn(
      refusals,
      { value: workload.object.value, kind: workload.kind, refusedBy, workload },
      policy,
    );
  },
};

/** Refusals of one object that are told; nobody mends more at once. */
const MAX_REFUSALS = 10;

interface Refused {
  value: JsonObject;
  kind: string;
  /** who refuses it, as the beginning of a sentence */
  refusedBy: string;
  /** null for an object that is no workload */
  workload: Workload | null;
}

/** What is said of the refusals of an object: an error where every version that the cluster can have refuses it. */
export function verdictsOn(refusals: readonly Refusal[], object: Refused, policy: Policy): Verdict[] {
  const minors = refusingMinors(policy);
  const told = refusals.slice(0, MAX_REFUSALS);
  const more = refusals.length - told.length;
  return told.map(({ path, message, minors: refusing }, index) => {
    const everywhere = refusing.length === minors.length;
    const who = everywhere ? object.refusedBy : `Kubernetes ${versionNames(refusing)}`;
    const rest =
      more > 0 && index === told.length - 1 ? ` ${more} more of its values are refused as well.` : "";
    const container = containerAt(path, object.workload);
    return {
      severity: everywhere ? "error" : "warning",
      container,
      subject: stableSubject(object.value, path, container?.path.length ?? 0),
      path,
      message: `${who} refuses this ${object.kind}: ${message}.${rest}`,
    };
  });
}

function versionNames(minors: readonly number[]): string {
  return listed(nameVersions(minors.map((minor) => ({ minor, firstPatch: 0, lastPatch: null }))));
}

function containerAt(path: KeyPath, workload: Workload | null): Container | null {
  return (
    workload?.containers.find((container) => container.path.every((key, index) => path[index] === key)) ??
    null
  );
}
