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
    const message = `${by.kind} ${quoted(by.name)} has a load balancer send to the pods' own addresses, and no readiness gate of it is in sight. Where the pods get none, it may learn of a new one of ${workloadName(workload)} only after Kubernetes takes that for available and lets an old one go, and have none to send to while its health checks of the new ones go on. The label elbv2.k8s.aws/pod-readiness-gate-inject: enabled of the Namespace has the AWS Load Balancer Controller give new pods that gate; minReadySeconds longer than its health checks take (their interval, as many times as its target group has to see a pod healthy) gives it time without one.`;
    return [problemOf(workload.object, ["metadata", "name"], "load-balancer", message)];
  });
}
