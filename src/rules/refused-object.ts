import { LAST_MINOR } from "../api-server/fields/field-types.js";
import { API_SERVER, type Refusal, refuserOf } from "../api-server/refusal.js";
import { refusalsOf } from "../api-server/refusals-of.js";
import { mayKeep } from "../api-server/validate/autoscaler/autoscaler.js";
import { serviceChangeFaults } from "../api-server/validate/service/service-update.js";
import { kindOf } from "../kinds/kinds.js";
import type { JsonObject, KeyPath } from "../manifest/json-value.js";
import type { ManifestObject } from "../manifest/manifest.js";
import { kubernetesMinors, nameVersions, refusingMinors } from "../policy/kubernetes-version.js";
import type { Policy } from "../policy/policy.js";
import { listed } from "../words/list.js";
import type { Neighbours } from "../workload/neighbours.js";
import type { Container, Workload } from "../workload/workload.js";
import { workloadRefusals } from "../workload/workload-refusals.js";
import { refusedChange } from "./common/refused-change.js";
import { stableSubject } from "./common/stable-subject.js";
import type { ObjectSurroundings, Rule, Verdict } from "./rule.js";

/** The API server refuses the object for its values: applying it changes nothing, and nothing rolls out. */
export const refusedObject: Rule = {
  name: "refused-object",
  text: {
    severity: "error",
    title: "An object that the API server refuses",
    help: "A value breaks a rule of Kubernetes, or something that must be there is missing: the API server answers with an error, nothing is applied and nothing rolls out; or the change alters a field that may never change. The message names the field, what was found and what is allowed.",
  },
  judges: "validity",
  check(input) {
    const { workload, neighbours, policy } = input;
    // manifest-shape tells a missing pod template or another apiVersion, and a patch needs no template.
    if (workload.containers.length === 0 && !workload.partial) return [];
    const refusals = workloadRefusals(workload, neighbours, kubernetesMinors(policy));
    const counting = refusingMinors(policy);
    const refused = refusals.filter(
      ({ ofPods, minors }) => !ofPods && counting.every((minor) => minors.includes(minor)),
    );
    const paths = refused.map(({ path }) => path);
    const changed = workload.containers.length === 0 ? null : refusedChange(input, paths);
    const found = verdictsOnWorkload(refusals, workload, policy);
    return changed === null ? found : [changed, ...found];
  },
};

/** Returns all that is refused of a workload, what its decoding keeps the API server from coming to included. */
export function refusedAtEveryStage(
  workload: Workload,
  neighbours: Pick<Neighbours, "builtUpon">,
  policy: Policy,
): Verdict[] {
  const refusals = workloadRefusals(workload, neighbours, kubernetesMinors(policy), true);
  return verdictsOnWorkload(refusals, workload, policy);
}

function verdictsOnWorkload(refusals: readonly Refusal[], workload: Workload, policy: Policy): Verdict[] {
  const { refusedBy } = kindOf(workload).rollout;
  const { value } = workload.object;
  return verdictsOn(refusals, { value, what: `this ${workload.kind}`, refusedBy, workload }, policy);
}

/** Returns why a minor version refuses an object that is no workload; it keeps fields of its namesake at the base. */
export function neighbourRefusals(
  { apiVersion, kind, value }: ManifestObject,
  { before, isWhole, everyStage = false }: Pick<ObjectSurroundings, "before" | "isWhole" | "everyStage">,
  minors: readonly number[],
): Refusal[] {
  return refusalsOf(apiVersion, kind, value, minors, { whole: isWhole, everyStage }).filter(
    ({ path }) =>
      before === null || kind !== "HorizontalPodAutoscaler" || !mayKeep(path, before.value, value),
  );
}

/** Returns what the API server refuses of an object that is no workload, and of its change from one of the same name. */
export function refusedNeighbour(
  object: ManifestObject,
  around: ObjectSurroundings,
  policy: Policy,
): Verdict[] {
  const { kind, value } = object;
  const { before, isWhole } = around;
  const minors = kubernetesMinors(policy);
  const refusals = neighbourRefusals(object, around, minors);
  const refused = { value, what: `this ${kind}`, refusedBy: API_SERVER, workload: null };
  const found = verdictsOn(refusals, refused, policy);
  if (before === null || !isWhole || found.length > 0 || kind !== "Service" || !isAccepted(before))
    return found;
  const changes = serviceChangeFaults(before.value, value).map(
    ({ path, message }): Refusal => ({ stage: "validate", path, message, minors }),
  );
  return verdictsOn(changes, { ...refused, what: "this change of the Service" }, policy).map((verdict) => ({
    ...verdict,
    subject: `change of ${verdict.subject}`,
  }));
}

/** Whether the cluster can have it, so that it can be changed. */
function isAccepted({ apiVersion, kind, value }: ManifestObject): boolean {
  return refusalsOf(apiVersion, kind, value, [LAST_MINOR], { whole: true }).length === 0;
}

/** Refusals of one object that are told; a person mends no more at once. */
const MAX_REFUSALS = 10;

interface Refused {
  value: JsonObject;
  /** what is refused, as the object of a sentence */
  what: string;
  /** who refuses it, as the beginning of a sentence */
  refusedBy: string;
  /** null for an object that is no workload */
  workload: Workload | null;
}

/**
 * Returns verdicts on the refusals of an object: an error where every version that counts refuses it, a warning that names
 * all known ones where only some do.
 */
function verdictsOn(refusals: readonly Refusal[], object: Refused, policy: Policy): Verdict[] {
  const counting = refusingMinors(policy);
  const counted = refusals.filter(({ minors }) => counting.some((minor) => minors.includes(minor)));
  const told = counted.slice(0, MAX_REFUSALS);
  const more = counted.length - told.length;
  return told.map((refusal, index) => {
    const { path, message, minors: refusing } = refusal;
    const everywhere = counting.every((minor) => refusing.includes(minor));
    const s = everywhere || refusing.length === 1 ? "s" : "";
    const verdict = refusal.ofPods
      ? `take${s} ${object.what}, and refuse${s} each of its pods`
      : `refuse${s} ${object.what}`;
    const who = everywhere ? refuserOf(refusal, object.refusedBy) : `Kubernetes ${versionNames(refusing)}`;
    const rest =
      more > 0 && index === told.length - 1
        ? ` ${more} more of its values ${more === 1 ? "is" : "are"} refused as well.`
        : "";
    const container = containerAt(path, object.workload);
    return {
      severity: everywhere ? "error" : "warning",
      container,
      subject: stableSubject(object.value, path, container?.path.length ?? 0),
      path,
      message: `${who} ${verdict}: ${message}.${rest}`,
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
