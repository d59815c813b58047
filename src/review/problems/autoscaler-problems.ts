import type { Judgement } from "../../judge/judge-workload.js";
import { fieldName } from "../../manifest/field-name.js";
import { linesAt } from "../../manifest/locate.js";
import type { Problem } from "../../manifest/problem.js";
import { andList } from "../../manifest/quote.js";
import { type KubernetesVersion, kubernetesVersions, nameVersions } from "../../policy/kubernetes-version.js";
import { ROLLOUT_KINDS } from "../../rollout/rollout-kinds.js";
import { objectName, workloadName } from "../../workload/names.js";
import { autoscalersOf } from "../../workload/neighbours/autoscalers-of.js";
import { undecodedIn } from "../../workload/neighbours/counted-range.js";
import type { Autoscaler, KeyPath } from "../../workload/workload.js";

/** Autoscalers whose range nobody can know: the numbers are computed without them, and the reader has to know. */
export function autoscalerProblems(judgements: readonly Judgement[]): Problem[] {
  return judgements.flatMap(({ workload, neighbours, policy }) => {
    if (ROLLOUT_KINDS[workload.kind].countedBy !== "replicas") return [];
    return autoscalersOf(workload, neighbours).flatMap((autoscaler): Problem[] => {
      const { object } = autoscaler;
      const why = uncounted(autoscaler, kubernetesVersions(policy));
      if (why === null) return [];
      const { path } = object.document.manifest;
      const message = `${objectName(autoscaler)} does not count for ${workloadName(workload)}${why.message}`;
      return [{ code: "autoscaler", path, line: linesAt(object, why.path).startLine, column: 1, message }];
    });
  });
}

/** Why an autoscaler's range is not known, or not on each version that the cluster may have; null where it is. */
function uncounted(
  autoscaler: Autoscaler,
  versions: readonly KubernetesVersion[],
): { path: KeyPath; message: string } | null {
  const { range } = autoscaler;
  if (!range.ok) return { path: range.path, message: `: ${range.message}` };
  const undecoded = undecodedIn(autoscaler);
  if (undecoded !== null && versions.every(({ minor }) => undecoded.minors.includes(minor))) {
    const message = `: ${fieldName(undecoded.path)} has a value of a wrong type, so the API server refuses it; the written replicas count instead`;
    return { path: undecoded.path, message };
  }
  const { sinceMinor = 0 } = range;
  const before = versions.filter(({ minor }) => minor < sinceMinor);
  if (before.length === 0) return null;
  const where = before.length < versions.length ? ` on Kubernetes ${andList(nameVersions(before))}` : "";
  return {
    path: ["spec", "minReplicas"],
    message: `${where}: minReplicas is 0, which the API server takes from 1.${sinceMinor} on; the written replicas count instead`,
  };
}
