import { debuggerPorts } from "./debugger-ports.js";
import { namedPorts } from "./serving/named-ports.js";
import type { Container } from "./workload.js";

/**
 * What the habits of Delve (2345, 40000), of Java's debug wire protocol (5005) and of Node's inspector (9229) leave in a list
 * of ports without a name.
 */
const BY_HABIT: ReadonlySet<number> = new Set([2345, 5005, 9229, 40000]);

/**
 * Marks the ports of a container that a debugger has: those that its settings say, and those without a name that have a
 * debugger's number, beside another port and named by nothing else.
 */
export function markDebuggerPorts(container: Container): void {
  const known = debuggerPorts(container);
  for (const port of container.ports) {
    if (port.protocol === "TCP" && known.has(port.containerPort)) port.debugger = "told";
  }
  const isByHabit = ({ name, containerPort }: Container["ports"][number]) =>
    name === null && BY_HABIT.has(containerPort);
  if (!container.ports.some(isByHabit) || container.ports.every(isByHabit)) return;
  const named = new Set(namedPorts(container).map(({ port }) => port));
  for (const port of container.ports) {
    if (isByHabit(port) && !named.has(port.containerPort)) port.debugger ??= "by-number";
  }
}
