import { linesAt } from "../../manifest/locate.js";
import type { Problem } from "../../manifest/problem.js";
import { ROLLOUT_KINDS } from "../../rollout/rollout-kinds.js";
import type { Judgement } from "../../rules/judge-workload.js";

/** Settings that are written and have no effect: the numbers are computed without them, and the reader has to know. */
export function idleProblems(judgements: readonly Judgement[]): Problem[] {
  return judgements.flatMap(({ workload, analysis }) => {
    const { idleSettings, validate } = ROLLOUT_KINDS[workload.kind];
    const refused = new Set(validate(analysis.written).map(({ field }) => field));
    return idleSettings(analysis.written)
      .filter(({ field }) => !refused.has(field))
      .map(({ field, message }): Problem => {
        const { startLine } = linesAt(workload.object, ["spec", ...field.split(".")]);
        return { code: "no-effect", path: workload.path, line: startLine, column: 1, message };
      });
  });
}
