import type { Judgement } from "../../judge/judge-workload.js";
import { kindOf } from "../../kinds/kinds.js";
import { problemOf } from "../../manifest/origin.js";
import type { Problem } from "../../manifest/problem.js";
import { type KubernetesVersion, kubernetesVersions, nameVersions } from "../../policy/kubernetes-version.js";
import { andList } from "../../words/list.js";
import { objectName, workloadName } from "../../workload/names.js";
import { autoscalersOf } from "../../workload/neighbours/autoscalers-of.js";
import { autoscalerRefusals, countedRange } from "../../workload/neighbours/counted-range.js";
import type { Autoscaler } from "../../workload/neighbours.js";
import type { KeyPath } from "../../workload/workload.js";

/** Autoscalers whose range cannot be known: the numbers are computed without them, and the reader has to know. */
export function autoscalerProblems(judgements: readonly Judgement[]): Problem[] {
  return judgements.flatMap(({ workload, neighbours, policy }) => {
    if (kindOf(workload).rollout.countedBy !== "replicas") return [];
    return autoscalersOf(workload, neighbours).flatMap((autoscaler): Problem[] => {
      const { object } = autoscaler;
      const why = uncounted(autoscaler, kubernetesVersions(policy));
      if (why === null) return [];
      const message = `${objectName(autoscaler)} does not count for ${workloadName(workload)}${why.message}`;
      return [problemOf(object, why.path, "autoscaler", message)];
    });
  });
}

/** Returns why an autoscaler's range is not known, or not on each version that the cluster may have; null where it is. */
function uncounted(
  autoscaler: Autoscaler,
  versions: readonly KubernetesVersion[],
): { path: KeyPath; message: string } | null {
  const { range } = autoscaler;
  if (!range.ok) return { path: range.path, message: `: ${range.message}` };
  const without = versions.filter(({ minor }) => countedRange(autoscaler, minor) === null);
  const [first] = without;
  if (first === undefined) return null;
  const where = without.length < versions.length ? ` on Kubernetes ${andList(nameVersions(without))}` : "";
  const refusals = autoscalerRefusals(autoscaler);
  const refusal =
    refusals.find(({ minors }) => without.every(({ minor }) => minors.includes(minor))) ??
    refusals.find(({ minors }) => minors.includes(first.minor));
  const why = refusal?.message ?? `minReplicas is 0, which is allowed only from 1.${range.sinceMinor} on`;
  return {
    path: refusal?.path ?? ["spec", "minReplicas"],
    message: `${where}: the API server refuses it, since ${why}; the written replicas count instead`,
  };
}
