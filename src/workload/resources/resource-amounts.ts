/** What a pod asks for of a resource, as the API server counts it, in whole numbers of 10^-18 of the resource's unit. */
import { asObject, get, isObject, type JsonObject } from "../../manifest/json-value.js";
import { canonicalQuantity } from "../canonical-quantity.js";
import type { Workload } from "../workload.js";

const ONE = 10n ** 18n;

/** Returns a resource quantity; null where a value is none. */
export function amountOf(value: unknown): bigint | null {
  const canonical = canonicalQuantity(value);
  const [, digits] = typeof canonical === "string" ? (/^(-?\d+)e-18$/.exec(canonical) ?? []) : [];
  return digits === undefined ? null : BigInt(digits);
}

/** Returns as many pods. */
export function podsAsAmount(count: number): bigint {
  return BigInt(count) * ONE;
}

const BYTES = [
  ["Ti", 40n],
  ["Gi", 30n],
  ["Mi", 20n],
  ["Ki", 10n],
] as const;

/** Returns an amount as Kubernetes writes it: "500m", "2", "1536Mi". */
export function amountInWords(amount: bigint): string {
  if (amount % ONE !== 0n) {
    const milli = ONE / 1000n;
    return amount % milli === 0n ? `${amount / milli}m` : `${amount / (ONE / 10n ** 9n)}n`;
  }
  const whole = amount / ONE;
  const [suffix, exponent] = BYTES.find(([, power]) => whole > 0n && whole % 2n ** power === 0n) ?? ["", 0n];
  return `${whole / 2n ** exponent}${suffix}`;
}

/**
 * Returns the least that one pod asks for of a resource, "requests" or "limits" of it; 0 where none is written, as a
 * LimitRange may fill it in. PodRequests and PodLimits in k8s.io/component-helpers/resource/helpers.go: what is written for the
 * whole pod, else the running containers together, or one plain init container with the sidecars before it where that is
 * more, and the overhead.
 */
export function podAmount(
  { podSpec, containers }: Workload,
  part: "requests" | "limits",
  resource: string,
): bigint {
  const overhead = amountOf(get(podSpec, "overhead", resource)) ?? 0n;
  const ofPod = asObject(podSpec.resources);
  const written = amountOf(get(ofPod, part, resource));
  if (written !== null) return written + overhead;
  const amounts = containers.map(({ role, value }) => ({
    role,
    own: amountOf(resourceIn(asObject(value.resources), part, resource)),
  }));
  // Of a pod with a limit alone: the containers' own requests where any has one, else that limit. Huge pages cannot be asked for
  // below their limit (defaultPodRequests in pkg/apis/core/v1/defaults.go).
  const limit = part === "requests" ? amountOf(get(ofPod, "limits", resource)) : null;
  if (limit !== null && (resource.startsWith("hugepages-") || amounts.every(({ own }) => own === null)))
    return limit + overhead;
  let [running, sidecars, starting] = [0n, 0n, 0n];
  for (const { role, own } of amounts) {
    const amount = own ?? 0n;
    if (role === "init") starting = max(starting, sidecars + amount);
    else {
      running += amount;
      if (role === "sidecar") sidecars += amount;
    }
  }
  return max(running, starting) + overhead;
}

/** A container's request that is not written is its limit (SetDefaults_Pod in pkg/apis/core/v1/defaults.go). */
function resourceIn(resources: JsonObject, part: "requests" | "limits", resource: string): unknown {
  const written = get(resources, part, resource);
  if (written != null || part === "limits" || !isObject(resources.limits)) return written;
  return resources.limits[resource];
}

function max(left: bigint, right: bigint): bigint {
  return left > right ? left : right;
}
