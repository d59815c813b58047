import { linesAt } from "../manifest/locate.js";
import type { Problem } from "../manifest/problem.js";
import { ROLLOUT_KINDS } from "../rollout/rollout-kinds.js";
import type { Judgement } from "../rules/judge-workload.js";
import { objectName, workloadName } from "../rules/words.js";
import { autoscalersOf } from "../workload/autoscalers-of.js";

/** Autoscalers whose range nobody can know: the numbers are computed without them, and the reader has to know. */
export function autoscalerProblems(judgements: readonly Judgement[]): Problem[] {
  return judgements.flatMap(({ workload, neighbours }) => {
    if (ROLLOUT_KINDS[workload.kind].countedBy !== "replicas") return [];
    return autoscalersOf(workload, neighbours).flatMap((autoscaler): Problem[] => {
      const { object, range } = autoscaler;
      if (range.ok) return [];
      const { path } = object.document.manifest;
      const message = `${objectName(autoscaler)} does not count for ${workloadName(workload)}: ${range.message}`;
      return [{ code: "autoscaler", path, line: linesAt(object, range.path).startLine, column: 1, message }];
    });
  });
}
