/** Programs that stand beside an app, or tell operators of it: they are not what users ask for. */
import type { Container } from "../workload.js";
import { endsAtOnce } from "./bare-images.js";
import { imageName } from "./image.js";
import { isProxyOfOthers } from "./proxies.js";

/** Carry an app's logs, metrics, files, secrets or policies (kube-mgmt: OPA's). */
const HELPER =
  /^(?:fluent-?bit|fluentd|filebeat|metricbeat|promtail|telegraf|(?:.*-)?git-sync|vault|vault-agent|k8s-sidecar|configmap-reload|jaeger-agent|datadog-agent|agent|xray|aws-xray-daemon|cloudwatch-agent|otel-collector.*|opentelemetry-collector.*|statsd|.*[-_]exporter|cadvisor|.*-config-reloader|.*-reloader|kube-mgmt)$/;

/** Pages that show operators how other programs are. */
const OPERATORS_TOOL =
  /^(?:grafana|grafana-(?:oss|enterprise)|prometheus|alertmanager|kibana|kiali|jaeger-query|servicegraph|healthchecksui|kubernetes-dashboard.*)$/;

/** Whether a container tells of another one in numbers, as its name or its image's says. */
export function isExporter(container: Pick<Container, "image" | "name">): boolean {
  return [container.name ?? "", imageName(container)].some((name) => /[-_]exporter$|^cadvisor$/.test(name));
}

/** Read the node's logs and send them on; what listens in them tells operators of it, unless others send them logs. */
const SHIPPER = /^(?:fluent-?bit|fluentd|filebeat|promtail|vector)$/;

/** Whether a container is there to carry logs from a node, as its image says. */
export function isLogShipper(container: Container): boolean {
  return SHIPPER.test(imageName(container));
}

export function isOperatorsTool(container: Container): boolean {
  return OPERATORS_TOOL.test(imageName(container));
}

/**
 * Kubernetes' sidecars of a CSI driver, by the flag that all of them have: they work through the driver's socket, and
 * `--http-endpoint` tells of their metrics and of who leads (kubernetes-csi/external-attacher, README).
 */
export function isCsiSidecar({ commandLine }: Container): boolean {
  return commandLine.some((word) => /^--?csi-address(?:=|$)/.test(word));
}

/** Whether a container is known to do something else than to serve users, unless it says itself that it listens. */
export function isHelper(container: Container): boolean {
  return (
    isProxyOfOthers(container) ||
    HELPER.test(imageName(container)) ||
    followsFile(container) ||
    endsAtOnce(container)
  );
}

/** `tail -f` of a log, a container that only sleeps, or a loop in a shell. */
function followsFile({ commandLine }: Container): boolean {
  return commandLine.some((word) =>
    /^(?:tail|sleep)$|(?:^|[\s;&])tail\s+-\S*[fF]|\bwhile\s+(?:true|:)\s*;/.test(word.slice(0, 2000)),
  );
}
