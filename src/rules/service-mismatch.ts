import { asObject, get } from "../manifest/json-value.js";
import { lossOf } from "../rollout/pods-in-words.js";
import { listed } from "../words/list.js";
import { quoted, shortened } from "../words/quote.js";
import type { LostLabel, LostPort, LostService } from "../workload/change/lost-services.js";
import { containerName, serviceName, workloadName } from "../workload/names.js";
import { inPodTemplate } from "../workload/pod-template.js";
import { idleContainers } from "../workload/serving/idle-containers.js";
import { runningContainers } from "../workload/workload.js";
import type { Rule, RuleInput, Verdict } from "./rule.js";
import { declaredIn } from "./sight/unreached-service.js";

/** A Service that routed to the old pods does not route to the new ones: they are ready and get no requests. */
export const serviceMismatch: Rule = {
  name: "service-mismatch",
  text: {
    severity: "error",
    title: "A Service that does not route to the new pods",
    help: "The Service selected the old pods, and the labels of the new ones do not match its selector, or none of their containers declares the port name that it routes to. Every pod is ready, and none of them gets traffic. Bring labels, port names and the Service together again.",
  },
  judges: "cost",
  check(input) {
    const told = input.change.lostServices.filter((lost) => !isRefusedWith(lost, input));
    const lost = told.map((lost): Verdict => {
      const [label] = lost.labels.toSorted(podsFirst);
      const { cause, ...place } =
        lost.doubt === "deleted"
          ? causeInDeletion(lost, input)
          : label === undefined
            ? causeInPort(lost.ports[0] as LostPort, lost, input)
            : causeInLabel(label, lost, input);
      const consequence = consequenceOf(lost, input);
      return {
        severity: lost.auxiliary || lost.doubt !== null ? "warning" : "error",
        subject: `Service ${lost.service.name}`,
        ...place,
        message: `${consequence}: ${cause}.${lost.doubt === null ? "" : DOUBTS[lost.doubt]}`,
      };
    });
    return [...lost, ...stilledContainers(input)];
  },
};

/**
 * Whether all that a Service misses is what the workload's own selector misses as well: no API server takes such a
 * workload (refused-object tells it), and the labels that mend the one mend the other.
 */
function isRefusedWith({ labels, atOnce }: LostService, { workload, analysis, policy }: RuleInput): boolean {
  if (atOnce || labels.length === 0 || !analysis.refused || policy.rules["refused-object"] === "off")
    return false;
  const asked = asObject(get(workload.spec, ...workload.traits.selectorLabels));
  return labels.every(({ key, wanted }) => Object.hasOwn(asked, key) && asked[key] === wanted);
}

/** Containers that served, and by the command that this change gives them only wait. */
function stilledContainers({ workload, neighbours, change }: RuleInput): Verdict[] {
  if (change.stilled.size === 0) return [];
  return idleContainers(workload, neighbours)
    .filter(({ container }) => container.name !== null && change.stilled.has(container.name))
    .map(({ container, command, asked }): Verdict => {
      const field = ["command", "args"].find((name) => container.value[name] != null);
      return {
        severity: "warning",
        container,
        subject: "command",
        path: field === undefined ? container.path : [...container.path, field],
        message: `New pods of ${workloadName(workload)} answer nobody, however ready they are: ${asked}, and this change has ${containerName(container)} only run ${quoted(shortened(command, 100))}. If somebody starts the server in the pod by hand, nothing is lost.`,
      };
    });
}

const DOUBTS = {
  port: " No container declares the port that it routes to: if nothing ever answered there, nothing is lost.",
  label: " If the app or its operator labels the pods itself, nothing is lost.",
  deleted: " If nobody calls it any more, nothing is lost.",
};

interface Cause extends Pick<Verdict, "container" | "object" | "path"> {
  /** a sentence without its end */
  cause: string;
}

/** A label that the pods gave up says more than one that they never had. */
function podsFirst(left: LostLabel, right: LostLabel): number {
  return Number(right.before !== right.now) - Number(left.before !== left.now);
}

function consequenceOf(
  { service, whole, atOnce, auxiliary, ports }: LostService,
  { workload, analysis }: RuleInput,
): string {
  const name = workloadName(workload);
  const which = ports.length === 1 ? `port ${ports[0]?.port.port}` : `${ports.length} ports`;
  const from = `${ports.length > 0 && !whole ? `${which} of ` : ""}${serviceName({ service })}`;
  if (auxiliary) return `Operators no longer reach ${name} through ${from}`;
  if (!whole) return `The traffic to ${from} is lost although every pod of ${name} is ready`;
  // It has no numbers then, as nothing rolls out: what is applied all the same is the Service.
  if (analysis.refused)
    return atOnce
      ? `Applying this takes every pod of ${name} out of service at once although every pod is ready`
      : `Once the API server takes ${name}, its new pods get no traffic, however ready they are`;
  const lost = lossOf(analysis.rollout);
  if (atOnce)
    return `Applying this takes ${lost} of ${name} out of service at once although every pod is ready`;
  return analysis.rollout.worstCase === 0
    ? `New pods of ${name} get no traffic, however ready they are`
    : `A rollout of ${name} takes ${lost} out of service although every pod is ready`;
}

function causeInDeletion({ service }: LostService, { workload }: RuleInput): Cause {
  const asked = runningContainers(workload).find(({ ports: declared }) =>
    service.ports.some(({ targetPort }) =>
      declared.some(({ name, containerPort }) => name === targetPort || containerPort === targetPort),
    ),
  );
  return {
    container: asked ?? null,
    path: asked === undefined ? [] : [...asked.path, "ports"],
    cause: `this change deletes ${serviceName({ service })}, no other Service in sight selects the pods, and they still listen for it`,
  };
}

function causeInLabel(label: LostLabel, { service, labels }: LostService, { workload }: RuleInput): Cause {
  const { key, before, now } = label;
  const from = serviceName({ service });
  const entryOf = (one: LostLabel) => quoted(`${one.key}: ${one.wanted}`);
  const entry = entryOf(label);
  const others = labels.filter((one) => one !== label).map(entryOf);
  const more = others.length > 0 ? ` (and by ${listed(others)}, which they do not have)` : "";
  if (before !== now) {
    const what =
      now === null ? "takes that label from the pods" : `gives the pods ${quoted(`${key}: ${now}`)}`;
    return {
      container: null,
      path: [...inPodTemplate(workload.traits, "metadata", "labels"), key],
      cause: `${from} selects by ${entry}${more}, and this change ${what}`,
    };
  }
  const has = now === null ? `no label ${quoted(key)}` : quoted(`${key}: ${now}`);
  return {
    container: null,
    object: service.object,
    path: ["spec", "selector", key],
    cause: `${from} now selects by ${entry}${more}, and the pods have ${has}`,
  };
}

function causeInPort(
  { port, declaredBefore, container }: LostPort,
  { service }: LostService,
  { workload }: RuleInput,
): Cause {
  const from = serviceName({ service });
  const target = quoted(String(port.targetPort));
  // The name alone would read as if all were well where a container declares it for another protocol.
  const isOther = runningContainers(workload).some(({ ports }) =>
    ports.some(({ name }) => name === port.targetPort),
  );
  const kind = isOther ? `${port.protocol} container port` : "container port";
  if (declaredBefore) {
    return {
      container,
      path:
        container === null
          ? inPodTemplate(workload.traits, "spec", "containers")
          : [...container.path, "ports"],
      cause: `${from} routes its port ${port.port} to the ${kind} named ${target}, which no container declares any more`,
    };
  }
  return {
    container: null,
    object: service.object,
    path: ["spec", "ports", port.place, "targetPort"],
    cause: `${from} now routes its port ${port.port} to a ${kind} named ${target}, and ${declaredIn(workload, port.protocol)}`,
  };
}
