import { asArray, get } from "../../manifest/json-value.js";
import type { Container, Workload } from "../workload.js";

/**
 * Whether a container gets its identity from a socket of the node, which may give it none for a while: SPIFFE's Workload API,
 * by the variable that the standard names (SPIFFE_Workload_Endpoint.md), its CSI driver, or SPIRE's folder of the node.
 */
export function awaitsIdentity(container: Container, { podSpec }: Workload): boolean {
  if (container.env.includes("SPIFFE_ENDPOINT_SOCKET")) return true;
  const sockets = asArray(podSpec.volumes).filter(
    (volume) =>
      get(volume, "csi", "driver") === "csi.spiffe.io" ||
      /(?:^|[/_.-])(?:spire|spiffe)(?:$|[/_.-])/.test(String(get(volume, "hostPath", "path") ?? "")),
  );
  const names = new Set(sockets.map((volume) => get(volume, "name")));
  return asArray(container.value.volumeMounts).some((mount) => names.has(get(mount, "name")));
}
