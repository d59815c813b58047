import { asArray, get } from "../../manifest/json-value.js";
import type { Container } from "../workload.js";

/** Proxies that a pod calls others through: they listen for the pod alone (cloud.google.com: connect through the proxy). */
const OUTBOUND = /cloud[-_]?sql[-_]?proxy|^gce-proxy$|alloydb[-_]auth[-_]proxy/;

/** Puts itself before a controller's metrics (kubebuilder's scaffold), and seldom before what users ask. */
const OPERATORS_PROXY = /kube-rbac-proxy/;

/** Programs that stand beside an app and carry its logs, metrics, files, secrets or policies (kube-mgmt: OPA's). */
const HELPER =
  /^(?:fluent-?bit|fluentd|filebeat|metricbeat|promtail|telegraf|(?:.*-)?git-sync|vault|vault-agent|k8s-sidecar|configmap-reload|jaeger-agent|datadog-agent|agent|xray|aws-xray-daemon|cloudwatch-agent|otel-collector.*|opentelemetry-collector.*|statsd|.*[-_]exporter|cadvisor|.*-config-reloader|.*-reloader|kube-mgmt)$/;

/** Pages that show operators how other programs are. */
const OPERATORS_TOOL =
  /^(?:grafana|grafana-(?:oss|enterprise)|prometheus|alertmanager|kibana|kiali|jaeger-query|servicegraph|healthchecksui|kubernetes-dashboard.*)$/;

/** Workbenches of one person each, as their images are called: JupyterLab, notebooks, editors and desktops in a browser. */
const WORKBENCH =
  /^(?:(?:[a-z\d]+-)*notebook|(?:[a-z\d]+-)*jupyterlab|jupyter(?:-[a-z\d]+)*|jupyterhub-singleuser|k8s-singleuser-sample|code-server(?:-[a-z\d]+)*|openvscode-server|theia(?:-[a-z\d]+)*|rstudio(?:-[a-z\d]+)*|webtop)$/;
/** And as their programs are started (jupyter-server.readthedocs.io, coder.com/docs/code-server). */
const WORKBENCH_COMMAND =
  /(?:^|[\s/;&])(?:jupyter[- ](?:lab|notebook|server)|start-(?:notebook|singleuser)\.(?:sh|py)|jupyterhub-singleuser|code-server|openvscode-server)(?=\s|$)/;

/** Servers whose pod has data that a second one beside it does not have. */
const STORE =
  /^(?:postgres(?:ql)?|postgis|timescaledb.*|mysql(?:-server)?|mariadb|percona.*|mssql.*|mongo(?:db.*)?|documentdb.*|redis|valkey|rabbitmq|elasticsearch|opensearch|kafka|cp-kafka|etcd|zookeeper|cp-zookeeper|minio|cassandra|couchdb|couchbase|influxdb|neo4j|clickhouse(?:-server)?|cockroach)$/;

/** Images of a database with something in it, by their names, and what the official images of databases are set up with. */
const STORE_OF_ITS_OWN = /[-_](?:db|database|mysql|mariadb|postgres(?:ql)?|mongo(?:db)?|redis)$/;
const STORE_SETTING = /^(?:(?:MYSQL|MARIADB)_ROOT_PASSWORD|POSTGRES_PASSWORD|MONGO_INITDB_\w+)$/;
/** IANA's numbers of MySQL, PostgreSQL, Redis and MongoDB, and names for them. */
const STORE_PORTS: ReadonlySet<number> = new Set([3306, 5432, 6379, 27017]);
const STORE_PORT_NAME = /^(?:mysql|mariadb|postgres(?:ql)?|mongo(?:db)?|redis)$/;

/**
 * Returns the last part of an image's name, without registry and tag; where a tool fills the image in, the container's name.
 */
export function imageName({ image, name }: Container): string {
  const [untagged = ""] = (image ?? "").split("@");
  if (untagged === "") return (name ?? "").toLowerCase();
  return untagged
    .replace(/:[^/]*$/, "")
    .replace(/^.*\//, "")
    .toLowerCase();
}

/** Whether a container calls out of the pod and takes no traffic from outside, whatever it listens on. */
export function isOutbound(container: Container): boolean {
  return OUTBOUND.test(imageName(container));
}

/** Whether a container tells of another one in numbers, as its name or its image's says. */
export function isExporter(container: Container): boolean {
  return [container.name ?? "", imageName(container)].some((name) => /[-_]exporter$|^cadvisor$/.test(name));
}

export function isOperatorsTool(container: Container): boolean {
  return OPERATORS_TOOL.test(imageName(container));
}

/**
 * Whether a container is where one person works: the session lives in its one process, and no other pod could take it over.
 * JupyterHub itself, which leads many people to theirs, is none.
 */
export function isWorkbench(container: Container): boolean {
  return (
    WORKBENCH.test(imageName(container)) ||
    WORKBENCH_COMMAND.test(container.commandLine.join(" ").slice(0, 4000))
  );
}

export function isStore(container: Container): boolean {
  return STORE.test(imageName(container)) || isStoreByItsPort(container);
}

/** A client has the name or the password of its database, too, and does not listen where databases do. */
function isStoreByItsPort(container: Container): boolean {
  const listens = container.ports.some(
    ({ containerPort, name }) => STORE_PORTS.has(containerPort) || STORE_PORT_NAME.test(name ?? ""),
  );
  if (!listens) return false;
  return (
    STORE_OF_ITS_OWN.test(imageName(container)) ||
    asArray(container.value.env).some((entry) => STORE_SETTING.test(String(get(entry, "name") ?? "")))
  );
}

export function isOperatorsProxy(container: Container): boolean {
  return OPERATORS_PROXY.test(imageName(container));
}

/**
 * Kubernetes' sidecars of a CSI driver, by the flag that all of them have: they work through the driver's socket, and
 * `--http-endpoint` tells of their metrics and of who leads (kubernetes-csi/external-attacher, README).
 */
export function isCsiSidecar({ commandLine }: Container): boolean {
  return commandLine.some((word) => /^--?csi-address(?:=|$)/.test(word));
}

/** Whether a container's only ports are those by which others are reached: databases outside, or metrics. */
export function isProxyOfOthers(container: Container): boolean {
  return isOutbound(container) || isOperatorsProxy(container);
}

/** Whether a container is known to do something else than to serve users, unless it says itself that it listens. */
export function isHelper(container: Container): boolean {
  const name = imageName(container);
  return (
    isProxyOfOthers(container) || HELPER.test(name) || followsFile(container) || endsAtOnce(container, name)
  );
}

/** Images of a system or a shell, whose own command is a shell: without a terminal or a command that ends at once. */
const BARE = /^(?:busybox|alpine|ubuntu|debian|centos|fedora|bash|pause)$/;
/** Tools for looking on, caches of names for the pod, and tunnels that are dialled from inside. */
const NO_SERVER =
  /dnsmasq|unbound|netshoot|toolbox|(?:^|[-_])debug|^kubectl$|^curl$|cloudflared|ngrok|tailscale/;

/** Whether nothing but a manifest's word would make a server of a container; Istio fills in `image: auto` with its own sidecar. */
export function isNoServer(container: Container): boolean {
  const name = imageName(container);
  return BARE.test(name) || NO_SERVER.test(name) || (container.name === "istio-proxy" && name === "auto");
}

function endsAtOnce({ commandLine }: Container, image: string): boolean {
  return BARE.test(image) && commandLine.length === 0;
}

/** Whether a container runs nothing that could listen: the shell of a system's image, which ends at once. */
export function runsNothing(container: Container): boolean {
  // Under a name of somebody's own an image may have a program of its own.
  const isOfficial = /^(?:docker\.io\/)?(?:library\/)?[^/]*$/.test(container.image ?? "/");
  return isOfficial && endsAtOnce(container, imageName(container));
}

/** Whether a container has the image of a system or a shell: it runs what the manifest says, and nothing of its own. */
export function isBare(container: Container): boolean {
  return BARE.test(imageName(container));
}

/** Kubernetes' image that holds the namespaces of a pod, and otherwise a place (build/pause: pause.c). */
export function isPause(container: Container): boolean {
  return container.image !== null && imageName(container) === "pause";
}

/** Carries what arrives from outside to a port of the pod that it is told (`cloudflared tunnel --url`). */
export function isTunnel(container: Container): boolean {
  return /cloudflared/.test(imageName(container));
}

/** `tail -f` of a log, a container that only sleeps, or a loop in a shell. */
function followsFile({ commandLine }: Container): boolean {
  return commandLine.some((word) =>
    /^(?:tail|sleep)$|(?:^|[\s;&])tail\s+-\S*[fF]|\bwhile\s+(?:true|:)\s*;/.test(word.slice(0, 2000)),
  );
}

/** Programs that take their work from a queue and listen to nobody, by their usual commands. */
const QUEUE_WORKER =
  /\bcelery\b.*\b(?:worker|beat)\b|\brq worker\b|\bsidekiq\b|\bresque\b|\bqueue:(?:work|listen)\b|\bartisan horizon\b|\bjobs:work\b|\bdramatiq\b|\bgood_job\b/;

export function isQueueWorker({ commandLine }: Container): boolean {
  return QUEUE_WORKER.test(commandLine.join(" ").slice(0, 4000));
}

/** Whether a container passes on to others of its pod what it gets, as its name or its image's says. */
export function isProxyByName(container: Container): boolean {
  return /proxy|nginx|openresty|envoy|traefik|caddy|httpd|apache|gateway|ingress|tunnel|cloudflared|ngrok|tailscale/.test(
    callsItself(container),
  );
}

export function isNginx(container: Container): boolean {
  return /nginx|openresty/.test(imageName(container));
}

/** PHP's process manager, by its official image's tags or a name: it speaks FastCGI, so a web server stands before it. */
export function isPhpFpm(container: Container): boolean {
  return /(?:^|\/)php:\S*fpm/.test(container.image ?? "") || /php\d*-?fpm/.test(callsItself(container));
}

export function isEnvoy(container: Container): boolean {
  return /envoy/.test(imageName(container));
}

/** What a container is called: its name and its image's, to tell a setting of its own from one of another. */
export function callsItself(container: Container): string {
  return `${container.name ?? ""} ${imageName(container)}`.toLowerCase();
}
