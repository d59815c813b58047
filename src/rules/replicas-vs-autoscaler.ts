import { kindOf } from "../kinds/kinds.js";
import { kubernetesMinors } from "../policy/kubernetes-version.js";
import { objectName, workloadName } from "../workload/names.js";
import { countingAutoscalers } from "../workload/neighbours/counted-range.js";
import type { Autoscaler } from "../workload/neighbours.js";
import type { Rule, RuleInput, Verdict } from "./rule.js";

/** The manifest writes `replicas` and an autoscaler owns them: an apply undoes its number, or resets it to 1. */
export const replicasVsAutoscaler: Rule = {
  name: "replicas-vs-autoscaler",
  text: {
    severity: "warning",
    title: "Two owners of the number of replicas",
    help: "spec.replicas is written beside an autoscaler, so that every apply undoes what the autoscaler did; or the change drops it, and a client-side apply resets the number to 1. Take the field out of the record of the last apply, then out of the manifest.",
  },
  judges: "cost",
  check(input) {
    const { workload, analysis } = input;
    if (kindOf(workload).rollout.countedBy !== "replicas" || !analysis.rollout.serving) return [];
    const message = messageFor(input);
    if (message === null) return [];
    const verdict: Verdict = {
      severity: "warning",
      container: null,
      subject: workload.spec.replicas == null ? "dropped" : "written",
      path: ["spec", "replicas"],
      message,
    };
    return [verdict];
  },
};

/** How the field is left out without a reset, in one sentence; the rule's page has it in full. */
const LEAVE = "take the field out of the record of the last apply first (kubectl apply edit-last-applied)";

function messageFor({ workload, neighbours, change, policy }: RuleInput): string | null {
  const written = workload.spec.replicas;
  // One that some API server takes may be there.
  const newest = Math.max(...kubernetesMinors(policy));
  const owner = ownerOf(countingAutoscalers(workload, neighbours, newest), written);
  if (typeof written === "number") {
    if (owner === null) return null;
    return `replicas: ${written} stands beside ${owner}: every client-side apply sets ${workloadName(workload)} back to ${written}, whatever its load is, and a server-side apply is refused as a conflict once the autoscaler has changed the number. ${change.isAdded ? "Leave replicas out of the manifest." : `To leave it out of what was applied before, ${LEAVE}.`}`;
  }
  const dropped = change.droppedReplicas;
  if (dropped === null || dropped < 2) return null;
  const lead = `This change drops replicas: ${dropped}`;
  const name = workloadName(workload);
  return owner === null
    ? `${lead}, and no autoscaler is known. Applied client-side, that takes ${name} from ${dropped} pods to Kubernetes' default of 1; server-side as well, unless something else has written another number since. If an autoscaler elsewhere owns the number, ${LEAVE}.`
    : `${lead} beside ${owner}. Applied client-side, that takes ${name} down to Kubernetes' default of 1 pod until the autoscaler acts; server-side, only where the autoscaler has not written another number than ${dropped} yet: ${LEAVE}.`;
}

/** Returns the autoscaler that disagrees with what is written, in words; null where none does. */
function ownerOf(autoscalers: readonly Autoscaler[], written: unknown): string | null {
  for (const autoscaler of autoscalers) {
    const { kind, range } = autoscaler;
    // An HPA leaves a workload of 0 alone, which is how people switch it off.
    if (!range.ok || (written === 0 && kind === "HorizontalPodAutoscaler")) continue;
    const least = range.least ?? range.min;
    if (least === range.max && least === written) continue;
    const pods = least === range.max ? `at ${least}` : `between ${least} and ${range.max}`;
    return `${objectName(autoscaler)}, which keeps the number ${pods}`;
  }
  return null;
}
