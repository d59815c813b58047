import { kindOf } from "../../kinds/kinds.js";
import { allPods } from "../../rollout/pods-in-words.js";
import { workloadName } from "../../workload/names.js";
import type { RuleInput, Verdict } from "../rule.js";

/** The change of a field that never may change, and what it takes to have it; null where the change alters none. */
export function refusedChange({ workload, change, analysis }: RuleInput): Verdict | null {
  const { recreated } = change;
  if (recreated === null) return null;
  const { kind } = workload;
  const { atReplicas } = analysis.rollout;
  const outage = atReplicas === 0 ? "" : `, which takes ${allPods(analysis, atReplicas)} out at once`;
  const way = `To have the change, ${workloadName(workload)} must be deleted and created again${outage}.`;
  return {
    severity: "error",
    container: null,
    subject: `change of ${recreated}`,
    path: ["spec", recreated],
    message: `The API server refuses this change: spec.${recreated} of a ${kind} can never be changed. ${way}${kindOf(workload).words.recreation(recreated)}`,
  };
}
