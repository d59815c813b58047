/** The ports of containers: validateContainerPorts and checkHostPortConflicts in pkg/apis/core/validation/validation.go. */
import type { JsonObject } from "../../../manifest/json-value.js";
import { quoted } from "../../../words/quote.js";
import { below, type Fault, fault, missing, type Place, WHOLE } from "../values/fault.js";
import { portFaults } from "../values/number-rules.js";
import { isSet, itemsOf, numberOf, textOf } from "../values/read-value.js";
import { choiceFaults, PORT_NAME, textFaults } from "../values/text-rules.js";

/** An empty protocol is defaulted to TCP. The same number twice is allowed. */
export function containerPortsFaults(ports: unknown, place: Place): Fault[] {
  const names = new Set<string>();
  return itemsOf(ports).flatMap(([index, port]) => {
    const at = below(place, index);
    return [
      ...portNameFaults(port.name, below(at, "name"), names),
      ...(isSet(port.containerPort)
        ? portFaults(port.containerPort, below(at, "containerPort"))
        : [missing(below(at, "containerPort"), "a number from 1 to 65535 is expected")]),
      ...(port.hostPort === 0 ? [] : portFaults(port.hostPort, below(at, "hostPort"))),
      ...choiceFaults(port.protocol, below(at, "protocol"), ["TCP", "UDP", "SCTP"]),
    ];
  });
}

function portNameFaults(name: unknown, place: Place, names: Set<string>): Fault[] {
  const text = textOf(name);
  const faults = textFaults(name, place, PORT_NAME);
  if (text === null || faults.length > 0) return faults;
  if (names.has(text))
    return [fault(place, `is ${quoted(text)}, which another port of the container has already`)];
  names.add(text);
  return [];
}

/** Two ports of the node that are the same, among containers that run side by side. */
export function hostPortConflicts(containers: readonly { ports: unknown; place: Place }[]): Fault[] {
  const taken = new Set<string>();
  return containers.flatMap(({ ports, place }) =>
    itemsOf(ports).flatMap(([index, port]) => {
      const number = numberOf(port.hostPort) ?? 0;
      if (number === 0) return [];
      const key = JSON.stringify([port.protocol || "TCP", port.hostIP || "", number]);
      if (taken.has(key))
        return [
          fault(below(place, index, "hostPort"), `is ${number}, which another port of the pod has already`),
        ];
      taken.add(key);
      return [];
    }),
  );
}

/** validatePodHostNetworkDeps: in the node's own network a port of the node is the container's. */
export function hostNetworkFaults(containers: readonly { ports: unknown; place: Place }[]): Fault[] {
  return containers.flatMap(({ ports, place }) =>
    itemsOf(ports).flatMap(([index, port]) => hostNetworkFault(port, below(place, index))),
  );
}

function hostNetworkFault({ hostPort, containerPort }: JsonObject, place: Place): Fault[] {
  const number = numberOf(hostPort) ?? 0;
  if (number === 0 || number === numberOf(containerPort)) return [];
  const found = `is ${number}, but with hostNetwork it must be the containerPort, which is ${numberOf(containerPort) ?? "not a number"}`;
  return [fault(below(place, "hostPort"), found, WHOLE)];
}
