/** Programs that pass on to others what they get, by the names of their images. */
import type { Container } from "../workload.js";
import { callsItself, imageName, lastPartOf, partsOfImage } from "./image.js";

/** Proxies that a pod calls others through: they listen for the pod alone (cloud.google.com: connect through the proxy). */
const OUTBOUND = /cloud[-_]?sql[-_]?proxy|^gce-proxy$|alloydb[-_]auth[-_]proxy/;

/** Puts itself before a controller's metrics (kubebuilder's scaffold), and seldom before what users ask. */
const OPERATORS_PROXY = /kube-rbac-proxy/;

/** Whether a container calls out of the pod and takes no traffic from outside, whatever it listens on. */
export function isOutbound(container: Container): boolean {
  return OUTBOUND.test(imageName(container));
}

export function isOperatorsProxy(container: Container): boolean {
  return OPERATORS_PROXY.test(imageName(container));
}

/** Whether a container's only ports are those by which others are reached: databases outside, or metrics. */
export function isProxyOfOthers(container: Container): boolean {
  return isOutbound(container) || isOperatorsProxy(container);
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

export function isEnvoy(container: Container): boolean {
  return /envoy/.test(imageName(container));
}

/** PHP's process manager, by its official image's tags or a name: it speaks FastCGI, so a web server stands before it. */
export function isPhpFpm(container: Container): boolean {
  const image = container.image ?? "";
  const isOfficial = lastPartOf(image) === "php" && /fpm/.test(partsOfImage(image).tag ?? "");
  return isOfficial || /php\d*-?fpm/.test(callsItself(container));
}

/** Carries what arrives from outside to a port of the pod that it is told (`cloudflared tunnel --url`). */
export function isTunnel(container: Container): boolean {
  return /cloudflared/.test(imageName(container));
}
