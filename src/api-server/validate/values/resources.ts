/** Validates a container's requests and limits: ValidateContainerResourceRequirements in core/validation. */
import { isObject, type JsonObject } from "../../../manifest/json-value.js";
import { isPlaceholder } from "../../../manifest/template-text.js";
import { quoted } from "../../../words/quote.js";
import { below, type Fault, fault, type Limits, missing, nameOf, type Place, WHOLE } from "./fault.js";
import { ONE, parseQuantity } from "./quantity.js";
import { isBlank, isSet, itemsOf, textOf } from "./read-value.js";
import { LABEL_KEY } from "./text-rules.js";

export function resourcesFaults(resources: unknown, claims: ReadonlySet<string>, place: Place): Fault[] {
  if (!isObject(resources)) return [];
  const limits = isObject(resources.limits) ? resources.limits : {};
  const requests = isObject(resources.requests) ? resources.requests : {};
  return [
    ...amountFaults(limits, below(place, "limits")),
    ...amountFaults(requests, below(place, "requests")),
    ...Object.keys(requests).flatMap((name) => aboveLimit(name, requests, limits, below(place, "requests"))),
    ...hugePagesAlone({ ...limits, ...requests }, place),
    ...claimFaults(resources.claims, claims, below(place, "claims")),
  ];
}

const OF_CONTAINERS = ["cpu", "memory", "ephemeral-storage"];

function isHugePages(name: string): boolean {
  return name.startsWith("hugepages-");
}

/** IsNativeResource in pkg/apis/core/helper/helpers.go */
function isNative(name: string): boolean {
  return !name.includes("/") || name.includes("kubernetes.io/");
}

function amountFaults(amounts: JsonObject, place: Place): Fault[] {
  return Object.entries(amounts).flatMap(([name, value]) => {
    if (isPlaceholder(name)) return [];
    const unnamed = resourceNameFault(name);
    const faults = unnamed === null ? [] : [amountFault(name, unnamed, place)];
    const amount = amountOf(value);
    if (amount !== null && amount < 0n)
      faults.push(amountFault(name, "is negative, but at least 0 is allowed", place));
    if (amount === null || amount < 0n) return faults;
    if (isHugePages(name)) faults.push(...pageFaults(name, amount, place));
    else if (!isNative(name) && amount % ONE !== 0n)
      faults.push(amountFault(name, "is not whole, but devices and the like are counted", place));
    return faults;
  });
}

/** An amount that is null is none of the cluster's defaults, but 0. */
function amountOf(value: unknown): bigint | null {
  return value === null ? 0n : parseQuantity(value);
}

function amountFault(name: string, predicate: string, place: Place, limits: Limits = {}): Fault {
  return {
    path: [...place.path, name],
    message: `${quoted(name)} in ${nameOf(place)} ${predicate}`,
    ...limits,
  };
}

/** ValidateContainerResourceName: what is said of a name that no resource of a container has; null of one that can be. */
export function resourceNameFault(name: string): string | null {
  if (!LABEL_KEY.allows(name)) return `is no resource: ${LABEL_KEY.allowed}`;
  if (!name.includes("/")) {
    if (OF_CONTAINERS.includes(name) || isHugePages(name)) return null;
    const allowed = `only ${OF_CONTAINERS.join(", ")} and hugepages-… are allowed, and names with a domain before a slash`;
    return `is no resource of a container: ${allowed}`;
  }
  if (isNative(name) || !name.startsWith("requests.")) return null;
  return "is no resource: a domain may not begin with “requests.”";
}

function pageFaults(name: string, amount: bigint, place: Place): Fault[] {
  const size = parseQuantity(name.slice("hugepages-".length));
  if (size === null || size === 0n || amount % size === 0n) return [];
  return [amountFault(name, "is no multiple of the size of a page", place)];
}

/** A resource that cannot be shared has a request equal to its limit. */
function aboveLimit(name: string, requests: JsonObject, limits: JsonObject, place: Place): Fault[] {
  const request = amountOf(requests[name]);
  const limit = Object.hasOwn(limits, name) ? amountOf(limits[name]) : undefined;
  const canBeShared = isNative(name) && !isHugePages(name);
  if (request === null || limit === null || isPlaceholder(name)) return [];
  if (limit === undefined)
    return canBeShared
      ? []
      : [
          amountFault(
            name,
            "has no limit, but a resource that cannot be shared needs a limit of the same amount",
            place,
            WHOLE,
          ),
        ];
  const found = `is ${quoted(String(requests[name]))}, but the limit is ${quoted(String(limits[name]))}`;
  if (!canBeShared)
    return request === limit
      ? []
      : [amountFault(name, `${found}, and a resource that cannot be shared needs both alike`, place, WHOLE)];
  return request <= limit ? [] : [amountFault(name, found, place, WHOLE)];
}

function hugePagesAlone(amounts: JsonObject, place: Place): Fault[] {
  const names = Object.keys(amounts);
  if (!names.some(isHugePages) || names.includes("cpu") || names.includes("memory")) return [];
  return [
    fault(place, "asks for huge pages without cpu or memory, one of which is needed beside them", WHOLE),
  ];
}

/** validateResourceClaimNames */
function claimFaults(list: unknown, claims: ReadonlySet<string>, place: Place): Fault[] {
  const seen = new Set<string>();
  return itemsOf(list).flatMap(([index, { name, request }]) => {
    const at = below(place, index, "name");
    if (isBlank(name)) return [missing(at, "it names a claim of the pod")];
    const text = textOf(name);
    if (text === null) return [];
    const key = isSet(request) ? `${text}/${String(request)}` : text;
    if (seen.has(key) || seen.has(text)) return [fault(at, `is ${quoted(text)}, which is there twice`)];
    seen.add(key);
    return claims.has(text)
      ? []
      : [fault(at, `is ${quoted(text)}, but the pod has no such claim in resourceClaims`, WHOLE)];
  });
}
