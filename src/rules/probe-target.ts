import { PORT_NAME } from "../api-server/validate/values/text-rules.js";
import { kindOf } from "../kinds/kinds.js";
import { asArray, get, isObject, type JsonObject } from "../manifest/json-value.js";
import { andList, listed } from "../words/list.js";
import { quoted } from "../words/quote.js";
import { containerName } from "../workload/names.js";
import { blindComparison } from "../workload/probes/blind-comparison.js";
import { declaresPort } from "../workload/probes/never-ready.js";
import { leftWords, unreadOperator } from "../workload/probes/shell-words.js";
import { typeName } from "../workload/read-container.js";
import {
  type Container,
  PROBE_TYPES,
  type ProbeType,
  runningContainers,
  type Workload,
} from "../workload/workload.js";
import { type Declarers, declarersOf, otherContainerWords } from "./common/asked-container.js";
import { type AskedPath, askedPath, rooted } from "./common/asked-path.js";
import { hollowWords, hostAdvice, unreadWords } from "./common/hollow-words.js";
import { type HandlerName, handlersOf, PROBE_WORDS, portOf } from "./common/read-probe.js";
import { readinessGate } from "./readiness-gate.js";
import { readinessProbe } from "./readiness-probe.js";
import type { Rule, RuleInput, Verdict } from "./rule.js";

/**
 * A probe that can never succeed, that asks for something else than is written, or that the API server refuses for its
 * handler (core/validation: validateHandler). It holds new pods back all the same, so no number changes.
 */
export const probeTarget: Rule = {
  name: "probe-target",
  text: {
    severity: "error",
    title: "A probe that cannot succeed",
    help: "The probe names a port that the container does not declare, a port number outside 1 to 65535, no single handler, a path that is read as a web address of its own, another host, another container's port, a shell that does not run, or words that none reads. The pod never becomes ready, is restarted again and again, or is asked for something else.",
  },
  judges: "validity",
  check(input) {
    const { workload } = input;
    const declarers = declarersOf(workload.partial ? [] : runningContainers(workload));
    const told = once(() => toldAsGates(input));
    const revert = revertWords(workload);
    return workload.containers.flatMap((container) =>
      PROBE_TYPES.flatMap((type) => {
        const probe = container.probes[type];
        const fault =
          probe === undefined
            ? null
            : (faultOf(container, probe, workload.partial) ??
              hostFault(container, type, input, told) ??
              commandFault(container, type, told) ??
              otherContainerFault(container, probe, declarers));
        return fault === null
          ? []
          : [
              verdict(
                container,
                type,
                fault.stays && type !== "livenessProbe" ? { ...fault, advice: revert } : fault,
              ),
            ];
      }),
    );
  },
};

interface Fault {
  at: string[];
  message: string;
  /** it may succeed, though not as it is meant */
  warns?: boolean;
  /** a further sentence */
  advice?: string;
  /** the pod stays as it is until it is ready, which it never is */
  stays?: true;
}

function verdict(container: Container, type: ProbeType, fault: Fault): Verdict {
  return {
    severity: fault.warns ? "warning" : "error",
    container,
    subject: type,
    path: [...container.path, type, ...fault.at],
    message: `The ${PROBE_WORDS[type]} of ${containerName(container)} ${fault.message}.${fault.advice ?? ""}`,
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
    // core/v1: TCPSocketAction and HTTPGetAction have an IntOrString for a port, GRPCAction an int32.
    const orName = handler === "grpc" ? "" : " or the name of one of the container's ports";
    const message = `names no port for ${handler}; a number from 1 to 65535${orName} is needed`;
    return partial ? null : { at, message };
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
    stays: true,
  };
}

/** StatefulSet, forced rollback (kubernetes.io): the controller waits for the broken pod before it replaces it. */
function revertWords(workload: Workload): string {
  const { replacesInPlace, startsInOrder } = kindOf(workload).risks;
  if (!replacesInPlace || startsInOrder(workload) === null) return "";
  return " Once this is applied, taking it back is not enough: its rollout waits for the pod that is not Ready, and so does the next one, until somebody deletes that pod.";
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

/** The kubelet asks somebody else; where that costs a gate, the rules of gates say so. */
function hostFault(
  container: Container,
  type: ProbeType,
  input: RuleInput,
  told: () => ReadonlySet<string>,
): Fault | null {
  const hollow = container.hollowProbes[type];
  if (hollow?.why !== "other-host" && hollow?.why !== "node") return null;
  if (told().has([...container.path, type].join("/"))) return null;
  return {
    at: [hollow.handler, "host"],
    message: hollowWords(hollow, input),
    advice: hostAdvice(hollow),
    warns: true,
  };
}

/** A command with words that nothing reads, or one that proves little; where that costs a gate, the rules of gates say so. */
function commandFault(container: Container, type: ProbeType, told: () => ReadonlySet<string>): Fault | null {
  const command = asArray(get(container.probes[type], "exec", "command"));
  const fault = unreadFault(command) ?? leftFault(command, type) ?? blindFault(command, type);
  return fault === null || told().has([...container.path, type].join("/"))
    ? null
    : { at: ["exec", "command"], warns: true, ...fault };
}

type CommandFault = Pick<Fault, "message" | "advice">;

function unreadFault(command: readonly unknown[]): CommandFault | null {
  const unread = unreadOperator(command);
  if (unread === null) return null;
  return {
    message: `does not do what is written, as ${unreadWords(unread, command.join(" "))}`,
    advice: " A shell reads them where the whole line is one word behind sh -c.",
  };
}

function leftFault(command: readonly unknown[], type: ProbeType): CommandFault | null {
  const left = leftWords(command);
  if (left === null) return null;
  const { shell, words } = left;
  const [are, them] = words.length === 1 ? ["is", "it"] : ["are", "them"];
  const named = words.map(quoted);
  const blind = blindFault(command, type);
  return {
    message: `does not do all that is written, as ${words.length > 5 ? listed(named) : andList(named)} ${are} behind the script of ${quoted(shell)}, and nothing runs or reads ${them}`,
    advice: ` The shell takes ${them} for ${words.length === 1 ? "a parameter" : "parameters"} of the script; a command belongs into the script itself.${blind === null ? "" : ` Besides, it ${blind.message}.`}`,
  };
}

function blindFault(command: readonly unknown[], type: ProbeType): CommandFault | null {
  const blind = type === "livenessProbe" ? null : blindComparison(command);
  if (blind === null) return null;
  return {
    message: `always succeeds where the image has no ${quoted(blind.program)}, or that prints nothing: ${quoted(`$${blind.name}`)} is then no number, and “if” takes a comparison that fails for a no`,
  };
}

function otherContainerFault(container: Container, probe: JsonObject, declarers: Declarers): Fault | null {
  const found = otherContainerWords(container, probe, declarers);
  return found === null ? null : { ...found, warns: true };
}

/** Returns the places of the probes of which readiness-gate or readiness-probe says that they prove nothing. */
function toldAsGates(input: RuleInput): ReadonlySet<string> {
  if (input.workload.partial) return new Set();
  const rules = [readinessGate, readinessProbe].filter(({ name }) => input.policy.rules[name] !== "off");
  return new Set(rules.flatMap((rule) => rule.check(input).map(({ path }) => path.join("/"))));
}

function once<T>(compute: () => T): () => T {
  let value: T | undefined;
  return () => (value ??= compute());
}
