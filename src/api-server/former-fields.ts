import type { FieldFault } from "./decode-object.js";

const ANALYSES = [
  "argo.Rollout.spec.strategy.blueGreen.postPromotionAnalysis",
  "argo.Rollout.spec.strategy.blueGreen.prePromotionAnalysis",
  "argo.Rollout.spec.strategy.canary.analysis",
  "argo.Rollout.spec.strategy.canary.steps.analysis",
];

/** What names a template of an analysis, or did so once. */
const NAMING_TEMPLATES = [
  ...ANALYSES,
  ...ANALYSES.map((analysis) => `${analysis}.templates`),
  "argo.Rollout.spec.strategy.canary.steps.experiment.analyses",
];

/**
 * Returns which versions of Argo Rollouts lack a field of a Rollout that others had, as the end of a noun phrase; null for any
 * other field. An analysis named its one template itself up to 0.10: these fields are all that the definitions of the releases
 * from 0.5 on have lost outside of the pod template (argo-rollouts, manifests/crds/rollout-crd.yaml from v0.5.0 to v1.10.2).
 * `clusterTemplateName` stood in the definitions of the main branch alone, until `clusterScope` took its place before v0.9.0
 * (argo-rollouts, commit 9fa4d3e9c). `strategy.type` went before v0.2.0 (commit 2b65afea7).
 */
export function versionsWithout({ stage, type, path, value }: FieldFault): string | null {
  const key = path.at(-1);
  if (stage !== "strict" || type.kind !== "struct") return null;
  if (ANALYSES.includes(type.name) && (key === "templateName" || key === "clusterScope"))
    return "Argo Rollouts 1.0 or newer, where “templates” lists what an analysis runs";
  if (NAMING_TEMPLATES.includes(type.name) && key === "clusterTemplateName")
    return "any release of Argo Rollouts, of which those since 0.9 have “templateName” and “clusterScope: true” in its place";
  if (
    type.name === "argo.Rollout.spec.strategy" &&
    key === "type" &&
    /^(?:Canary|BlueGreen)Update$/.test(String(value))
  )
    return "Argo Rollouts 0.2 or newer, where “canary” or “blueGreen” alone says which strategy it is";
  return null;
}
