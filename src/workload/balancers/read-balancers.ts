/** What manifests say of load balancers that send traffic to pods at their own addresses, and of gates that webhooks put on pods. */
import { asArray, asString, get, isObject } from "../../manifest/json-value.js";
import type { ManifestObject } from "../../manifest/manifest.js";
import { readObjects } from "../../manifest/read-manifest.js";
import type { BalancerSign } from "../neighbours.js";
import { oncePerManifest } from "../sight/once-per-manifest.js";

const KINDS: ReadonlySet<string> = new Set(["Ingress", "Namespace", "TargetGroupBinding"]);
/** A file without the word is not parsed for it. */
const NAMED = /\b(?:Ingress|Namespace|TargetGroupBinding)\b/;

/** Returns the Ingresses, Namespaces and bindings of target groups of a file. They are read for that alone. */
export const balancersIn = oncePerManifest<readonly BalancerSign[]>(({ path, text }) =>
  (NAMED.test(text) ? readObjects(path, text, KINDS) : []).flatMap((object) => read(object) ?? []),
);

/** kubernetes-sigs.github.io/aws-load-balancer-controller: Ingress annotations, Pod readiness gate, TargetGroupBinding. */
const TARGET_TYPE = "alb.ingress.kubernetes.io/target-type";

function read({ kind, value }: ManifestObject): BalancerSign | null {
  const name = asString(get(value, "metadata", "name"));
  const namespace = asString(get(value, "metadata", "namespace"));
  if (name === null) return null;
  if (kind === "Namespace") {
    const labels = get(value, "metadata", "labels");
    return { kind, name, labels: isObject(labels) ? labels : {} };
  }
  if (kind === "TargetGroupBinding") {
    const service = asString(get(value, "spec", "serviceRef", "name"));
    const isByAddress = get(value, "spec", "targetType") === "ip";
    return service === null
      ? null
      : { kind, name, namespace, services: [service], className: null, isByAddress };
  }
  if (kind !== "Ingress") return null;
  const annotations = get(value, "metadata", "annotations");
  const className =
    asString(get(value, "spec", "ingressClassName")) ??
    asString(get(annotations, "kubernetes.io/ingress.class"));
  return {
    ...{ kind, name, namespace, className, services: servicesNamedBy(get(value, "spec")) },
    isByAddress: get(annotations, TARGET_TYPE) === "ip",
  };
}

/** networking.k8s.io/v1, and `serviceName` of the versions before. */
function servicesNamedBy(spec: unknown): string[] {
  const backends = [
    get(spec, "defaultBackend"),
    get(spec, "backend"),
    ...asArray(get(spec, "rules")).flatMap((rule) =>
      asArray(get(rule, "http", "paths")).map((path) => get(path, "backend")),
    ),
  ];
  return backends.flatMap((backend) => {
    const named = asString(get(backend, "service", "name")) ?? asString(get(backend, "serviceName"));
    return named === null ? [] : [named];
  });
}
