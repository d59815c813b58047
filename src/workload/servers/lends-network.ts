/** Ports that a container opens for another program: that one may be in the pod, be added to it later, or be gone. */
import type { Container } from "../workload.js";
import { callsItself, imageName } from "./image.js";
import { isProxyByName } from "./proxies.js";

/**
 * Clients of a VPN that other containers share a network with, and so declare the ports of these (gluetun's wiki: "Connect a
 * container to Gluetun" has the ports of the others published at gluetun).
 */
const LENDS_NETWORK =
  /^gluetun(?:$|[-_])|^(?:docker-)?(?:wireguard|tailscale)(?:-client)?$|(?:^|[-_])(?:openvpn|vpn)[-_]client(?:$|[-_])|^transmission-openvpn-client$/;

/** Whether what a container declares is mostly there for others that use its network. */
export function lendsNetwork(container: Container): boolean {
  return LENDS_NETWORK.test(imageName(container));
}

/** Programs with pages of their own, whose names are no protocol's: what speaks Redis' or PostgreSQL's may be another one. */
const PROGRAM =
  /(?<![a-z0-9])(transmission|qbittorrent|deluge|rtorrent|rutorrent|sabnzbd|nzbget|nzbhydra2?|jackett|prowlarr|sonarr|radarr|lidarr|readarr|whisparr|bazarr|overseerr|jellyseerr|ombi|tautulli|jellyfin|emby|plex|flaresolverr)(?![a-z0-9])/i;

/**
 * Whether one of a port's names is that of a well-known program which the container is not: neither it nor its image is called
 * so, nor the workload where it is alone. A proxy listens for others under their names.
 */
export function isNamedAfterAnother(
  names: readonly (string | null)[],
  container: Container,
  pod: { name: string | null; containers: readonly Container[] },
): boolean {
  if (isProxyByName(container) && !lendsNetwork(container)) return false;
  const isIn = pod.containers.length === 1 ? (pod.name ?? "").toLowerCase() : "";
  const own = `${callsItself(container)} ${container.image ?? ""} ${isIn}`.toLowerCase();
  const programs = names.flatMap((name) => PROGRAM.exec(name ?? "")?.[1]?.toLowerCase() ?? []);
  return programs.length > 0 && programs.every((program) => !own.includes(program));
}
