import { kindOf } from "../../kinds/kinds.js";
import type { KeyPath } from "../../manifest/json-value.js";
import { allPods } from "../../rollout/pods-in-words.js";
import { listed } from "../../words/list.js";
import { quoted } from "../../words/quote.js";
import { workloadName } from "../../workload/names.js";
import { inPodTemplate } from "../../workload/pod-template.js";
import type { RuleInput, Verdict } from "../rule.js";

/**
 * The change of a field that never may change, and what it takes to have it; null where the change alters none. An object
 * that is refused by itself, for what is at `refused`, cannot be created again either; where that is the changed field, or what
 * does not go with it, the refusal alone is told.
 */
export function refusedChange(input: RuleInput, refused: readonly KeyPath[]): Verdict | null {
  const { workload, change, analysis } = input;
  const { recreated } = change;
  if (recreated === null || refused.some((path) => isOfField(path, recreated))) return null;
  const { atReplicas } = analysis.rollout;
  const outage =
    atReplicas === 0 ? "" : `, which takes ${allPods(analysis.rollout, atReplicas, true)} out at once`;
  const again = `To have the change, ${workloadName(workload)} must be deleted and created again${outage}.`;
  const way =
    refused.length > 0
      ? "Deleting it and creating it again does not help, as it is refused by itself too."
      : `${again}${kindOf(workload).words.recreation(change)}`;
  const { path, why } = causeOf(recreated, input);
  return {
    severity: "error",
    container: null,
    subject: `change of ${recreated}`,
    path,
    message: `The API server refuses this change: ${why}. ${way}`,
  };
}

function causeOf(recreated: string, { workload, change }: RuleInput): { path: KeyPath; why: string } {
  const { kind, traits } = workload;
  const unmet = change.unmetFilledLabels;
  const [first] = unmet;
  if (first === undefined)
    return { path: ["spec", recreated], why: `spec.${recreated} of a ${kind} can never be changed` };
  const entries = unmet.map(([key, value]) => quoted(`${key}: ${value}`));
  return {
    path: [...inPodTemplate(traits, "metadata", "labels"), first[0]],
    why: `the new pods do not have ${listed(entries)}, which the live ${kind} selects by: an old apiVersion made its selector of the pods' labels`,
  };
}

/** Whether a path is in a field of the spec; labels that do not match a selector are refused where they stand. */
function isOfField(path: KeyPath, field: string): boolean {
  const isIn = (...keys: string[]) => keys.every((key, index) => path[index] === key);
  return isIn("spec", field) || (field === "selector" && isIn("spec", "template", "metadata", "labels"));
}
