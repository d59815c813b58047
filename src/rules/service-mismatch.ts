import { lossOf } from "../rollout/pods-in-words.js";
import { listed } from "../words/list.js";
import { quoted } from "../words/quote.js";
import type { LostLabel, LostPort, LostService } from "../workload/change/lost-services.js";
import { serviceName, workloadName } from "../workload/names.js";
import { inPodTemplate } from "../workload/pod-template.js";
import { runningContainers, type ServicePort } from "../workload/workload.js";
import type { Rule, RuleInput, Verdict } from "./rule.js";

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
    return input.change.lostServices.map((lost): Verdict => {
      const [label] = lost.labels.toSorted(podsFirst);
      const { cause, ...place } =
        label === undefined
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
  },
};

const DOUBTS = {
  port: " No container declares the port that it routes to: if nothing ever answered there, nothing is lost.",
  label: " If the app or its operator labels the pods itself, nothing is lost.",
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
  const lost = lossOf(analysis.rollout);
  if (atOnce)
    return `Applying this takes ${lost} of ${name} out of service at once although every pod is ready`;
  return analysis.rollout.worstCase === 0
    ? `New pods of ${name} get no traffic, however ready they are`
    : `A rollout of ${name} takes ${lost} out of service although every pod is ready`;
}

function causeInLabel(
  { key, wanted, before, now }: LostLabel,
  { service, labels }: LostService,
  { workload }: RuleInput,
): Cause {
  const from = serviceName({ service });
  const entry = quoted(`${key}: ${wanted}`);
  const more = labels.length > 1 ? ` (and by ${labels.length - 1} more that they do not have)` : "";
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

function declaredIn(workload: RuleInput["workload"], wanted: ServicePort["protocol"]): string {
  const declared = runningContainers(workload).flatMap(({ ports }) => ports);
  const names = declared.flatMap(({ name, protocol }) =>
    protocol === wanted && name !== null ? [name] : [],
  );
  const told = [...new Set(names)].map(quoted);
  const what = declared.some(({ protocol }) => protocol !== wanted) ? ` for ${wanted}` : "";
  return told.length === 0
    ? `no container declares a name${what}`
    : `the containers declare ${listed(told)}${what}`;
}
