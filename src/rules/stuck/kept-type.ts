/** The type of a strategy that a live object keeps from an apiVersion that is gone, and by which no pod is replaced. */
import { kindOf } from "../../kinds/kinds.js";
import { asObject, get } from "../../manifest/json-value.js";
import { pods } from "../../rollout/pods-in-words.js";
import { workloadName } from "../../workload/names.js";
import type { RuleInput, Verdict } from "../rule.js";

/**
 * Returns that a rollout replaces no pod, although the manifest, read alone, asks for it: an apply changes only what one of
 * the two manifests writes (kubectl: CreateThreeWayMergePatch), so the old default stays. Null where it does not.
 */
export function keptType({ workload, analysis }: RuleInput): Verdict | null {
  const { traits, object, apiVersion, spec } = workload;
  // No API server takes an apply under it any more, so nothing comes of one.
  if (Object.hasOwn(traits.gone, apiVersion)) return null;
  const { strategyField, holdsPods, withDefaults } = traits;
  const written = asObject(object.value.spec);
  if (!holdsPods(workload) || holdsPods({ ...workload, spec: written })) return null;
  const kept = get(spec, strategyField, "type");
  const type = get(withDefaults(written, apiVersion), strategyField, "type");
  if (typeof kept !== "string" || typeof type !== "string" || get(written, strategyField, "type") != null)
    return null;
  const { atReplicas } = analysis.rollout;
  const { outcomeAt, limit } = kindOf(workload).rollout.read({ ...analysis.written, spec: written });
  const outcome =
    atReplicas === null ? null : (outcomeAt?.(atReplicas, { gated: true, startupSeconds: null }) ?? null);
  const most =
    outcome === null || atReplicas === null
      ? (limit?.replace(/%$/, "% of the pods") ?? null)
      : `${outcome.worstCase} of ${pods(atReplicas)}`;
  const cost = most === null ? "" : `, at most ${most} at a time where each has a probe`;
  return {
    severity: "warning",
    container: null,
    subject: "kept",
    path: ["apiVersion"],
    message: `An apply of this replaces no pod of ${workloadName(workload)}: the live object keeps ${strategyField}.type ${kept} of its older apiVersion, if that is how it was created, as an apply changes only what the manifest writes or wrote. ${strategyField}.type: ${type}, as a new object has it, replaces them${cost}.`,
    cure: { path: ["spec", strategyField], entries: { type } },
  };
}
