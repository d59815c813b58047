import type { Judgement } from "../../judge/judge-workload.js";
import { problemOf } from "../../manifest/origin.js";
import type { Problem } from "../../manifest/problem.js";
import { count } from "../../words/list.js";
import { quoted } from "../../words/quote.js";
import { serviceName, workloadName } from "../../workload/names.js";
import { isAuxiliaryPort } from "../../workload/neighbours/auxiliary-ports.js";
import { isBuiltUpon } from "../../workload/neighbours/is-built-upon.js";
import { servicesOf } from "../../workload/neighbours/services-of.js";
import { openTargetInWords, tellsTarget } from "../../workload/serving/in-words.js";
import { isPlaceholderOfKompose } from "../../workload/serving/placeholder-service.js";
import { gateOfTarget } from "../../workload/serving/targets.js";
import type { Container } from "../../workload/workload.js";

/** Ports of one workload that are told one by one. */
const MAX_TOLD = 3;

/** Workloads whose worst case hangs on which container answers a port: no number is told, and the check is not green. */
export function unknownListeners(judgements: readonly Judgement[]): Problem[] {
  return judgements.flatMap(({ workload, serving, analysis }) => {
    const { worstCase, unknownNodes, replicas } = analysis.rollout;
    const isKnown = worstCase !== null || unknownNodes !== null;
    if (isKnown || analysis.refused || workload.partial || replicas?.max === 0) return [];
    const open = serving.unknown.filter((target) => gateOfTarget(target) === null);
    return open.slice(0, MAX_TOLD).map((target, index): Problem => {
      const left = index === MAX_TOLD - 1 ? open.length - MAX_TOLD : 0;
      const more = left > 0 ? ` It is so with ${count(left, "more port")}.` : "";
      const message = `The worst case of ${workloadName(workload)} is not known: ${openTargetInWords(target)}, and some of them have a readiness probe and some have none. ${tellsTarget(target)} would tell.${more}`;
      const [first] = target.candidates as readonly [Container, ...Container[]];
      return problemOf(workload.object, first.path, "listener", message);
    });
  });
}

/** Workloads that have a name to be called by and no port: whether anybody calls them is not known, so the check is not green. */
export function namedAlone(judgements: readonly Judgement[]): Problem[] {
  return judgements.flatMap(({ workload, neighbours, serving, analysis }): Problem[] => {
    const isJudged = !analysis.refused && !workload.partial && analysis.rollout.replicas?.max !== 0;
    if (!isJudged || serving.containers.length > 0 || serving.unknown.length > 0) return [];
    const service = servicesOf(workload, neighbours).find(isPlaceholderOfKompose);
    if (service === undefined) return [];
    const message = `Service ${quoted(service.name ?? "")} gives the pods of ${workloadName(workload)} a name and no port (55555 is Kompose's placeholder), and no container declares one: whether anything calls them is not known, and they are judged as if nothing did. containerPort of what is called would tell.`;
    return [problemOf(workload.object, [], "listener", message)];
  });
}

/**
 * Workloads that a Service leads to by the name of a port that no container declares, in files that a kustomization may add
 * it to: elsewhere a name that nobody declares is a fault, and told as one.
 */
export function namedElsewhere(judgements: readonly Judgement[]): Problem[] {
  return judgements.flatMap(({ workload, neighbours, serving, analysis }): Problem[] => {
    const isJudged = !analysis.refused && !workload.partial && analysis.rollout.replicas?.max !== 0;
    const isKnown = serving.containers.length > 0 || serving.unknown.length > 0;
    if (!isJudged || isKnown || !isBuiltUpon(workload.path, neighbours)) return [];
    const declared = new Set(workload.containers.flatMap(({ ports }) => ports.map(({ name }) => name)));
    for (const service of servicesOf(workload, neighbours)) {
      const port = service.ports.find(
        (one) =>
          one.protocol === "TCP" &&
          typeof one.targetPort === "string" &&
          !declared.has(one.targetPort) &&
          !isAuxiliaryPort(service, one, workload),
      );
      if (port === undefined) continue;
      const message = `${serviceName({ service })} routes to the port named ${quoted(`${port.targetPort}`)}, which no container of ${workloadName(workload)} declares in this file, and a kustomization that takes it in may add it: whether the pods serve is not known, and they are judged as if they did not.`;
      return [problemOf(workload.object, [], "listener", message)];
    }
    return [];
  });
}
