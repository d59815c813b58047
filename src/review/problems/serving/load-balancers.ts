import type { Judgement } from "../../../judge/judge-workload.js";
import { problemOf } from "../../../manifest/origin.js";
import type { Problem } from "../../../manifest/problem.js";
import { quoted } from "../../../words/quote.js";
import { injectedGateWords } from "../../../workload/balancers/in-words.js";
import { injectedGate, reachedByAddress } from "../../../workload/balancers/injected-gate.js";
import { workloadName } from "../../../workload/names.js";
import { servicesOf } from "../../../workload/neighbours/services-of.js";
import { isGated } from "../../../workload/workload.js";

/**
 * What a load balancer has to do with a rollout, as notices: gates that webhooks put on pods, where nothing else makes a
 * rollout wait, and balancers that learn of a pod later than Kubernetes does.
 */
export function loadBalancers(judgements: readonly Judgement[]): Problem[] {
  return judgements.flatMap((judgement) => {
    const { workload, neighbours, analysis, serving, policy } = judgement;
    const { budget, replicas, minReadySeconds } = analysis.rollout;
    if (analysis.refused || workload.partial || replicas?.max === 0 || serving.containers.length === 0)
      return [];
    const gate = injectedGate(workload, neighbours, policy.injectedReadinessGates);
    if (gate !== null) {
      if (workload.hasReadinessGates || serving.containers.every(isGated)) return [];
      const message = `${workloadName(workload)} has no probe that a rollout waits for, and the numbers here rely on ${injectedGateWords(gate)}: a new pod counts only once the load balancer's own health check of it succeeds.`;
      return [problemOf(workload.object, ["metadata", "name"], "load-balancer", message)];
    }
    if (workload.hasReadinessGates || budget === null || (minReadySeconds ?? 0) > 0) return [];
    const by = servicesOf(workload, neighbours)
      .map((service) => reachedByAddress(service, neighbours))
      .find((one) => one !== null);
    if (by == null) return [];
    const message = `${by.kind} ${quoted(by.name)} has a load balancer send to the pods' own addresses, and that one learns of a new pod of ${workloadName(workload)} only after Kubernetes takes it for available and lets an old one go: while its health checks of the new ones go on it may have none to send to. A readiness gate, by the label elbv2.k8s.aws/pod-readiness-gate-inject: enabled of the Namespace, makes the rollout wait for it; minReadySeconds longer than those checks take (2 x 15 s, unless annotations say otherwise) gives it that time.`;
    return [problemOf(workload.object, ["metadata", "name"], "load-balancer", message)];
  });
}
