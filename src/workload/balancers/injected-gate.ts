/**
 * Readiness gates that a cluster's webhooks put on pods when these are created: a load balancer sets their condition once its
 * own health check of the pod succeeds, and Kubernetes counts no pod as ready before that. No manifest has them written.
 */
import { asObject, asString, get } from "../../manifest/json-value.js";
import type { InjectedGates } from "../../policy/policy.js";
import { servicesOf } from "../neighbours/services-of.js";
import type { BalancerSign, Neighbours, Service } from "../neighbours.js";
import { podTemplateOf } from "../pod-template.js";
import type { Workload } from "../workload.js";

/** What says that pods get such a gate. */
export type InjectedGate =
  /** the policy, of every pod behind a Service, or of those with this label of their Namespace or annotation */
  | { by: "policy"; sign: string | null }
  /** cloud.google.com: container-native load balancing, pod readiness */
  | { by: "neg"; service: Service }
  /** kubernetes-sigs.github.io/aws-load-balancer-controller: pod readiness gate */
  | { by: "aws"; namespace: string };

type Balancer = Exclude<BalancerSign, { kind: "Namespace" }>;

/** Returns what says so of a workload's pods; null where nothing does, or no Service in sight selects them. */
export function injectedGate(
  workload: Workload,
  neighbours: Neighbours,
  setting: InjectedGates | null,
): InjectedGate | null {
  const services = servicesOf(workload, neighbours).filter(({ headless }) => !headless);
  if (services.length === 0) return null;
  const byPolicy = ofPolicy(workload, neighbours, services, setting);
  if (byPolicy !== null) return byPolicy;
  const neg = services.find((service) => isInNeg(service) && isBehindGoogles(service, neighbours));
  if (neg !== undefined) return { by: "neg", service: neg };
  const namespace = namespaceOf(workload, neighbours, AWS_LABEL);
  const isReached = services.some((service) => reachedByAddress(service, neighbours) !== null);
  return namespace !== null && isReached ? { by: "aws", namespace } : null;
}

function ofPolicy(
  workload: Workload,
  neighbours: Neighbours,
  services: readonly Service[],
  setting: InjectedGates | null,
): InjectedGate | null {
  if (setting === null) return null;
  if (setting === "all") return { by: "policy", sign: null };
  const { namespaceLabel, annotation } = setting;
  if (namespaceLabel !== null && namespaceOf(workload, neighbours, namespaceLabel) !== null)
    return { by: "policy", sign: namespaceLabel };
  const annotated = [
    ...services.map(({ object }) => get(object.value, "metadata", "annotations")),
    get(podTemplateOf(workload), "metadata", "annotations"),
  ];
  return annotation !== null && annotated.some((one) => hasEntry(asObject(one), annotation))
    ? { by: "policy", sign: annotation }
    : null;
}

/** Whether a mapping has a key, or a key with a value, as `key` or `key=value`. */
function hasEntry(mapping: Record<string, unknown>, sign: string): boolean {
  const at = sign.indexOf("=");
  const key = at === -1 ? sign : sign.slice(0, at);
  return Object.hasOwn(mapping, key) && (at === -1 || String(mapping[key]) === sign.slice(at + 1));
}

const AWS_LABEL = "elbv2.k8s.aws/pod-readiness-gate-inject=enabled";

/** Returns the Namespace in sight that a workload is in and that has a label; where neither says which, the only one in sight. */
function namespaceOf({ namespace }: Workload, { balancers, namespace: given }: Neighbours, sign: string) {
  const spaces = balancers.filter((one) => one.kind === "Namespace");
  const own = given ?? namespace;
  const [first, other] = own === null ? spaces : spaces.filter(({ name }) => name === own);
  return first !== undefined && other === undefined && hasEntry(first.labels, sign) ? first.name : null;
}

const NEG = "cloud.google.com/neg";

/**
 * Whether a Service asks for network endpoint groups for its Ingresses. GKE writes that by itself to new Services of a VPC-native
 * cluster (cloud.google.com: container-native load balancing), so it says nothing alone. Groups for ports of its own choice,
 * `exposed_ports`, are standalone: no manifest tells whether a load balancer with a health check uses them, and the controller
 * lets the pods of the others through at once (kubernetes/ingress-gce, pkg/neg/readiness).
 */
function isInNeg({ object }: Service): boolean {
  const written = asString(get(object.value, "metadata", "annotations", NEG));
  if (written === null || written.length > 2_000) return false;
  try {
    return get(JSON.parse(written) as unknown, "ingress") === true;
  } catch {
    return false;
  }
}

/** Whether an Ingress in sight that Google's controller takes, by its class or as it has none, leads to a Service. */
function isBehindGoogles(service: Service, neighbours: Neighbours): boolean {
  return balancersTo(service, neighbours).some(
    ({ kind, className }) => kind === "Ingress" && (className === null || /^gce(?:-|$)/.test(className)),
  );
}

function balancersTo({ name, namespace }: Service, { balancers }: Neighbours): Balancer[] {
  return balancers.filter(
    (one): one is Balancer =>
      one.kind !== "Namespace" &&
      name !== null &&
      one.services.includes(name) &&
      (one.namespace === null || namespace === null || one.namespace === namespace),
  );
}

const NLB_TARGETS = "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type";
const NLB_TYPE = "service.beta.kubernetes.io/aws-load-balancer-type";

/** Returns the object that has AWS' load balancer send a Service's traffic to the pods' own addresses; null where none does. */
export function reachedByAddress(
  service: Service,
  neighbours: Neighbours,
): { kind: string; name: string } | null {
  const balancer = balancersTo(service, neighbours).find(({ isByAddress }) => isByAddress);
  if (balancer !== undefined) return { kind: balancer.kind, name: balancer.name };
  const { value } = service.object;
  const annotations = asObject(get(value, "metadata", "annotations"));
  const isByAddress = annotations[NLB_TARGETS] === "ip" || annotations[NLB_TYPE] === "nlb-ip";
  return isByAddress && get(value, "spec", "type") === "LoadBalancer" && service.name !== null
    ? { kind: "Service", name: service.name }
    : null;
}
