/**
 * The order of a review, as one pure function: a rendered change and a policy in, plain data out. The App, the command
 * line and the golden tests call it; it knows no network, no clock, no environment and no file system.
 */

import { KIND_INDEX } from "./kinds/kinds.js";
import { byPlace, withoutRepeats } from "./manifest/problem.js";
import { pathFilter } from "./policy/path-filter.js";
import type { Policy } from "./policy/policy.js";
import type { RenderedChange } from "./render/render-change.js";
import { buildPlan } from "./review/build-plan.js";
import type { Circumstances } from "./review/circumstances.js";
import { reportsOf } from "./review/compare-workload.js";
import { compareWorkloads } from "./review/compare-workloads.js";
import { applyWaivers } from "./review/findings/apply-waivers.js";
import { withoutGatesBehindMisses } from "./review/findings/behind-a-miss.js";
import { unreadFindings } from "./review/findings/build-findings.js";
import { judgeNeighbours, neighbourFindings } from "./review/findings/neighbour-findings.js";
import { waivedObject } from "./review/findings/object-findings.js";
import { setAside } from "./review/findings/set-aside.js";
import { workloadFindings } from "./review/findings/workload-findings.js";
import { commentableFiles } from "./review/place-comments.js";
import { workloadsLeft } from "./review/problems/beyond-limits.js";
import { policyFaultsOf } from "./review/problems/policy-faults.js";
import { reviewProblems } from "./review/problems/review-problems.js";
import type { Review } from "./review/review.js";
import type { ReviewPlan } from "./review/review-plan.js";
import { mergeRenderings } from "./review/sets/merge-renderings.js";
import { findTogether } from "./review/together/find-together.js";
import { togetherFindings, waivedTogether } from "./review/together/together-findings.js";
import { unheldCeilings } from "./review/together/unheld-ceilings.js";
import { pairChange } from "./workload/change/pair-change.js";
import { takenFromUrl } from "./workload/sight/taken-from-url.js";

/** Reviews a change. The same change, policy and circumstances always give the same plan. */
export function reviewChange(
  rendered: RenderedChange,
  policy: Policy,
  circumstances: Circumstances,
): ReviewPlan {
  return buildPlan(examineChange(rendered, policy, circumstances));
}

/** Returns what a review finds out, before it is put into words: the commands about one workload use it. */
export function examineChange(
  rendered: RenderedChange,
  policy: Policy,
  circumstances: Circumstances,
): Review {
  const { changeSet } = rendered;
  const isWanted = pathFilter(policy);
  const paired = pairChange(rendered, isWanted, KIND_INDEX);
  const { reviewed: compared, left } = compareWorkloads(paired, policy, rendered.limits.workloads);
  // Where everything counts as new, nothing has changed around a workload that only stands beside it.
  const reviewed = compared.filter(({ report }) => changeSet.base !== null || report.change !== "context");
  const objects = judgeNeighbours(paired, rendered, policy);
  const touched = objects.filter(({ isTouched }) => isTouched);
  const standing = findTogether(paired, reviewed, policy);
  const together = standing.found;
  const files = commentableFiles(paired.changed, changeSet, rendered.edited);
  const found = [
    ...workloadFindings(reviewed, files, paired),
    ...neighbourFindings(objects, policy),
    ...togetherFindings(together, policy),
    ...unreadFindings(paired.changed, policy),
  ].toSorted(byPlace);
  const waivable = [
    ...reviewed.map(({ report, settings }) => ({ report, waivers: settings.waivers })),
    ...objects.map(waivedObject),
    ...together.map(waivedTogether),
  ];
  const { findings: each, problems } = applyWaivers(found, waivable, policy.waivers, circumstances.asOf);
  const { reviewed: entries, findings: merged } = mergeRenderings(
    reviewed,
    objects,
    withoutGatesBehindMisses(each, reviewed, objects),
  );
  const findings = setAside(merged, paired.headManifests, takenFromUrl(changeSet.files));
  return {
    changeSet,
    policy,
    circumstances,
    workloads: reportsOf(entries),
    together: together.map(({ report }) => report),
    findings,
    problems: withoutRepeats([
      ...reviewProblems(rendered, paired, entries, touched, isWanted, policy),
      ...workloadsLeft(left, rendered.limits.workloads),
      ...unheldCeilings(standing, policy),
      ...problems,
    ]).toSorted(byPlace),
    policyFaults: policyFaultsOf(changeSet),
    judgements: new Map(entries.flatMap(({ report, after }) => (after === null ? [] : [[report.id, after]]))),
    files,
    headManifests: paired.headManifests,
  };
}
