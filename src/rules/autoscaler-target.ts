import { KIND_INDEX, kindOf } from "../kinds/kinds.js";
import { asString, canonicalJson, get } from "../manifest/json-value.js";
import type { ManifestObject } from "../manifest/manifest.js";
import { isPlaceholder, isStandIn } from "../manifest/template-text.js";
import { isSameNamespace, objectName } from "../workload/names.js";
import { autoscalersOf } from "../workload/neighbours/autoscalers-of.js";
import { isAutoscalerKind, readAutoscaler } from "../workload/neighbours/read-autoscaler.js";
import { isOfOtherRendering } from "../workload/neighbours/renderings.js";
import type { Autoscaler } from "../workload/neighbours.js";
import { partsOfImage } from "../workload/servers/image.js";
import type { Sight } from "../workload/sight/sight.js";
import type { Workload } from "../workload/workload.js";
import type { ObjectSurroundings, OwnObjectRule, Verdict } from "./rule.js";
import { isAloneWith, isSlip } from "./sight/is-meant.js";

/** An autoscaler that aims at an object which is not there: the pods that it was written for keep their number. */
export const autoscalerTarget: OwnObjectRule = {
  name: "autoscaler-target",
  text: {
    severity: "error",
    title: "An autoscaler that aims at nothing",
    help: "scaleTargetRef names an object that is not among the manifests around it, although one that it may be meant for is: the autoscaler scales nothing, and the workload keeps the replicas that it has, under any load. Name the workload by its kind and name.",
  },
  check(object, around) {
    const { isWhole, sight } = around;
    const autoscaler = isWhole && sight !== null ? readAt(object) : null;
    if (autoscaler === null || sight === null || hasTarget(autoscaler, sight)) return [];
    const renamed = renamedFrom(autoscaler, around);
    if (renamed !== null) return [verdictOn(autoscaler, renamed, "gone")];
    // One that the change leaves as it is was near to what moved beside it by chance.
    if (around.before === object) return [];
    const meant = sight.workloads.find((workload) => isMeant(autoscaler, workload, sight));
    return meant === undefined ? [] : [verdictOn(autoscaler, meant, wasAim(meant, around) ? "turned" : null)];
  },
};

function readAt(object: ManifestObject): Autoscaler | null {
  const autoscaler = isAutoscalerKind(object.kind) ? readAutoscaler(object, object.kind) : null;
  if (autoscaler === null) return null;
  const { name } = autoscaler.target;
  return isPlaceholder(name) || isStandIn(name) ? null : autoscaler;
}

/** Whether its target is in sight, or of a kind of which nothing is known. */
function hasTarget({ target, namespace }: Autoscaler, { objects }: Sight): boolean {
  if (!isJudged(target) && !OF_KUBERNETES.has(target.kind)) return true;
  return objects.some(
    ({ kind, value }) =>
      kind === target.kind &&
      get(value, "metadata", "name") === target.name &&
      isSameNamespace(namespace, asString(get(value, "metadata", "namespace"))),
  );
}

/** The rest of Kubernetes' own kinds that can be scaled. */
const OF_KUBERNETES: ReadonlySet<string> = new Set(["ReplicaSet", "ReplicationController"]);

function isJudged({ group, kind }: Autoscaler["target"]): boolean {
  const target = { kind, apiVersion: `${group ?? "apps"}/v1`, value: {} };
  return KIND_INDEX.names.has(kind) && KIND_INDEX.meantAs(target) !== null;
}

/** Whether its namesake at the base scaled a workload, where all was in sight as well. */
function wasAim(workload: Workload, { before, sightBefore }: ObjectSurroundings): boolean {
  const old = before === null || sightBefore === null ? null : readAt(before);
  return old !== null && isAim(old, workload);
}

/** Returns the workload under whose new name the one goes on that an autoscaler scaled at the base; null without one. */
function renamedFrom(
  autoscaler: Autoscaler,
  { before, sight, sightBefore }: ObjectSurroundings,
): Workload | null {
  if (before === null || sight === null || sightBefore === null) return null;
  const old = sightBefore.workloads.find((workload) => isAim(autoscaler, workload));
  if (old === undefined) return null;
  const isNew = ({ kind, name }: Workload) =>
    sightBefore.workloads.every((workload) => workload.kind !== kind || workload.name !== name);
  const candidates = sight.workloads.filter(
    (workload) => workload.kind === old.kind && isNew(workload) && isIdle(workload, sight),
  );
  const [only] = candidates as [Workload?];
  return candidates.length === 1 && only !== undefined && runsThe(only, old) ? only : null;
}

/** Whether two workloads run the same images, whatever their tags are. */
function runsThe(one: Workload, other: Workload): boolean {
  const imagesOf = ({ containers }: Workload) =>
    containers.map(({ image }) => (image === null ? null : partsOfImage(image).repository));
  return canonicalJson(imagesOf(one)) === canonicalJson(imagesOf(other));
}

function isAim({ target, namespace }: Autoscaler, { kind, name, namespace: own }: Workload): boolean {
  return target.kind === kind && target.name === name && isSameNamespace(namespace, own);
}

/** Whether it can be scaled, and nothing in sight does so. */
function isIdle(workload: Workload, { neighbours }: Sight): boolean {
  return (
    kindOf(workload).rollout.countedBy === "replicas" && autoscalersOf(workload, neighbours).length === 0
  );
}

/** Whether an autoscaler is near enough to a workload: by the name that it aims at, its own, or as the two stand alone in a file. */
function isMeant(autoscaler: Autoscaler, workload: Workload, sight: Sight): boolean {
  const { name, namespace, target, object } = autoscaler;
  if (workload.name === null || !isSameNamespace(namespace, workload.namespace)) return false;
  if (!isIdle(workload, sight) || isOfOtherRendering(object, workload)) return false;
  return (
    workload.name === target.name ||
    workload.name === name ||
    isSlip(target.name, workload.name) ||
    isAloneWith(object, workload, sight)
  );
}

/** How the change took the target away: it turned the autoscaler to another one, or the workload has another name. */
type Loss = "turned" | "gone" | null;

function verdictOn(autoscaler: Autoscaler, meant: Workload, loss: Loss): Verdict {
  const { target, object } = autoscaler;
  const [aim, missing] = [objectName(target), objectName(meant)];
  const field = meant.name === target.name ? "kind" : "name";
  const isWritten = get(object.value, "spec", "scaleTargetRef", field) !== undefined;
  const elsewhere = " If its target comes from elsewhere, all is well.";
  const consequence =
    loss === "gone"
      ? `scales nothing any more: it aims at ${aim}, which is gone, and nothing scales ${missing}, which takes its place.`
      : loss === "turned"
        ? `no longer scales ${missing}: it now aims at ${aim}, which no manifest here has.${elsewhere}`
        : `aims at ${aim}, which no manifest beside it has, and nothing here scales ${missing}. If both are meant, all is well.`;
  return {
    severity: loss === null ? "warning" : "error",
    container: null,
    subject: "target",
    path: ["spec", "scaleTargetRef", ...(isWritten ? [field] : [])],
    message: `${objectName(autoscaler)} ${consequence}`,
  };
}
