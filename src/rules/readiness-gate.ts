import { andList } from "../words/list.js";
import { calledInside } from "../workload/inside/called-inside.js";
import { containerName } from "../workload/names.js";
import { echoServer } from "../workload/servers/echo-servers.js";
import { isExporter } from "../workload/servers/helpers.js";
import { isOperatorsProxy } from "../workload/servers/proxies.js";
import { openTargetInWords, tellsTarget } from "../workload/serving/in-words.js";
import { isTcp } from "../workload/serving/listeners.js";
import { gateOfTarget } from "../workload/serving/targets.js";
import { isSynced } from "../workload/sight/synced-images.js";
import { type Container, isGated, type KeyPath } from "../workload/workload.js";
import { causeOf, hollowGate, untimelyWords, wordsOnProbe } from "./gate/gate-cause.js";
import { messageFor, type TrafficSign } from "./gate/gate-message.js";
import {
  isDoubtful,
  isForScrapes,
  isLoneShipper,
  isUncalled,
  portsAlone,
  trafficSign,
  wayWords,
} from "./gate/traffic-doubts.js";
import type { Rule, RuleInput, Verdict } from "./rule.js";
import { strayProbe } from "./unknown-field.js";

/** A serving container that Kubernetes does not wait for makes the budget hollow. */
export const readinessGate: Rule = {
  name: "readiness-gate",
  text: {
    severity: "error",
    title: "A serving container that Kubernetes does not wait for",
    help: "Without a readiness or startup probe that can fail Kubernetes counts a container as ready as soon as its process runs, and takes old pods away before the new ones serve. More pods can be out of service at once than maxUnavailable promises. Add a readinessProbe that succeeds only when the container can serve.",
  },
  judges: "cost",
  check(given) {
    // Where versions differ, the one on which a probe would help speaks.
    const input = { ...given, analysis: { ...given.analysis, ...given.analysis.gating } };
    // A changed selector costs every pod once; whether a probe is missing counts for every rollout after it.
    const { rollout, gateHelps } = input.analysis;
    if (rollout.gated || gateHelps === null) return [];
    const { serving } = input;
    const open = serving.containers
      .filter((container) => !isGated(container))
      // Operators' scrapes find pods that are not Ready, too: a probe that saves no pod would change nothing at all.
      .filter((container) => gateHelps || !serving.operatorsOnly || hollowGate(container) !== null);
    const proxies = open.filter(
      (container) =>
        isOperatorsProxy(container) &&
        hollowGate(container) === null &&
        strayProbe(container, input.workload, input.policy) === null,
    );
    const known = open
      .filter((container) => !proxies.includes(container))
      .map((container): Verdict => {
        const ports = portsAlone([container], input);
        const sign = trafficSign(container, input);
        const isInside = ports !== null && calledInside(container, input.workload, input.neighbours) !== null;
        return {
          // Operators see a gap in a graph where users would see an error.
          severity:
            gateHelps &&
            !serving.operatorsOnly &&
            !isDoubtful(container, input) &&
            (hollowGate(container) !== null ||
              !(echoServer(container) !== null || isDeveloped(container, input)))
              ? "error"
              : "warning",
          container,
          subject: "",
          isSlight: isSlight(container, input, gateHelps, ports !== null, sign),
          path: placeOf(container),
          message: messageFor(
            causeOf(container, input),
            wordsOnProbe(container, input) + wayWords(container, input),
            input,
            gateHelps,
            ports,
            serving.operatorsOnly || isInside || isUncalled(container, input),
            sign,
          ),
        };
      });
    return [...known, ...beforeMetrics(proxies, input, gateHelps), ...oneOfSeveral(input, gateHelps)];
  },
};

/**
 * Whether nobody needs to be interrupted: operators may miss a point of a graph, some servers answer from their start, no
 * readiness closes a node's port, a single pod that Recreate replaces is out with a probe or without, as no other pod could take
 * its traffic, and where a probe lowers nothing it lowers nothing for what perhaps nobody calls, or Prometheus alone.
 * That another container of the pod calls a port only leaves a doubt that anything else does.
 */
function isSlight(
  container: Container,
  input: RuleInput,
  gateHelps: boolean,
  isByPortsAlone: boolean,
  sign: TrafficSign,
): boolean {
  const { serving, analysis } = input;
  if (hollowGate(container) !== null) return false;
  const { strategy, atReplicas } = analysis.rollout;
  if (echoServer(container) !== null || isDeveloped(container, input)) return true;
  if (isLoneShipper(container, input)) return true;
  if (!gateHelps && strategy === "Recreate" && atReplicas === 1) return true;
  if (!gateHelps && (isUncalled(container, input) || isForScrapes(container, input))) return true;
  if (serving.operatorsOnly && tellsOfMetricsAlone(container)) return true;
  if (!isByPortsAlone) return false;
  return serving.operatorsOnly || (!gateHelps && sign === "host-port");
}

/** Whether all that a container listens for are scrapes, by what its image is: no Service in sight makes that users' traffic. */
function tellsOfMetricsAlone(container: Container): boolean {
  const ports = container.ports.filter(isTcp);
  return isExporter(container) || (ports.length > 0 && ports.every(({ metrics }) => metrics));
}

/** Whether Skaffold runs the one pod of its developer; several may be what users ask, whoever else builds the image. */
function isDeveloped(container: Container, { workload, neighbours, analysis }: RuleInput): boolean {
  return analysis.rollout.atReplicas === 1 && isSynced(container, workload, neighbours);
}

/** One for all such proxies of a pod, and none that a click mends: a probe would ask the proxy, and not the app. */
function beforeMetrics(proxies: readonly Container[], input: RuleInput, gateHelps: boolean): Verdict[] {
  const [first] = proxies;
  if (first === undefined) return [];
  const names = andList(proxies.map(containerName));
  const cause =
    proxies.length === 1
      ? causeOf(first, input)
      : `containers ${names} have no readiness or startup probe, ${untimelyWords(input, "processes run", 0)}`;
  const what =
    proxies.length === 1
      ? `${names} is a proxy that mostly stands before metrics: its port opens`
      : `They are proxies that mostly stand before metrics: their ports open`;
  const aside = ` ${what} whatever the app behind does, so a probe there tells nothing of the app.`;
  return [
    {
      severity: "warning",
      container: null,
      subject: "proxies of metrics",
      // A headless Service before such a proxy is there for the scrapes.
      isSlight: input.serving.targets.every(({ service }) => service.headless),
      path: first.path,
      message: messageFor(cause, aside, input, gateHelps, portsAlone(proxies, input)),
    },
  ];
}

/** Several containers may answer, and none of them has a gate: whichever it is, the budget is hollow. */
function oneOfSeveral(input: RuleInput, gateHelps: boolean): Verdict[] {
  const open = input.serving.unknown.filter((target) => gateOfTarget(target) === false);
  const groups = new Map(open.toReversed().map((target) => [target.candidates, target]));
  return [...groups.values()].toReversed().map((target): Verdict => {
    const { candidates, port } = target;
    const without = candidates.length > 1 ? "none of them has a" : "it has no";
    const proof = candidates.some(hollowGate) ? " that proves something" : "";
    const cause = `${openTargetInWords(target)} there, and ${without} readiness or startup probe${proof}, ${untimelyWords(input, candidates.length > 1 ? "processes run" : "process runs", 0)}`;
    return {
      // Where all declare other ports it may as well be the Service that is wrong.
      severity:
        gateHelps && (target.declared || candidates.some(({ ports }) => ports.length === 0))
          ? "error"
          : "warning",
      container: null,
      subject: `port ${port}`,
      path: (candidates[0] as Container).path,
      message: messageFor(
        cause,
        ` ${tellsTarget(target)} tells which it is; that one needs a readinessProbe.`,
        input,
        gateHelps,
      ),
    };
  });
}

/** The probe that proves nothing, or the container that has none. */
function placeOf(container: Container): KeyPath {
  const type = hollowGate(container);
  return type === null ? container.path : [...container.path, type];
}
