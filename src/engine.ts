/**
 * The whole review as one pure function: text and policy in, plain data out. The App, the command line and the
 * golden tests call it; it knows no network, no clock, no environment and no file system.
 */

import { type ChangeSet, folderOf } from "./changeset/change-set.js";
import { KIND_INDEX } from "./kinds/kinds.js";
import { canonicalJson } from "./manifest/json-value.js";
import type { Manifest, ManifestObject, UnreadDocument } from "./manifest/manifest.js";
import type { Problem } from "./manifest/problem.js";
import { pathFilter } from "./policy/path-filter.js";
import { POLICY_PATH, type Policy } from "./policy/policy.js";
import { policyWithoutText, readPolicy } from "./policy/read-policy.js";
import type { Circumstances } from "./review/circumstances.js";
import { applyWaivers } from "./review/findings/apply-waivers.js";
import { findingsOf, unreadFindings } from "./review/findings/build-findings.js";
import type { Finding } from "./review/findings/finding.js";
import {
  changedObjects,
  type JudgedObject,
  judgeObjects,
  objectFindings,
  waivedObject,
} from "./review/findings/object-findings.js";
import { planReview } from "./review/plan-review.js";
import { applyHints } from "./review/problems/apply-hints.js";
import { autoscalerProblems } from "./review/problems/autoscaler-problems.js";
import { crowdedNeighbours } from "./review/problems/crowded-neighbours.js";
import { idleProblems } from "./review/problems/idle-problems.js";
import { lentTemplates } from "./review/problems/lent-templates.js";
import { removedHooks } from "./review/problems/removed-hooks.js";
import type { CommentableFile, ReviewMaterial } from "./review/review-material.js";
import type { ReviewPlan } from "./review/review-plan.js";
import { type ReviewedWorkload, reviewPair } from "./review/review-workload.js";
import { fixesOfObject } from "./review/suggest/field-fixes.js";
import { suggestFixes } from "./review/suggest/suggest-fixes.js";
import { quoted, visible } from "./words/quote.js";
import { pairWorkloads, type WorkloadPair } from "./workload/change/pair-workloads.js";
import { hiddenAtBase, type Unpaired } from "./workload/hidden-objects.js";
import { borrowedTemplate } from "./workload/kind-index.js";
import { isWholeObject } from "./workload/neighbours/is-whole-object.js";
import { readNeighbours } from "./workload/neighbours/read-neighbours.js";
import { type ChangedManifest, readSides } from "./workload/read-sides.js";
import { placeholderIn } from "./workload/read-workload.js";
import { readWorkloads } from "./workload/read-workloads.js";
import type { Neighbours, Workload } from "./workload/workload.js";

/** Reviews a change. The same change, policy and circumstances always give the same plan. */
export function reviewChangeSet(
  changeSet: ChangeSet,
  policy: Policy,
  circumstances: Circumstances,
): ReviewPlan {
  return planReview(reviewMaterial(changeSet, policy, circumstances));
}

/** What a review finds out, before it is put into words: for whoever is asked about one workload. */
export function reviewMaterial(
  changeSet: ChangeSet,
  policy: Policy,
  circumstances: Circumstances,
): ReviewMaterial {
  const wanted = pathFilter(policy);
  const sides = readSides(changeSet, KIND_INDEX);
  const changed = sides.changed.filter(({ file }) => wanted(file.path));
  const headManifests = [...present(sides.changed, "after"), ...sides.siblings];
  const baseManifests = [...present(sides.changed, "before"), ...sides.siblings];
  const head = readNeighbours(headManifests, KIND_INDEX);
  const base = readNeighbours(baseManifests, KIND_INDEX);

  const siblings = sides.siblings.filter(({ path }) => wanted(path));
  const pairs = pairWorkloads(
    workloadsOf([...present(changed, "before"), ...siblings], base),
    workloadsOf([...present(changed, "after"), ...siblings], head),
    renamesOf(changed),
  );
  const unreadable = unreadablePaths(changed);
  // Gone from what could be read is not gone: its document may be the one that could not.
  const isHidden = ({ before, after }: WorkloadPair) => after === null && unreadable.has(before?.path ?? "");
  const beside = byFolder(pairs.map((pair) => (isHidden(pair) ? { ...pair, after: pair.before } : pair)));
  const lost = pairs.flatMap(({ before, after }) => (before !== null && after === null ? before : []));
  const isHiddenAtBase = hiddenAtBase(changed, lost, KIND_INDEX);
  const reviewed = pairs.flatMap((pair) => {
    if (isHidden(pair)) return [];
    const around = {
      base: base(pair.before?.path ?? ""),
      head: head(pair.after?.path ?? ""),
      workloads: beside.get(folderOf(pair.after?.path ?? "")) ?? [],
    };
    const { before, after } = pair;
    return reviewPair(pair, around, policy, before === null && after !== null && isHiddenAtBase(after)) ?? [];
  });
  const files = commentableFiles(changed);
  const objects = changedNeighbours(changed, head, isHiddenAtBase, policy);
  const { findings, problems } = applyWaivers(
    [
      ...findingsFor(reviewed, files, head),
      ...objects.flatMap((object) => objectFindings(object, policy, fixesOfObject(object, policy))),
      ...unreadFindingsOf(changed, policy),
    ].toSorted(byPlace),
    [
      ...reviewed.map(({ report, settings }) => ({ report, waivers: settings.waivers })),
      ...objects.map(waivedObject),
    ],
    policy.waivers,
    circumstances.asOf,
  );
  const unjudged = problemsOf(
    changed,
    pairs.flatMap(({ after }) => after ?? []),
  );
  return {
    changeSet,
    policy,
    circumstances,
    workloads: reviewed
      .filter(({ before, after }) => !(after ?? before)?.workload.partial)
      .map(({ report }) => report)
      .toSorted(byPlace),
    findings,
    problems: [
      ...unjudged,
      ...idleProblems(
        reviewed.flatMap(({ report, after }) => (report.change === "context" ? [] : (after ?? []))),
      ),
      ...crowdedNeighbours(reviewed.flatMap(({ after }) => after ?? [])),
      ...autoscalerProblems(reviewed.flatMap(({ after }) => after ?? [])),
      ...reviewed.flatMap(({ before, after }) => removedHooks(before, after)),
      ...reviewed.flatMap(({ before, after }) => applyHints(before, after)),
      ...lentTemplates(
        reviewed.flatMap(({ report, after }) => (report.rollsPods ? (after ?? []) : [])),
        headManifests,
        unjudged,
        KIND_INDEX,
      ),
      ...sides.problems.filter(({ path }) => wanted(path)),
      ...omissionsOf(changeSet),
      ...reviewed.flatMap(({ settings }) => settings.problems),
      ...problems,
    ].toSorted(byPlace),
    policyFaults: policyFaultsOf(changeSet),
    judgements: new Map(
      reviewed.flatMap(({ after }) => (after === null ? [] : [[after.workload.id, after]])),
    ),
    files,
  };
}

function present(changed: readonly ChangedManifest[], side: "before" | "after"): Manifest[] {
  return changed.flatMap((manifest) => manifest[side] ?? []);
}

function workloadsOf(manifests: readonly Manifest[], neighbours: (path: string) => Neighbours): Workload[] {
  return manifests.flatMap(({ path, objects }) => {
    const { patchPaths } = neighbours(path);
    return readWorkloads(objects, patchPaths, KIND_INDEX);
  });
}

/** The workloads of each folder at the head; one that is hidden there stands as it was. */
function byFolder(pairs: readonly WorkloadPair[]): Map<string, WorkloadPair[]> {
  const folders = new Map<string, WorkloadPair[]>();
  for (const pair of pairs) {
    if (pair.after === null) continue;
    const folder = folderOf(pair.after.path);
    const list = folders.get(folder);
    if (list === undefined) folders.set(folder, [pair]);
    else list.push(pair);
  }
  return folders;
}

function renamesOf(changed: readonly ChangedManifest[]): Map<string, string> {
  return new Map(
    changed.flatMap(({ file }) => (file.previousPath === null ? [] : [[file.path, file.previousPath]])),
  );
}

/** Paths at the base of files that hold, at the head, what could not be read: a fault, a template, a workloadRef. */
function unreadablePaths(changed: readonly ChangedManifest[]): Set<string> {
  return new Set(
    changed.flatMap(({ before, after }) =>
      before !== null &&
      after !== null &&
      (after.unread.length > 0 ||
        after.templates.length > 0 ||
        after.objects.some((object) => borrowedTemplate(object, KIND_INDEX) !== null))
        ? [before.path]
        : [],
    ),
  );
}

function commentableFiles(changed: readonly ChangedManifest[]): Map<string, CommentableFile> {
  return new Map(
    changed.flatMap(({ file, after }) =>
      after === null
        ? []
        : [[file.path, { hunks: file.hunks, hasCarriageReturns: after.text.includes("\r") }]],
    ),
  );
}

function findingsFor(
  reviewed: readonly ReviewedWorkload[],
  files: ReadonlyMap<string, CommentableFile>,
  neighbours: (path: string) => Neighbours,
): Finding[] {
  const judged = reviewed.flatMap(({ report, compared, after }) =>
    after === null ? [] : [{ report, compared, after }],
  );
  const fixes = suggestFixes(
    judged.map(({ after }) => ({
      judgement: after,
      neighbours: neighbours(after.workload.path),
      hunks: files.get(after.workload.path)?.hunks ?? null,
    })),
  );
  return judged.flatMap(({ report, compared, after }) => {
    const findings = findingsOf(after, compared, fixes);
    // A Service's new port is no moment to hear of old debt behind it.
    return report.change === "context" ? findings.filter(({ state }) => state === "new") : findings;
  });
}

function namesWorkload({ kinds }: UnreadDocument): boolean {
  return kinds.some((kind) => KIND_INDEX.names.has(kind));
}

/** The Services, autoscalers and budgets that the change touches, whether or not a workload changes with them. */
function changedNeighbours(
  changed: readonly ChangedManifest[],
  head: (path: string) => Neighbours,
  isHiddenAtBase: (object: Unpaired) => boolean,
  policy: Policy,
): JudgedObject[] {
  const objectsAt = (side: "before" | "after") =>
    present(changed, side)
      .flatMap(({ objects }) => objects)
      .filter(({ kind }) => !KIND_INDEX.names.has(kind));
  const isWhole = (object: ManifestObject) => isWholeObject(object, head(object.document.manifest.path));
  const pairs = changedObjects(objectsAt("before"), objectsAt("after"), isWhole, isHiddenAtBase);
  return judgeObjects(pairs, policy);
}

function unreadFindingsOf(changed: readonly ChangedManifest[], policy: Policy): Finding[] {
  const severity = policy.rules["manifest-shape"] ?? "error";
  if (severity === "off") return [];
  const workloads = (manifest: Manifest | null) => (manifest?.unread ?? []).filter(namesWorkload);
  return changed.flatMap(({ before, after }) =>
    unreadFindings(workloads(after), workloads(before), severity),
  );
}

/** What was not judged, and why: faults of the text, templates, patches, Rollouts without a pod template. */
function problemsOf(changed: readonly ChangedManifest[], workloads: readonly Workload[]): Problem[] {
  const changedPaths = new Set(changed.map(({ file }) => file.path));
  const ofText = changed.flatMap(({ after }) => [
    ...(after?.problems ?? []),
    ...[...(after?.unread ?? []), ...(after?.templates ?? []).filter(namesWorkload)].map(
      ({ problem }) => problem,
    ),
  ]);
  const ofWorkloads = workloads
    .filter(({ path }) => changedPaths.has(path))
    .flatMap((workload): Problem[] => {
      const placeholder = placeholderIn(workload);
      if (placeholder !== null)
        return [
          problemAt(
            workload.object,
            "template",
            `${workload.kind} with a placeholder, ${quoted(placeholder)}, where a number is needed: it is not judged before that is filled in`,
          ),
        ];
      if (workload.partial)
        return [
          problemAt(workload.object, "patch", `a patch of a ${workload.kind}: judged only on what it states`),
        ];
      // Its numbers are null: the finding says what is wrong, this says that nothing was computed.
      if (workload.containers.length === 0)
        return [
          problemAt(workload.object, "shape", `${workload.kind} without a readable pod template: no numbers`),
        ];
      return [];
    });
  return [...ofText, ...ofWorkloads, ...changed.flatMap(borrowedTemplates)];
}

/** Rollouts whose pods come from another object's template: what they would roll out stands elsewhere. */
function borrowedTemplates({ before, after }: ChangedManifest): Problem[] {
  const known = new Set((before?.objects ?? []).map(({ value }) => canonicalJson(value)));
  return (after?.objects ?? []).flatMap((object) => {
    const reference = borrowedTemplate(object, KIND_INDEX);
    if (reference === null || known.has(canonicalJson(object.value))) return [];
    const name = reference.name === null ? "" : ` ${quoted(reference.name)}`;
    const whose = `${visible(reference.kind ?? "another object").slice(0, 63)}${name}`;
    const message = `${object.kind} that takes its pod template from ${whose} (${reference.field}): it is not judged`;
    return [problemAt(object, "workload-ref", message)];
  });
}

function problemAt(object: ManifestObject, code: Problem["code"], message: string): Problem {
  return { code, path: object.document.manifest.path, line: object.line, column: 1, message };
}

function omissionsOf(changeSet: ChangeSet): Problem[] {
  return changeSet.omissions.map(({ path, message, beside }) => ({
    code: beside ? "neighbours-not-loaded" : "not-loaded",
    path,
    line: 1,
    column: 1,
    message,
  }));
}

/** A change to the policy is held to the schema before it can be in force. */
function policyFaultsOf(changeSet: ChangeSet): Problem[] {
  const after = changeSet.files.find(({ path }) => path === POLICY_PATH)?.after;
  if (after === undefined || after === null) return [];
  const { problems } =
    after.kind === "text" ? readPolicy(after.text, POLICY_PATH) : policyWithoutText(after.kind, POLICY_PATH);
  return problems.filter(({ code }) => code === "policy");
}

function byPlace(left: { path: string; line: number }, right: { path: string; line: number }): number {
  return left.path === right.path ? left.line - right.line : left.path < right.path ? -1 : 1;
}
