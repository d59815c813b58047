import { KIND_INDEX } from "../../kinds/kinds.js";
import type { Problem } from "../../manifest/problem.js";
import type { Policy } from "../../policy/policy.js";
import type { RenderedChange } from "../../render/render-change.js";
import type { PairedChange } from "../../workload/change/pair-change.js";
import type { ComparedWorkload } from "../compare-workload.js";
import type { JudgedObject } from "../findings/object-findings.js";
import { applyHints, goneNeighbourHints, goneVersionHint } from "./apply-hints.js";
import { autoscalerProblems } from "./autoscaler-problems.js";
import { cutSiblings } from "./beyond-limits.js";
import { crowdedNeighbours } from "./crowded-neighbours.js";
import { idleContainerProblems } from "./idle-containers.js";
import { idleProblems } from "./idle-problems.js";
import { kustomizeNotices } from "./kustomize/kustomize-notices.js";
import { urlsBefore } from "./kustomize/url-before.js";
import { lentTemplates } from "./lent-templates.js";
import { noTimeToEnd } from "./no-time-to-end.js";
import { notJudged, omittedFiles } from "./not-judged.js";
import { otherGenerators } from "./other-generators.js";
import { removedHooks } from "./removed-hooks.js";
import { repeatedPorts } from "./repeated-ports.js";
import { healthPaths, rootsOfMetrics } from "./serving/health-paths.js";
import { loadBalancers } from "./serving/load-balancers.js";
import { slowChecks } from "./serving/slow-checks.js";
import { unansweredPaths } from "./serving/unanswered-paths.js";
import { strategyNotes } from "./strategy-notes.js";
import { testDataLeft } from "./test-data.js";
import { undecidedChanges } from "./undecided-changes.js";
import { namedAlone, namedElsewhere, unknownListeners } from "./unknown-listeners.js";

/** Returns everything that a review has to say of itself and of what it left out, in no order of places. */
export function reviewProblems(
  { changeSet, changed: everyFile, siblings, problems }: RenderedChange,
  { changed, workloads, headManifests }: PairedChange,
  reviewed: readonly ComparedWorkload[],
  objects: readonly JudgedObject[],
  isWanted: (path: string) => boolean,
  policy: Policy,
): Problem[] {
  const unjudged = notJudged(changed, workloads);
  const judgements = reviewed.flatMap(({ after }) => after ?? []);
  const ofChanged = reviewed.flatMap(({ report, after }) =>
    report.change === "context" ? [] : (after ?? []),
  );
  const rolling = reviewed.flatMap(({ report, after }) => (report.rollsPods ? (after ?? []) : []));
  return [
    ...unjudged,
    ...testDataLeft(everyFile, isWanted, policy),
    ...idleProblems(ofChanged),
    ...idleContainerProblems(ofChanged),
    ...crowdedNeighbours(judgements),
    ...unknownListeners(judgements),
    ...namedAlone(ofChanged),
    ...namedElsewhere(ofChanged),
    ...healthPaths(ofChanged),
    ...loadBalancers(rolling),
    ...strategyNotes(rolling),
    ...reviewed.flatMap(({ report, before, after }) =>
      report.change === "context"
        ? []
        : [...rootsOfMetrics(before, after), ...unansweredPaths(before, after), ...slowChecks(before, after)],
    ),
    ...autoscalerProblems(judgements),
    ...reviewed.flatMap(({ before, after }) => removedHooks(before, after)),
    ...reviewed.flatMap(({ before, after }) => noTimeToEnd(before, after)),
    ...reviewed.flatMap(({ before, after }) => undecidedChanges(before, after)),
    ...reviewed.flatMap(({ before, after }) => applyHints(before, after)),
    ...reviewed.flatMap(({ report, after }) => (report.change === "context" ? [] : goneVersionHint(after))),
    ...reviewed.flatMap(({ before, after }) => repeatedPorts(before, after)),
    ...goneNeighbourHints(objects),
    ...ofChanged.flatMap(kustomizeNotices),
    ...lentTemplates(rolling, headManifests, unjudged, KIND_INDEX),
    ...problems.filter(({ path }) => isWanted(path)),
    ...otherGenerators(changeSet, isWanted),
    ...urlsBefore(changeSet.files, isWanted),
    ...omittedFiles(changeSet),
    ...cutSiblings(siblings),
    ...reviewed.flatMap(({ settings }) => settings.problems),
  ];
}
