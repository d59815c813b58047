/** The repair of a rollout that waits for a pod which never gets ready. */
import { kindOf } from "../../kinds/kinds.js";
import { get } from "../../manifest/json-value.js";
import { quoted } from "../../words/quote.js";
import { containerName, workloadName } from "../../workload/names.js";
import type { RuleInput, Verdict } from "../rule.js";

/**
 * Returns what has to be done by hand where the change mends pods of which each waits for the one before: the controller
 * waits for the broken pod before it replaces it (updateStatefulSet in pkg/controller/statefulset/stateful_set_control.go;
 * kubernetes.io: StatefulSet, forced rollback). Null where it does not.
 */
export function repairByHand({ workload, analysis, change }: RuleInput): Verdict | null {
  const { mendedContainer: container } = change;
  const { replicas, strategy } = analysis.settled;
  const { risks } = kindOf(workload);
  const isInOrder = risks.replacesInPlace && risks.startsInOrder(workload) !== null;
  if (container === null || !isInOrder || strategy !== "RollingUpdate") return null;
  // Under an autoscaler nobody knows which pod is the last.
  if (workload.name === null || replicas === null || replicas.min !== replicas.max) return null;
  if (replicas.max === 0 || workload.traits.holdsPods(workload)) return null;
  const start = get(workload.spec, "ordinals", "start");
  const last = (Number.isInteger(start) ? (start as number) : 0) + replicas.max - 1;
  const pod = `${workload.name}-${last}`;
  const namespace = workload.namespace === null ? "" : ` -n ${workload.namespace}`;
  const isPlain = /^[a-z0-9.-]+$/.test(`${pod}${workload.namespace ?? ""}`);
  const how = isPlain
    ? `kubectl delete pod ${pod}${namespace}`
    : `kubectl delete pod with the name ${quoted(pod)}`;
  const which = replicas.max === 1 ? "it is the only one" : "the last comes first";
  return {
    severity: "warning",
    container,
    subject: "repair",
    path: container.path,
    message: `This repairs pods of ${workloadName(workload)} that never got ready, as a probe of ${containerName(container)} asked for a port that it does not declare. Where their rollout has begun it waits for the pod that is not Ready (${which}), and this change waits for it too, since each pod is replaced only once all others are ready. If the pod is not Ready after this is applied: ${how}.`,
  };
}
