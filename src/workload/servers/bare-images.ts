/** Images that run nothing that could listen, unless a manifest says what: systems, shells and tools for looking on. */
import type { Container } from "../workload.js";
import { imageName, repositoryOf } from "./image.js";

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

/** Whether a container runs a shell's image without a command: under a name of somebody's own it may have a program of its own. */
export function endsAtOnce(container: Container): boolean {
  return isBare(container) && container.commandLine.length === 0;
}

/** Whether a container runs nothing that could listen: the shell of a system's image, which ends at once. */
export function runsNothing(container: Container): boolean {
  const isOfficial = container.image !== null && !repositoryOf(container.image).includes("/");
  return isOfficial && endsAtOnce(container);
}

/** Whether a container has the image of a system or a shell: it runs what the manifest says, and nothing of its own. */
export function isBare(container: Container): boolean {
  return BARE.test(imageName(container));
}

/** Kubernetes' image that holds the namespaces of a pod, and otherwise a place (build/pause: pause.c). */
export function isPause(container: Container): boolean {
  return container.image !== null && imageName(container) === "pause";
}
