import { isHelper } from "../servers/helpers.js";
import { isOutbound } from "../servers/proxies.js";
import { type Container, isGated, type Workload } from "../workload.js";

/**
 * Whether an earlier container, which is the app by its place, holds the pod back until it serves: the graphs of what stands
 * beside it are no reason to wait any longer. A helper's own gate says nothing of the app.
 */
export function standsBehindGated(container: Container, { containers }: Workload): boolean {
  return containers
    .slice(0, containers.indexOf(container))
    .some((one) => one.role === "regular" && isGated(one) && !isHelper(one) && !isOutbound(one));
}
