/** Meshes whose sidecar accepts the TCP connections to its pod, the kubelet's too, whether or not the app listens. */
import { asArray, get } from "../../manifest/json-value.js";
import { isLinkerdAsked, LINKERD_INJECT } from "./injected-namespaces.js";
import type { ProbedPod } from "./probed-pod.js";

export type Mesh = "istio" | "linkerd" | "consul";

/** Returns the mesh whose sidecar answers a port of the pod, by its number or its name; or null. */
export function meshThatAnswers(pod: ProbedPod, port: unknown): Mesh | null {
  if (linkerdAnswers(pod, port)) return "linkerd";
  if (consulAnswers(pod, port)) return "consul";
  return istioAnswers(pod) ? "istio" : null;
}

/** The same, and a mesh that answers a port of the pod if the pod's namespace asks for its sidecar. */
export function meshThatMayAnswer(pod: ProbedPod, port: number): Mesh | null {
  return meshThatAnswers(pod, port) ?? (istioMayAnswer(pod) ? "istio" : null);
}

const FALSE = new Set(["0", "f", "F", "false", "FALSE", "False"]);
const REWRITE = "sidecar.istio.io/rewriteAppHTTPProbers";
const INJECT = "sidecar.istio.io/inject";
/** with any of them some ports may go past the sidecar */
const REDIRECTION = /^traffic\.sidecar\.istio\.io\/\w+InboundPorts$|^sidecar\.istio\.io\/interceptionMode$/;

/**
 * Istio's sidecar accepts every TCP connection to the pod (istio.io, Health Checking of Istio Services), unless Istio
 * rewrites the probe, as it does by default (app_probe.go: ShouldRewriteAppHTTPProbers, inject.go: injectRequired).
 */
function istioAnswers(pod: ProbedPod): boolean {
  return asksForIstio(pod) && istioMayAnswer(pod);
}

/** A pod says more than its namespace (inject.go: injectRequired). */
function asksForIstio({ labels, annotations, injectedBy }: ProbedPod): boolean {
  const asked = labels[INJECT] ?? annotations[INJECT];
  return String(asked) === "true" || (injectedBy.includes("istio") && asked === undefined);
}

/**
 * Whether Istio's sidecar answers every TCP port of the pod where it is older than 1.12, the first that rewrites `tcpSocket`
 * probes too (Istio 1.12, upgrade notes: TCP probes now working as expected).
 */
export function oldIstioAnswers(pod: ProbedPod): boolean {
  const getsAll = !Object.keys(pod.annotations).some((key) => REDIRECTION.test(key));
  return asksForIstio(pod) && pod.podSpec.hostNetwork !== true && getsAll;
}

/** Whether the sidecar answers every TCP port of the pod if Istio gives it one: its namespace may say that. */
function istioMayAnswer({ podSpec, labels, annotations }: ProbedPod): boolean {
  if (!FALSE.has(String(annotations[REWRITE])) || podSpec.hostNetwork === true) return false;
  if (String(labels[INJECT] ?? annotations[INJECT]) === "false") return false;
  return !Object.keys(annotations).some((key) => REDIRECTION.test(key));
}

/** The proxy's own ports, which are not redirected (charts/partials/templates/_proxy-init.tpl: control, admin). */
const LINKERD_PORTS = "4190,4191";
const LINKERD_SKIP = "config.linkerd.io/skip-inbound-ports";
const LINKERD_SUBNETS = "config.linkerd.io/skip-subnets";

/**
 * Linkerd's proxy accepts every TCP connection to the pod before it calls the app, those of the kubelet too (linkerd2#7777),
 * except on ports that skip it. Opaque ports do not: they are proxied as plain TCP. It is there where the annotation asks
 * for it, or that of its namespace where the pod has none (linkerd.io, Automatic Proxy Injection), or where `linkerd inject`
 * has put it into the manifest.
 */
function linkerdAnswers(pod: ProbedPod, port: unknown): boolean {
  const { podSpec, annotations, injectedBy } = pod;
  if (podSpec.hostNetwork === true) return false;
  const containers = [...asArray(podSpec.initContainers), ...asArray(podSpec.containers)];
  const named = (name: string) => containers.find((container) => get(container, "name") === name);
  const asked = annotations[LINKERD_INJECT];
  const isAsked = asked === undefined ? injectedBy.includes("linkerd") : isLinkerdAsked(asked);
  if (named("linkerd-proxy") === undefined && !isAsked) return false;
  const init = asArray(get(named("linkerd-init"), "args")).map(String);
  if (annotations[LINKERD_SUBNETS] != null || init.some((word) => /^--subnets-to-ignore/.test(word)))
    return false;
  const number = typeof port === "number" ? port : numberOf(port, containers);
  const skipped = [LINKERD_PORTS, String(annotations[LINKERD_SKIP] ?? ""), ...ignored(init)];
  return number !== null && !skipped.some((list) => isListed(number, list));
}

/** strconv.ParseBool */
const TRUE = new Set(["1", "t", "T", "true", "TRUE", "True"]);
const CONSUL = "consul.hashicorp.com/";
/** Envoy's own ports, which are not redirected where they are in use: that of metrics and that of its health. */
const CONSUL_PORTS = "20200,21000";

/**
 * Consul's webhook gives a pod Envoy where its annotation asks for it, and its transparent proxy redirects every TCP connection
 * to the pod there, except on ports that are left out (consul-k8s, connect-inject/webhook: mesh_webhook.go, redirect_traffic.go).
 * It turns only `httpGet` probes to a port that Envoy passes on (overwriteProbes). The proxy is on unless the pod, its namespace or Consul's
 * own settings say otherwise, and it cannot be on where one pod has several services.
 */
function consulAnswers({ podSpec, annotations }: ProbedPod, port: unknown): boolean {
  const of = (name: string) => annotations[CONSUL + name];
  if (podSpec.hostNetwork === true || !TRUE.has(String(of("connect-inject")))) return false;
  // It does not inject twice.
  if (of("connect-inject-status")) return false;
  if (of("transparent-proxy") !== undefined && !TRUE.has(String(of("transparent-proxy")))) return false;
  if (String(of("connect-service") ?? "").includes(",")) return false;
  const number = typeof port === "number" ? port : numberOf(port, asArray(podSpec.containers));
  const left = [
    CONSUL_PORTS,
    ...["transparent-proxy-exclude-inbound-ports", "prometheus-scrape-port"].map((name) =>
      String(of(name) ?? ""),
    ),
  ];
  return number !== null && !left.some((list) => isListed(number, list));
}

/** The ports that the container which redirects the pod's traffic leaves out. */
function ignored(args: readonly string[]): string[] {
  const flag = "--inbound-ports-to-ignore";
  return args.flatMap((word, index) => {
    if (word.startsWith(`${flag}=`)) return [word.slice(flag.length + 1)];
    return word === flag ? [args[index + 1] ?? ""] : [];
  });
}

/** `4222,6222-6230`; what cannot be read may list any port. */
function isListed(port: number, list: string): boolean {
  return list.split(",", 200).some((entry) => {
    const range = /^\s*(\d{1,5})(?:-(\d{1,5}))?\s*$/.exec(entry);
    if (range === null) return entry.trim() !== "";
    return port >= Number(range[1]) && port <= Number(range[2] ?? range[1]);
  });
}

/** Returns the number of a port that the pod's containers declare by name, or null where that is not one number. */
function numberOf(name: unknown, containers: readonly unknown[]): number | null {
  const numbers = containers
    .flatMap((container) => asArray(get(container, "ports")))
    .filter((port) => typeof name === "string" && get(port, "name") === name)
    .map((port) => get(port, "containerPort"));
  const [number] = numbers;
  return typeof number === "number" && numbers.every((one) => one === number) ? number : null;
}
