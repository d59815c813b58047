import { KIND_INDEX } from "../../kinds/kinds.js";
import type { Problem } from "../../manifest/problem.js";
import type { RenderedChange } from "../../render/render-change.js";
import type { PairedChange } from "../../workload/change/pair-change.js";
import type { ComparedWorkload } from "../compare-workload.js";
import type { JudgedObject } from "../findings/object-findings.js";
import { applyHints, goneNeighbourHints, goneVersionHint } from "./apply-hints.js";
import { autoscalerProblems } from "./autoscaler-problems.js";
import { crowdedNeighbours } from "./crowded-neighbours.js";
import { idleProblems } from "./idle-problems.js";
import { kustomizeNotices } from "./kustomize-notices.js";
import { lentTemplates } from "./lent-templates.js";
import { notJudged, omittedFiles } from "./not-judged.js";
import { removedHooks } from "./removed-hooks.js";

/** Returns everything that a review has to say of itself and of what it left out, in no order of places. */
export function reviewProblems(
  { changeSet, problems }: RenderedChange,
  { changed, workloads, headManifests }: PairedChange,
  reviewed: readonly ComparedWorkload[],
  objects: readonly JudgedObject[],
  isWanted: (path: string) => boolean,
): Problem[] {
  const unjudged = notJudged(changed, workloads);
  const judgements = reviewed.flatMap(({ after }) => after ?? []);
  const ofChanged = reviewed.flatMap(({ report, after }) =>
    report.change === "context" ? [] : (after ?? []),
  );
  const rolling = reviewed.flatMap(({ report, after }) => (report.rollsPods ? (after ?? []) : []));
  return [
    ...unjudged,
    ...idleProblems(ofChanged),
    ...crowdedNeighbours(judgements),
    ...autoscalerProblems(judgements),
    ...reviewed.flatMap(({ before, after }) => removedHooks(before, after)),
    ...reviewed.flatMap(({ before, after }) => applyHints(before, after)),
    ...reviewed.flatMap(({ report, after }) => (report.change === "context" ? [] : goneVersionHint(after))),
    ...goneNeighbourHints(objects),
    ...ofChanged.flatMap(kustomizeNotices),
    ...lentTemplates(rolling, headManifests, unjudged, KIND_INDEX),
    ...problems.filter(({ path }) => isWanted(path)),
    ...omittedFiles(changeSet),
    ...reviewed.flatMap(({ settings }) => settings.problems),
  ];
}
