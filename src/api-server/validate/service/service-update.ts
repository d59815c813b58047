/** Finds changes that a Service may never have: ValidateServiceUpdate in pkg/apis/core/validation/validation.go. */
import { asArray, asObject, type JsonObject } from "../../../manifest/json-value.js";
import { isPlaceholder } from "../../../manifest/template-text.js";
import { quoted } from "../../../words/quote.js";
import { below, type Fault, fault, ROOT, WHOLE } from "../values/fault.js";
import { isBlank } from "../values/read-value.js";

const SPEC = below(ROOT, "spec");

/**
 * Returns the faults of a change from one Service to another of the same name, both as written. The cluster has chosen
 * a value that was not written, so a fault is told only where it holds for any choice. A value that is no longer written
 * stays as it is (patchAllocatedValues in pkg/registry/core/service/storage/storage.go).
 */
export function serviceChangeFaults(before: JsonObject, after: JsonObject): Fault[] {
  const [old, now] = [asObject(before.spec), asObject(after.spec)];
  const types = [typeOf(old), typeOf(now)];
  if (types.some((type) => type === "ExternalName" || isPlaceholder(type))) return [];
  return [...addressFaults(old, now), ...familyFaults(old, now), ...classFaults(old, now)];
}

function typeOf({ type }: JsonObject): unknown {
  return isBlank(type) ? "ClusterIP" : type;
}

/** validateUpgradeDowngradeClusterIPs */
function addressFaults({ clusterIP: old }: JsonObject, { clusterIP: now }: JsonObject): Fault[] {
  const place = below(SPEC, "clusterIP");
  if (typeof now !== "string" || now === "" || now === old || isPlaceholder(now) || isPlaceholder(old))
    return [];
  if (isBlank(old)) {
    return now === "None"
      ? [
          fault(
            place,
            "becomes “None”, but the Service has an address already, which can never be changed",
            WHOLE,
          ),
        ]
      : [];
  }
  return [
    fault(place, `changes from ${quoted(String(old))} to ${quoted(now)}, but it can never be changed`, WHOLE),
  ];
}

/** validateUpgradeDowngradeIPFamilies; a headless Service may change them. */
function familyFaults(old: JsonObject, now: JsonObject): Fault[] {
  const [first, other] = [asArray(old.ipFamilies)[0], asArray(now.ipFamilies)[0]];
  if (old.clusterIP === "None" || now.clusterIP === "None") return [];
  if ([first, other, old.clusterIP, now.clusterIP].some(isPlaceholder)) return [];
  if (typeof first !== "string" || typeof other !== "string" || first === other) return [];
  return [
    fault(
      below(SPEC, "ipFamilies"),
      `begin with ${quoted(other)} instead of ${quoted(first)}, but the first can never be changed`,
      WHOLE,
    ),
  ];
}

/** validateLoadBalancerClassField */
function classFaults(old: JsonObject, now: JsonObject): Fault[] {
  if (typeOf(old) !== "LoadBalancer" || typeOf(now) !== "LoadBalancer") return [];
  const [was, is] = [old.loadBalancerClass ?? null, now.loadBalancerClass ?? null];
  // One that is no longer written may have been filled in by a controller, and stays under server-side apply.
  if (was === is || is === null || isPlaceholder(is) || isPlaceholder(was)) return [];
  return [
    fault(
      below(SPEC, "loadBalancerClass"),
      `changes to ${quoted(String(is))}, but it can be set only with the type`,
      WHOLE,
    ),
  ];
}
