/** Annotations of a pod that Kubernetes itself reads: ValidatePodSpecificAnnotations in core/validation. */
import { get, type JsonObject } from "../../../manifest/json-value.js";
import { isPlaceholder } from "../../../manifest/template-text.js";
import { quoted } from "../../../words/quote.js";
import { type Fault, nameOf, type Place, WHOLE } from "../values/fault.js";
import { itemsOf, textsOf } from "../values/read-value.js";

const DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";
const APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";
const SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod";
const SECCOMP_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";
const MAX_INT32 = 2 ** 31 - 1;

export function podAnnotationFaults(annotations: unknown, podSpec: JsonObject, place: Place): Fault[] {
  return textsOf(annotations).flatMap(([key, value]) => {
    const found = isPlaceholder(value) ? null : predicateOf(key, value, podSpec);
    if (found === null) return [];
    const message = `${quoted(key)} in ${nameOf(place)} ${found.predicate}`;
    return [{ path: [...place.path, key], message, ...(found.whole ? WHOLE : {}) }];
  });
}

function predicateOf(
  key: string,
  value: string,
  podSpec: JsonObject,
): { predicate: string; whole?: true } | null {
  if (key === DELETION_COST)
    return isCost(value) ? null : { predicate: `is ${quoted(value)}, but a whole number is expected` };
  if (key === SECCOMP_POD || key.startsWith(SECCOMP_CONTAINER))
    return isSeccomp(value)
      ? null
      : { predicate: `is ${quoted(value)}, but runtime/default, unconfined or localhost/… is expected` };
  if (!key.startsWith(APP_ARMOR)) return null;
  const container = key.slice(APP_ARMOR.length);
  if (!hasContainer(podSpec, container)) return { predicate: `names no container of the pod`, whole: true };
  return isAppArmor(value)
    ? null
    : { predicate: `is ${quoted(value)}, but runtime/default, unconfined or localhost/… is expected` };
}

/** GetDeletionCostFromPodAnnotations: no sign before a positive number, and no zero before another digit. */
function isCost(value: string): boolean {
  return (
    /^(?:0|-?[1-9]\d{0,9})$/.test(value) && Number(value) <= MAX_INT32 && Number(value) >= -MAX_INT32 - 1
  );
}

function isSeccomp(value: string): boolean {
  if (value === "runtime/default" || value === "docker/default" || value === "unconfined") return true;
  const path = value.startsWith("localhost/") ? value.slice("localhost/".length) : null;
  return path !== null && !path.startsWith("/") && !path.split("/").includes("..");
}

function isAppArmor(value: string): boolean {
  return (
    value === "" || value === "runtime/default" || value === "unconfined" || value.startsWith("localhost/")
  );
}

function hasContainer(podSpec: JsonObject, name: string): boolean {
  return ["containers", "initContainers"].some((field) =>
    itemsOf(get(podSpec, field)).some(
      ([, container]) => container.name === name || isPlaceholder(container.name),
    ),
  );
}
