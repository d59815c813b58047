import type { Judgement } from "../../judge/judge-workload.js";
import { kindOf } from "../../kinds/kinds.js";
import { problemOf } from "../../manifest/origin.js";
import type { Problem } from "../../manifest/problem.js";
import { nameVersions } from "../../policy/kubernetes-version.js";
import type { IdleSetting } from "../../rollout/rollout-reading.js";
import type { VersionAnalysis } from "../../rollout/workload-analysis.js";
import { andList } from "../../words/list.js";

/** Settings that are written and have no effect: the numbers are computed without them, and the reader has to know. */
export function idleProblems(judgements: readonly Judgement[]): Problem[] {
  return judgements.flatMap(({ workload, analysis }) => {
    const { byVersion, rollout } = analysis;
    const { idleSettings, validate } = kindOf(workload).rollout;
    const refused = new Set(byVersion.flatMap(({ written }) => validate(written)).map(({ field }) => field));
    const idle = new Map<string, { setting: IdleSetting; groups: VersionAnalysis[] }>();
    for (const group of byVersion) {
      for (const setting of idleSettings(group.written)) {
        if (refused.has(setting.field)) continue;
        const known = idle.get(setting.field);
        if (known === undefined) idle.set(setting.field, { setting, groups: [group] });
        else known.groups.push(group);
      }
    }
    const differs = rollout.worstCaseBy !== null || rollout.budgetBy !== null;
    return [...idle.values()].flatMap(({ setting: { field, subject, reason }, groups }): Problem[] => {
      const everywhere = groups.length === byVersion.length;
      // On a cluster that may act on it, it counts for a word only where that changes a number.
      if (!everywhere && !differs) return [];
      const names = nameVersions(groups.flatMap(({ versions }) => versions));
      const where = everywhere ? "" : ` on Kubernetes ${andList(names)}`;
      const message = `${subject} has no effect${where}: ${reason}`;
      return [problemOf(workload.object, ["spec", ...field.split(".")], "no-effect", message)];
    });
  });
}
