import { isEnvoy, isNginx, isTunnel } from "../servers/proxies.js";
import type { Container } from "../workload.js";
import { addressesIn, MAX_TOLD_LENGTH, type Setting, settingsOf } from "./settings-of.js";

/**
 * Settings that name what a proxy forwards to: oauth2-proxy, kube-rbac-proxy and OpenShift's oauth-proxy (`--upstream`),
 * gatekeeper (`--upstream-url`), ghostunnel (`--target`), Google's ESP (`--backend`), nginx (`proxy_pass` and its like),
 * cloudflared (`--url`), and whoever has a name like these.
 */
const UPSTREAM =
  /upstream|backend|proxy[-_.]?(?:to|pass|target|url|dest)|(?:fastcgi|uwsgi|scgi|grpc)_pass|(?:^|[-_.])target(?:[-_.]?(?:url|uri|addr|address|host|port))?$|forward(?:[-_.]?(?:to|url|addr|address))?$/;
/** An app's own stores and helpers go by such names too. */
const NO_TRAFFIC =
  /storage|cache|log|trac|metric|session|queue|secret|state|auth[-_.]?backend|telemetry|event/;
const SPEAKS_TO_APPS: ReadonlySet<string | null> = new Set([
  null,
  "http",
  "https",
  "h2c",
  "grpc",
  "grpcs",
  "tcp",
  "ws",
  "wss",
  "fcgi",
]);

const known = new WeakMap<Container, number[]>();

/** Returns the ports of its own pod that a container forwards to, each once. */
export function upstreamsOf(container: Container): number[] {
  let ports = known.get(container);
  if (ports === undefined) {
    const settings = settingsOf(container);
    const isReverseProxy = settings.some(({ key, value }) => key === "" && value === "reverse-proxy");
    const found = settings.flatMap((setting) => inSetting(setting, container, isReverseProxy));
    ports = [...new Set([...found, ...(isEnvoy(container) ? inEnvoyConfig(container) : [])])];
    known.set(container, ports);
  }
  return ports;
}

function inSetting({ key, value }: Setting, container: Container, isReverseProxy: boolean): number[] {
  // socat, as in TCP:localhost:8080
  const socat = /^tcp[46]?:(?:localhost|127\.0\.0\.1):(\d{1,5})/i.exec(value)?.[1];
  if (key === "" && socat !== undefined) return [Number(socat)];
  const names =
    (UPSTREAM.test(key) && !NO_TRAFFIC.test(key)) ||
    (isReverseProxy && (key === "to" || key === "t")) ||
    (key === "server" && isNginx(container)) ||
    (/^(?:tunnel_)?url$/.test(key) && isTunnel(container));
  if (!names) return [];
  return addressesIn(value)
    .filter(({ host, scheme }) => host !== "other" && SPEAKS_TO_APPS.has(scheme))
    .filter(({ host }) => host !== null || /port$/.test(key))
    .map(({ port }) => port);
}

/** Envoy's clusters in a configuration that stands on its command line, as YAML or JSON. */
function inEnvoyConfig({ commandLine }: Container): number[] {
  const text = commandLine.join("\n").slice(0, MAX_TOLD_LENGTH);
  const address =
    /address["']?\s*:\s*["']?(?:127\.0\.0\.1|localhost|::1)["']?[\s,]+["']?port_value["']?\s*:\s*(\d{1,5})/g;
  return [...text.matchAll(address)].map(([, port]) => Number(port));
}
