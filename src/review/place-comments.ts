import { type ChangeSet, folderOf } from "../changeset/change-set.js";
import { byPlace } from "../manifest/problem.js";
import type { ChangedManifest } from "../workload/changed-manifest.js";
import { causeOf, isSlip, MAX_ALIKE } from "./alike-findings.js";
import { type Place, placeOf, placeOfEdits, type ShownFile } from "./comment-place.js";
import { copyKeys } from "./copied-files.js";
import type { Finding } from "./findings/finding.js";
import { RepeatedObjects } from "./repeated-objects.js";
import type { CommentableFile, Review } from "./review.js";
import type { PlannedComment } from "./review-plan.js";
import { onSameLines, workloadName } from "./sets/same-lines.js";
import { explainedElsewhere } from "./variants.js";
import { fingerprintOf, writeComment } from "./write/write-comment.js";

/** More in one review has failed at GitHub with 502 or "submitted too quickly", and a person reads no more. */
export const MAX_COMMENTS = 30;

interface PlacedComments {
  /** findings that have a comment, in the order of the comments' weight */
  commented: Finding[];
  /** Writes the comments; `explained` are ids of the workloads whose numbers the review's text explains. */
  write(explained: ReadonlySet<string>): PlannedComment[];
  /** findings that deserve words and have no line in a hunk, or came after the last comment that fits */
  unplaced: Finding[];
}

/**
 * Returns the changed files that are there at the head, as far as a comment on them has to know. What a tool made has its
 * lines in files that are no manifests, and no block is offered where their text is not at hand: `edited` are texts of such.
 */
export function commentableFiles(
  changed: readonly ChangedManifest[],
  { files, others = [] }: ChangeSet,
  edited: ReadonlyMap<string, string>,
): Map<string, CommentableFile> {
  const manifests = changed.flatMap(({ file, after }): [string, CommentableFile][] =>
    after === null ? [] : [[file.path, { hunks: file.hunks, hasCarriageReturns: after.text.includes("\r") }]],
  );
  if (!changed.some(({ before, after }) => (after ?? before)?.origin.rendering !== undefined))
    return new Map(manifests);
  const sources = files.map(({ path, hunks, after }): [string, CommentableFile] => [
    path,
    { hunks, hasCarriageReturns: after?.kind !== "text" || after.text.includes("\r") },
  ]);
  const helpers = others.map(({ path, hunks }): [string, CommentableFile] => [
    path,
    { hunks, hasCarriageReturns: edited.get(path)?.includes("\r") ?? true },
  ]);
  return new Map([...manifests, ...sources, ...helpers]);
}

/**
 * Returns one comment for a container, with all that is to be said of it; one for each other place. Of slips in the same
 * words the first few get one, so that they leave room for what else there is. What a comment says of a source is not said
 * again of what was made from it, nor what it says of one file that a tool wrote of another, or that is a copy of another folder's.
 */
export function placeComments(findings: readonly Finding[], material: Review): PlacedComments {
  const placed: PlacedGroup[] = [];
  const unplaced: Finding[] = [];
  const slips = new Map<string, { placed: number; left: number }>();
  const told = new Map<string, ToldFinding[]>();
  const repeated = new RepeatedObjects(material);
  const isMade = ([first]: readonly Finding[]) => first !== undefined && repeated.isMade(first.path);
  const copies = new Map<string, PlacedGroup>();
  const keyOfCopy = copyKeys(material.changeSet);
  const { leads: groups, besides } = onSameLines(groupsOf(findings), material);
  const sources = groups.filter((group) => !isMade(group));
  for (const whole of [...sources, ...groups.filter(isMade)].toSorted(errorsFirst)) {
    const group = isMade(whole) ? withoutTold(whole, told, repeated) : whole;
    if (group.length === 0) continue;
    const copy = keyOfCopy(group);
    const same = copy === null ? undefined : copies.get(copy);
    // Variants of one folder have a short comment each, with its edit.
    if (same !== undefined && folderOf(same.group[0]?.path ?? "") !== folderOf(group[0]?.path ?? "")) {
      same.copies.push(group);
      continue;
    }
    const alike = isSlip(group) ? entryOf(slips, causeOf(group)) : null;
    const place = placed.length >= MAX_COMMENTS ? null : placeIn(group, material);
    if (place === null) unplaced.push(...group, ...besides(whole).flat());
    else if (alike !== null && alike.placed >= MAX_ALIKE) {
      unplaced.push(...group, ...besides(whole).flat());
      alike.left += 1;
    } else {
      const at: PlacedGroup = {
        group,
        others: besides(whole),
        place,
        alike: alike?.placed === 0 ? alike : null,
        madeFiles: new Set(),
        bundles: new Set(),
        copies: [],
      };
      placed.push(at);
      if (copy !== null) copies.set(copy, at);
      if (alike !== null) alike.placed += 1;
      for (const finding of group) {
        const key = repeated.keyOf(finding);
        told.set(key, [...(told.get(key) ?? []), { finding, at }]);
      }
    }
  }
  const elsewhere = explainedElsewhere(
    placed.filter(({ alike }) => !alike?.left).map(({ group }) => group),
    material,
  );
  const commentOf = (at: PlacedGroup, explained: ReadonlySet<string>): PlannedComment => {
    const { group, others, place, alike, madeFiles, bundles } = at;
    const [first] = group as [Finding];
    const beside = {
      ...{ alike: alike?.left ?? 0, madeFiles: madeFiles.size, bundles: bundles.size },
      workloads: others.flatMap((other) => workloadName(other, material) ?? []),
      isExplained: explained.has(first.workload ?? ""),
      copies: at.copies.map((copy) => (copy[0] as Finding).path),
    };
    return {
      path: place.path,
      ...(place.startLine === undefined ? {} : { startLine: place.startLine }),
      line: place.line,
      side: "RIGHT",
      body: writeComment(
        group,
        place.suggestion,
        { ...beside, asAt: elsewhere.get(group) ?? null, at: place.path },
        material,
      ),
      suggestion: place.suggestion?.text ?? null,
      findings: [group, ...others, ...at.copies].flat().map(({ id }) => id),
      fingerprint: fingerprintOf(first.id),
      state: group.some(({ state }) => state === "new") ? "new" : "existing",
    };
  };
  return {
    commented: placed.flatMap(({ group, others, copies: same }) => [group, ...others, ...same].flat()),
    write: (explained) => placed.map((at) => commentOf(at, explained)).toSorted(byPlace),
    unplaced,
  };
}

/** Returns what no comment before says, and counts the file at those that do. */
function withoutTold(
  group: readonly Finding[],
  told: ReadonlyMap<string, readonly ToldFinding[]>,
  repeated: RepeatedObjects,
): Finding[] {
  return group.filter((finding) => {
    const all = told.get(repeated.keyOf(finding));
    const earlier = all?.find((one) => repeated.repeats(finding, one.finding));
    if (earlier === undefined) return true;
    const { madeFiles, bundles } = earlier.at;
    (repeated.isGenerated(finding.path) ? madeFiles : bundles).add(finding.path);
    return false;
  });
}

/** A finding that a comment tells, and that comment. */
interface ToldFinding {
  finding: Finding;
  at: PlacedGroup;
}

interface PlacedGroup {
  group: Finding[];
  /** what is the same of other workloads that the same lines make */
  others: readonly (readonly Finding[])[];
  place: Place;
  /** at the first of several in the same words: how many of these have no comment */
  alike: { left: number } | null;
  /** paths of generated files in which the same stands */
  madeFiles: Set<string>;
  /** paths of files that hold the same object beside those of other files */
  bundles: Set<string>;
  /** the same of files that are byte for byte the same */
  copies: (readonly Finding[])[];
}

function entryOf(slips: Map<string, { placed: number; left: number }>, cause: string) {
  const entry = slips.get(cause) ?? { placed: 0, left: 0 };
  slips.set(cause, entry);
  return entry;
}

/**
 * Returns where a comment on findings stands: at their lines, or else where the edit of another file stands that mends them;
 * null where the diff shows neither.
 */
function placeIn(group: readonly Finding[], material: Review): Place | null {
  const [first] = group as [Finding];
  if (first.isUnplaced) return null;
  const shown = (path: string): ShownFile[] => {
    const file = material.files.get(path);
    return file === undefined ? [] : [{ ...file, path, text: textOf(path, material) }];
  };
  const own = shown(first.path).map((file) => placeOf(group, file))[0] ?? null;
  if (own?.suggestion != null) return own;
  const elsewhere = new Set(
    group
      .flatMap(({ fix }) => (fix?.edits ?? []).map(({ path }) => path))
      .filter((path) => path !== first.path),
  );
  for (const file of [...elsewhere].flatMap(shown)) {
    const at = placeOfEdits(group, file);
    if (at?.suggestion != null) return at;
  }
  return own;
}

function groupsOf(findings: readonly Finding[]): Finding[][] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.workload, finding.container ?? `${finding.path}:${finding.line}`]);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return withOutages([...groups.values()]);
}

/** Where the strategy takes every pod out, a missing gate is the smaller half of one matter, and one comment says both. */
function withOutages(groups: readonly Finding[][]): Finding[][] {
  const isOutage = ([first, ...others]: Finding[]) => others.length === 0 && first?.rule === "planned-outage";
  const left = groups.filter((group) => !isOutage(group));
  const alone = groups.filter(isOutage).filter(([outage]) => {
    const index = left.findIndex((group) =>
      group.some(
        ({ rule, severity, workload }) =>
          rule === "readiness-gate" && severity === "warning" && workload === outage?.workload,
      ),
    );
    const group = left[index];
    if (outage === undefined || group === undefined || outage.path !== group[0]?.path) return true;
    left[index] = [...group, outage];
    return false;
  });
  return [...left, ...alone];
}

function textOf(path: string, { changeSet }: Review): string | null {
  const after = changeSet.files.find((file) => file.path === path)?.after;
  return after?.kind === "text" ? after.text : null;
}

function errorsFirst(left: readonly Finding[], right: readonly Finding[]): number {
  return rank(left) - rank(right);
}

function rank(group: readonly Finding[]): number {
  const error = group.some(({ severity }) => severity === "error");
  const fresh = group.some(({ state }) => state === "new");
  return (error ? 0 : 2) + (fresh ? 0 : 1);
}
