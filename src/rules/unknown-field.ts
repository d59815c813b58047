import { type FieldFault, fieldFaults } from "../api-server/decode-object.js";
import { isDefined } from "../api-server/defined-fields.js";
import { versionsWithout } from "../api-server/former-fields.js";
import { type FieldGuess, guessField } from "../api-server/guess-field.js";
import { API_SERVER, type Refusal, refuserOf } from "../api-server/refusal.js";
import { kindOf } from "../kinds/kinds.js";
import { fieldName } from "../manifest/field-name.js";
import { get, isObject, type JsonObject, type KeyPath } from "../manifest/json-value.js";
import type { ManifestObject } from "../manifest/manifest.js";
import { isPlaceholder, isUnfilledName } from "../manifest/template-text.js";
import { kubernetesMinors, nameVersions, refusingMinors } from "../policy/kubernetes-version.js";
import type { Policy } from "../policy/policy.js";
import type { Severity } from "../policy/rule-names.js";
import { listed } from "../words/list.js";
import { quoted } from "../words/quote.js";
import type { Container, Workload } from "../workload/workload.js";
import { workloadRefusals } from "../workload/workload-refusals.js";
import { isMisspelling, isSamePlace, isVolumeBelow } from "./common/same-fault.js";
import { stableSubject } from "./common/stable-subject.js";
import { neighbourRefusals } from "./refused-object.js";
import type { ObjectSurroundings, Rule, RuleInput, Verdict } from "./rule.js";

/** A field that the API server of at least one version does not know, and what it is meant as. */
export interface UnknownField {
  fault: FieldFault;
  /** no version that the cluster can have knows it */
  everywhere: boolean;
  guess: FieldGuess | null;
}

/**
 * Returns the unknown fields of an object, in the order of the manifest; none of an object that no table has. Where the
 * policy does not state the version, a field that only versions lack which Kubernetes itself gave up is not worth a
 * word.
 */
export function unknownFields(object: ManifestObject, policy: Policy): readonly UnknownField[] {
  const known = found.get(object.value);
  if (known?.kubernetes === policy.kubernetes) return known.fields;
  const fields = findUnknownFields(object, policy);
  found.set(object.value, { kubernetes: policy.kubernetes, fields });
  return fields;
}

/** Several rules and the suggestions ask for the same objects. */
const found = new WeakMap<JsonObject, { kubernetes: string | null; fields: readonly UnknownField[] }>();

function findUnknownFields({ apiVersion, kind, value }: ManifestObject, policy: Policy): UnknownField[] {
  const minors = kubernetesMinors(policy);
  const counting = refusingMinors(policy);
  return (fieldFaults(apiVersion, kind, value, minors) ?? [])
    .filter(({ stage, path }) => stage === "strict" && !isDirective(path.at(-1)) && !isSopsOwn(path, value))
    .filter((fault) => fault.minors.some((minor) => counting.includes(minor)))
    .map((fault, index) => {
      const everywhere = fault.minors.length === minors.length;
      const isGuessed = everywhere && index < MAX_GUESSES && versionsWithout(fault) === null;
      return { fault, everywhere, guess: isGuessed ? guessField(apiVersion, kind, value, fault) : null };
    });
}

/** A guess looks at every place around its field, so that of thousands of fields in one object would take minutes. */
const MAX_GUESSES = 20;

/** Orders to a strategic merge in a patch, and keys that a tool fills in later, are no fields. */
function isDirective(key: string | number | undefined): boolean {
  return typeof key === "string" && (key.startsWith("$") || isPlaceholder(key) || isUnfilledName(key));
}

/** What SOPS writes beside the values that it encrypts: whoever decrypts them takes it away (getsops.io). */
function isSopsOwn(path: KeyPath, value: JsonObject): boolean {
  return path.length === 1 && path[0] === "sops" && typeof get(value, "sops", "mac") === "string";
}

/** Of a file that nothing adds to. */
const AS_IT_STANDS = { builtUpon: new Set<string>(), isRendered: true } as const;

/** A field that the API server does not know: misspelt, at a wrong place, or of another version. */
export const unknownField: Rule = {
  name: "unknown-field",
  text: {
    severity: "error",
    title: "A field that Kubernetes does not know",
    help: "The field is misspelt, stands at the wrong place, or came with a later version of Kubernetes than the cluster's. kubectl and every server-side apply refuse the whole object, and a client that asks for no strict validation loses the field in silence. Write the field as Kubernetes names it, where it belongs.",
  },
  judges: "validity",
  check(input) {
    const { workload, neighbours, policy } = input;
    const refusals = workloadRefusals(workload, neighbours, kubernetesMinors(policy), true);
    // Volumes that stand at a wrong place of the file are in no other, whatever builds upon it.
    const whole = workload.partial
      ? []
      : workloadRefusals(workload, AS_IT_STANDS, kubernetesMinors(policy), true);
    const { refusedBy } = kindOf(workload).rollout;
    return unknownFields(workload.object, policy)
      .filter(
        ({ fault }) =>
          !isToldElsewhere(fault, input) &&
          !(workload.partial && takesAway(fault, workload)) &&
          !isDefined(neighbours.definitions, workload.object, fault.path),
      )
      .map((field) => {
        const container = containerOf(field, workload);
        const severity = field.everywhere && versionsWithout(field.fault) === null ? "error" : "warning";
        const isOfVolumes = field.fault.path.at(-1) === "volumes";
        const holder = { object: workload.object, refusals: isOfVolumes ? whole : refusals, refusedBy };
        return verdictOn(field, holder, severity, container, policy);
      });
  },
};

/** The same for an object that is no workload. */
export function unknownInNeighbour(
  object: ManifestObject,
  around: ObjectSurroundings,
  policy: Policy,
): Verdict[] {
  const refusals = neighbourRefusals(object, around, kubernetesMinors(policy));
  const holder = { object, refusals, refusedBy: API_SERVER };
  return unknownFields(object, policy).map((field) => verdictOn(field, holder, "warning", null, policy));
}

/** Whether an entry of a patch takes a field away from what it is laid over, which may be of another kind. */
function takesAway({ path }: FieldFault, { object }: Workload): boolean {
  const entry = get(object.value, ...path);
  return entry === null || get(entry, "$patch") !== undefined;
}

/** Where the shape of a workload, or the mapping as a whole, is wrong, the rules for that say more. */
function isToldElsewhere({ path }: FieldFault, { workload, analysis }: RuleInput): boolean {
  if (workload.faults.some((fault) => fault.path.join() === path.join())) return true;
  const mapping = path.slice(1, -1).join(".");
  return kindOf(workload)
    .rollout.validate(analysis.written)
    .some(({ field }) => field === mapping);
}

/** Returns the container that a field stands in, or that it was meant for. */
export function containerOf({ fault, guess }: UnknownField, { containers }: Workload): Container | null {
  const around = (path: KeyPath) => containers.find((container) => isBelow(path, container.path)) ?? null;
  const [place, ...others] = guess?.places ?? [];
  return around(fault.path) ?? (place === undefined || others.length > 0 ? null : around(place));
}

/** Returns a field that is meant as a container's readiness probe and has another name or stands at another place. */
export function strayProbe(container: Container, { object }: Workload, policy: Policy): UnknownField | null {
  const isOf = (place: KeyPath) => place.join() === container.path.join();
  return (
    unknownFields(object, policy).find(
      ({ guess }) => guess?.name === "readinessProbe" && guess.places.some(isOf),
    ) ?? null
  );
}

/** Whether a path is another one or below it. */
function isBelow(path: KeyPath, above: KeyPath): boolean {
  return above.every((key, index) => path[index] === key);
}

/** An object with an unknown field. */
interface Holder {
  object: ManifestObject;
  /** why it is refused without that field, from any client */
  refusals: readonly Refusal[];
  /** who validates it, as the beginning of a sentence */
  refusedBy: string;
}

/**
 * Returns the verdict on an unknown field of an object. Strict clients alone mind the field itself; where the object is
 * refused for what it lacks without it, that is an error everywhere.
 */
function verdictOn(
  field: UnknownField,
  { object, refusals, refusedBy }: Holder,
  severity: Severity,
  container: Container | null,
  policy: Policy,
): Verdict {
  const { path } = field.fault;
  const from = container !== null && isBelow(path, container.path) ? container.path.length : 0;
  const subject = stableSubject(object.value, path, from);
  const refusal = refusalWithout(path, object, refusals, policy);
  const message = messageFor(field, object, refusal && { refusal, by: refuserOf(refusal, refusedBy) });
  return { severity: refusal === null ? severity : "error", container, subject, object, path, message };
}

/** Returns why every version refuses an object once the field at a path is dropped; null where it is no reason. */
function refusalWithout(
  field: KeyPath,
  { value }: ManifestObject,
  refusals: readonly Refusal[],
  policy: Policy,
): Refusal | null {
  const counting = refusingMinors(policy);
  return (
    refusals.find(
      ({ path, minors }) =>
        counting.every((minor) => minors.includes(minor)) &&
        (isSamePlace(path, field) || isMisspelling(path, field, value) || isVolumeBelow(path, field, value)),
    ) ?? null
  );
}

function messageFor(
  { fault, guess }: UnknownField,
  { kind, value }: ManifestObject,
  without: { refusal: Refusal; by: string } | null,
): string {
  // A field of another version is no slip, so the version is worth a word even where the policy states it.
  const lacking = versionsWithout(fault);
  const server =
    lacking !== null
      ? `The API server of a cluster with ${lacking},`
      : isOfAnotherVersion(fault)
        ? `The API server of Kubernetes ${versionsOf(fault)}`
        : "The API server";
  const field = `${server} does not know the field ${fieldName(fault.path)}`;
  const known = guess === null ? "" : guessWords(guess, fault.path, value);
  if (without !== null) {
    const comma = known.startsWith(",") ? "," : "";
    const by = without.by === API_SERVER ? "" : `${without.by} `;
    return `${field}${known}${comma} and ${by}refuses the ${kind} without it, from any client: ${without.refusal.message}.`;
  }
  // A strategic merge leaves out a null that the live object has nothing for, before anybody asks for unknown fields.
  if (fault.value === null)
    return `${field}${known}, which has no value: server-side apply and whoever creates the ${kind} are refused, and a client-side apply over a live one drops the field in silence.`;
  return `${field}${known}: kubectl and server-side apply refuse the ${kind}, and clients without strict validation drop the field in silence.`;
}

function isOfAnotherVersion({ type, path }: FieldFault): boolean {
  return type.kind === "struct" && type.fields.has(String(path.at(-1)));
}

function versionsOf({ minors }: FieldFault): string {
  return listed(nameVersions(minors.map((minor) => ({ minor, firstPatch: 0, lastPatch: null }))));
}

function guessWords({ name, places }: FieldGuess, path: KeyPath, value: JsonObject): string {
  const short = places.map((place) => placeName(place, value));
  const named = places.map((place, index) => {
    const words = short[index] as string;
    return short.indexOf(words) === short.lastIndexOf(words) ? words : fieldName(place);
  });
  const isElsewhere = places[0]?.join() !== path.slice(0, -1).join();
  if (name !== path.at(-1))
    return ` (did you mean ${quoted(name)}${isElsewhere ? ` of ${listed(named)}` : ""}?)`;
  if (places.length > 1) return `, which belongs to one of ${places.length} places (${listed(named)})`;
  const place = get(value, ...(places[0] as KeyPath));
  const isTaken = isObject(place) && Object.hasOwn(place, name);
  return `, which belongs to ${named[0]}${isTaken ? ", where it stands already" : ""}`;
}

function placeName(place: KeyPath, value: JsonObject): string {
  const name = place.at(-2) === "containers" ? get(value, ...place, "name") : null;
  if (typeof name === "string") return `container ${quoted(name)}`;
  const key = place.at(-1);
  if (key === undefined) return "the object itself";
  return typeof key === "number" || key === "spec" ? fieldName(place) : quoted(key);
}
