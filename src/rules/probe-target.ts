import { PORT_NAME } from "../api-server/validate/values/text-rules.js";
import { get, isObject, type JsonObject } from "../manifest/json-value.js";
import { listed } from "../words/list.js";
import { quoted } from "../words/quote.js";
import { containerName } from "../workload/names.js";
import { typeName } from "../workload/read-container.js";
import { type Container, PROBE_TYPES, type ProbeType } from "../workload/workload.js";
import { type AskedPath, askedPath, rooted } from "./common/asked-path.js";
import { type HandlerName, handlersOf, PROBE_WORDS, portOf } from "./common/read-probe.js";
import type { Rule, Verdict } from "./rule.js";

/**
 * A probe that can never succeed, that asks for something else than is written, or that the API server refuses for its
 * handler (core/validation: validateHandler). It holds new pods back all the same, so no number changes.
 */
export const probeTarget: Rule = {
  name: "probe-target",
  text: {
    severity: "error",
    title: "A probe that cannot succeed",
    help: "The probe names a port that the container does not declare, a port number outside 1 to 65535, no single handler, or a path that is read as a web address of its own. The pod never becomes ready, is restarted again and again, or is asked for something else.",
  },
  judges: "validity",
  check({ workload }) {
    return workload.containers.flatMap((container) =>
      PROBE_TYPES.flatMap((type) => {
        const probe = container.probes[type];
        const fault = probe === undefined ? null : faultOf(container, probe, workload.partial);
        return fault === null ? [] : [verdict(container, type, fault)];
      }),
    );
  },
};

interface Fault {
  at: string[];
  message: string;
  /** it may succeed, though not as it is meant */
  warns?: boolean;
}

function verdict(container: Container, type: ProbeType, fault: Fault): Verdict {
  return {
    severity: fault.warns ? "warning" : "error",
    container,
    subject: type,
    path: [...container.path, type, ...fault.at],
    message: `The ${PROBE_WORDS[type]} of ${containerName(container)} ${fault.message}.`,
  };
}

function faultOf(container: Container, probe: JsonObject, partial: boolean): Fault | null {
  if (container.role === "init" && !partial) {
    return {
      at: [],
      message: "stands on an init container; Kubernetes refuses it there unless restartPolicy is Always",
    };
  }
  const handlers = handlersOf(probe);
  if (handlers.length > 1) {
    return {
      at: [],
      message: `has ${handlers.length} handlers (${handlers.join(", ")}); exactly one is allowed`,
    };
  }
  const handler = handlers[0];
  if (handler === undefined) {
    if (partial) return null;
    return { at: [], message: "has no handler; it needs exactly one of exec, httpGet, tcpSocket and grpc" };
  }
  return handlerFault(container, probe, handler, partial);
}

function handlerFault(
  container: Container,
  probe: JsonObject,
  handler: HandlerName,
  partial: boolean,
): Fault | null {
  if (!isObject(probe[handler])) {
    return {
      at: [handler],
      message: `has ${typeName(probe[handler])} for ${handler}; a mapping is expected`,
    };
  }
  if (handler === "exec") {
    const command = probe.exec as JsonObject;
    if (partial || (Array.isArray(command.command) && command.command.length > 0)) return null;
    return { at: ["exec"], message: "has no command to run" };
  }
  return portFault(container, probe, handler, partial) ?? pathFault(probe, handler);
}

function portFault(
  container: Container,
  probe: JsonObject,
  handler: HandlerName,
  partial: boolean,
): Fault | null {
  const port = portOf(probe, handler);
  const at = port === undefined ? [handler] : [handler, "port"];
  if (port === undefined || port === null) {
    return partial
      ? null
      : { at: [handler], message: `names no port for ${handler}; a number from 1 to 65535 is needed` };
  }
  if (typeof port === "number") {
    if (Number.isInteger(port) && port >= 1 && port <= 65535) return null;
    return { at, message: `asks port ${port}; ports go from 1 to 65535` };
  }
  if (typeof port !== "string")
    return { at, message: `has ${typeName(port)} for a port; a number or a name is expected` };
  if (handler === "grpc") return { at, message: `names port ${quoted(port)}; grpc takes only a number` };
  if (/^\d+$/.test(port)) {
    return {
      at,
      message: `has the port ${quoted(port)} in quotes, which makes it a name, and a port's name needs a letter: write the number without quotes`,
    };
  }
  // A patch adds to ports that stand elsewhere.
  if (partial || container.value.$patch !== undefined) return null;
  // A name that no port can have is refused before anybody looks for it: refused-object says so.
  if (declaresPort(container, port) || !PORT_NAME.allows(port)) return null;
  const declared = container.ports.flatMap(({ name }) => (name === null ? [] : [quoted(name)]));
  const known = declared.length === 0 ? "it declares no named port" : `it declares ${listed(declared)}`;
  return {
    at,
    message: `asks for the port named ${quoted(port)}, which the container does not declare (${known}), so it can never succeed`,
  };
}

/** The kubelet reads the path as an address of its own, whose scheme and host give way to those of the pod. */
function pathFault(probe: JsonObject, handler: HandlerName): Fault | null {
  const path = get(probe, "httpGet", "path");
  if (handler !== "httpGet" || typeof path !== "string" || path === "") return null;
  const asked = askedPath(path);
  const at = ["httpGet", "path"];
  if (asked.path === null) {
    return {
      at,
      message: `has the path ${quoted(path)}, in which the kubelet reads ${quoted(`${asked.scheme}:`)} as the beginning of a web address without a host, so it can never succeed: write ${quoted(`/${path}`)}`,
    };
  }
  if (asked.path === rooted(path) || (asked.path === "/" && asked.host === "")) return null;
  return { at, message: insteadOf(path, asked), warns: true };
}

function insteadOf(path: string, asked: AskedPath): string {
  const asks = `asks for ${quoted(asked.path ?? "")} and not for ${quoted(path)}: the kubelet`;
  if (asked.host !== null && asked.host !== "")
    return `${asks} reads ${quoted(asked.host)} as the host of a web address, which it drops`;
  if (asked.scheme !== null)
    return `${asks} reads ${quoted(`${asked.scheme}:`)} as the beginning of a web address, which it drops`;
  return `${asks} drops ${path.includes("#") ? `what stands behind the ${quoted("#")}` : "the slashes in front"}`;
}

/** probe/util.go: a name is looked up among the ports of the probe's own container, whatever their protocol. */
function declaresPort(container: Container, name: string): boolean {
  return container.ports.some((port) => port.name === name);
}
