/** The ports of a Service: validateServicePort and its caller in pkg/apis/core/validation/validation.go. */
import type { JsonObject } from "../../../manifest/json-value.js";
import { quoted } from "../../../words/quote.js";
import { portOrNameFaults } from "../container/handlers.js";
import { below, type Fault, fault, missing, ROOT, WHOLE } from "../values/fault.js";
import { portFaults } from "../values/number-rules.js";
import { isBlank, isSet, itemsOf, numberOf, textOf } from "../values/read-value.js";
import { choiceFaults, DNS_LABEL, LABEL_KEY, textFaults } from "../values/text-rules.js";

const PORTS = below(ROOT, "spec", "ports");

export function servicePortsFaults(spec: JsonObject, type: unknown): Fault[] {
  const ports = itemsOf(spec.ports);
  const isHeadless = spec.clusterIP === "None";
  const mayHaveNone =
    isHeadless || type === "ExternalName" || (isSet(spec.ports) && !Array.isArray(spec.ports));
  if (ports.length === 0)
    return mayHaveNone ? [] : [missing(PORTS, "a Service with an address needs at least one port")];
  const names = new Set<string>();
  return [
    ...ports.flatMap(([index, port]) => portFaultsOf(port, index, ports.length > 1, names)),
    ...nodePortFaults(ports, type),
    ...duplicates(ports),
  ];
}

function portFaultsOf(port: JsonObject, index: number, needsName: boolean, names: Set<string>): Fault[] {
  const at = below(PORTS, index);
  const name = textOf(port.name);
  const faults = isBlank(port.name)
    ? needsName
      ? [missing(below(at, "name"), "of several ports each needs one")]
      : []
    : textFaults(port.name, below(at, "name"), DNS_LABEL);
  if (name !== null && names.has(name))
    faults.push(
      fault(below(at, "name"), `is ${quoted(name)}, which another port of the Service has already`),
    );
  if (name !== null) names.add(name);
  return [
    ...faults,
    ...(isSet(port.port)
      ? portFaults(port.port, below(at, "port"))
      : [missing(below(at, "port"), "a number from 1 to 65535 is expected")]),
    ...choiceFaults(port.protocol, below(at, "protocol"), ["TCP", "UDP", "SCTP"]),
    // An absent target, 0 and an empty text are defaulted to the port itself (SetDefaults_Service).
    ...(isBlank(port.targetPort) || port.targetPort === 0
      ? []
      : portOrNameFaults(port.targetPort, below(at, "targetPort"))),
    // A pointer: an empty text is judged as it stands.
    ...(port.appProtocol === ""
      ? [fault(below(at, "appProtocol"), "is an empty text, but the name of a protocol is expected")]
      : textFaults(port.appProtocol, below(at, "appProtocol"), LABEL_KEY)),
  ];
}

function nodePortFaults(ports: [number, JsonObject][], type: unknown): Fault[] {
  const taken = new Set<string>();
  return ports.flatMap(([index, { nodePort, protocol }]) => {
    const number = numberOf(nodePort) ?? 0;
    if (number === 0) return [];
    const at = below(PORTS, index, "nodePort");
    if (type === "ClusterIP" || type === "ExternalName")
      return type === "ClusterIP"
        ? [fault(at, "is set, but a Service of the type ClusterIP has no port on the nodes", WHOLE)]
        : [];
    const key = JSON.stringify([protocol || "TCP", number]);
    if (taken.size !== taken.add(key).size) return [];
    return [fault(at, `is ${number}, which another port of the Service has already`)];
  });
}

function duplicates(ports: [number, JsonObject][]): Fault[] {
  const taken = new Set<string>();
  return ports.flatMap(([index, { port, protocol }]) => {
    const number = numberOf(port);
    if (number === null) return [];
    if (taken.size !== taken.add(JSON.stringify([protocol || "TCP", number])).size) return [];
    return [
      fault(below(PORTS, index, "port"), `is ${number}, which the Service has already for the same protocol`),
    ];
  });
}
