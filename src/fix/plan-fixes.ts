/**
 * Every proven fix of a review at once, as the new texts of the files, proven as a whole by reviewing them again. Pure:
 * who commits the texts, and whether they may, is not known here.
 */

import type { ChangeSet } from "../changeset/change-set.js";
import { reviewChange } from "../engine.js";
import { applyEdits } from "../manifest/edit/apply-edits.js";
import type { SourceEdit } from "../manifest/edit/source-edit.js";
import { pathFilter } from "../policy/path-filter.js";
import type { Policy } from "../policy/policy.js";
import { withEditsMade } from "../render/edited-renderings.js";
import type { EditedFile } from "../render/kustomize/edited-objects.js";
import { renderChange } from "../render/render-change.js";
import { editedTexts, type Rendering } from "../render/rendering.js";
import { NO_LIMITS, type ReviewLimits } from "../render/review-limits.js";
import type { Circumstances } from "../review/circumstances.js";
import type { Finding, Fix } from "../review/findings/finding.js";
import { isFixable } from "../review/findings/is-fixable.js";
import type { LeftFile, LeftReason } from "../review/left-file.js";
import type { ReviewPlan } from "../review/review-plan.js";
import { textAt, withTexts } from "./change-set-texts.js";
import { isProven } from "./prove-fixes.js";

/** A change with its policy and its review. */
export interface Reviewed {
  changeSet: ChangeSet;
  renderings?: readonly Rendering[];
  policy: Policy;
  circumstances: Circumstances;
  /** those of the review; none where they are left out */
  limits?: ReviewLimits;
  plan: ReviewPlan;
}

export interface FixPlan {
  /** whole texts of the files at the head with their fixes, in the order of their paths */
  files: { path: string; text: string }[];
  /** findings that the texts mend */
  fixed: Finding[];
  left: LeftFile[];
  /** the review of the change with the fixes; the one without where there are none */
  after: ReviewPlan;
}

/** The most that one commit takes; the next takes the rest. */
const MAX_FILES = 100;
const MAX_LENGTH = 10 * 1024 * 1024;

/** Files that are tried one by one where all together are not proven: each costs a review of the whole change. */
const MAX_SINGLE_PROOFS = 30;

/** Paths of the files at the head that have fixes, in order. */
export function fixablePaths({ findings }: ReviewPlan): string[] {
  const edits = findings.filter(isFixable).flatMap(({ fix }) => fix?.edits ?? []);
  return [...new Set(edits.map(({ path }) => path))].sort();
}

/** The texts with every fix that can be made; a file in `excluded` is left for the reason given there. */
export function planFixes(
  reviewed: Reviewed,
  excluded: ReadonlyMap<string, LeftReason> = new Map(),
): FixPlan {
  const left: LeftFile[] = [];
  const taken = fixesTogether(reviewed.plan);
  const alone = pathsAlone(reviewed.plan);
  const edited = new Map<string, string>();
  let length = 0;
  for (const path of fixablePaths(reviewed.plan)) {
    const text = editedText(reviewed, path, taken);
    const reason = isWorkflow(path) ? "workflow" : excluded.get(path);
    const isTooMuch = edited.size >= MAX_FILES || length + (text?.length ?? 0) > MAX_LENGTH;
    if (reason !== undefined) left.push({ path, reason });
    else if (text === null) left.push({ path, reason: alone.has(path) ? "alone" : "not-proven" });
    else if (isTooMuch) left.push({ path, reason: "too-many" });
    else {
      edited.set(path, text);
      length += text.length;
    }
  }
  const proven = provenTexts(reviewed, edited, taken);
  for (const path of edited.keys()) {
    if (!proven.has(path)) left.push({ path, reason: "not-proven" });
    else if (alone.has(path)) left.push({ path, reason: "alone" });
  }
  return {
    files: [...proven].map(([path, text]) => ({ path, text })),
    fixed: fixedIn(reviewed.plan, proven, taken),
    left,
    after: proven.size === 0 ? reviewed.plan : reviewWith(reviewed, proven, taken),
  };
}

/** Files that have a fix which is never made with others. */
function pathsAlone({ findings }: ReviewPlan): ReadonlySet<string> {
  const fixes = findings.filter(isFixable).flatMap(({ fix }) => (fix?.isAlone ? [fix] : []));
  return new Set(fixes.flatMap(({ edits }) => edits.map(({ path }) => path)));
}

/** Changing a workflow takes a permission of its own, and a manifest has no business there. */
function isWorkflow(path: string): boolean {
  return path.toLowerCase().startsWith(".github/workflows/");
}

/** The text with the fixes that are taken. */
function editedText(
  { changeSet, renderings = [] }: Reviewed,
  path: string,
  taken: readonly Fix[],
): string | null {
  const text = textAt(changeSet, path) ?? editedTexts(renderings).get(path) ?? null;
  const edits = taken.flatMap((fix) => fix.edits).filter((edit) => edit.path === path);
  return text === null || edits.length === 0 ? null : applyEdits(text, edits);
}

/**
 * The fixes that can be made at once, each a single time though it may mend several findings. Should two ever meet on a
 * line, one would undo the other: the later one is left for the next time.
 */
function fixesTogether({ findings }: ReviewPlan): Fix[] {
  const taken = new Map<string, Fix>();
  const lines = new Map<string, SourceEdit[]>();
  for (const { fix } of findings.filter(isFixable)) {
    const key = JSON.stringify(fix?.edits);
    if (fix === null || fix.isAlone || taken.has(key)) continue;
    if (fix.edits.some((edit) => lines.get(edit.path)?.some((other) => overlap(edit, other)))) continue;
    taken.set(key, fix);
    for (const edit of fix.edits) lines.set(edit.path, [...(lines.get(edit.path) ?? []), edit]);
  }
  return [...taken.values()];
}

function overlap(left: SourceEdit, right: SourceEdit): boolean {
  return left.startLine <= right.endLine && right.startLine <= left.endLine;
}

/** All of the texts where they are proven together, else those that are proven alone, if these are together. */
function provenTexts(
  reviewed: Reviewed,
  edited: ReadonlyMap<string, string>,
  taken: readonly Fix[],
): ReadonlyMap<string, string> {
  const proves = (texts: ReadonlyMap<string, string>) => holds(reviewed, texts, taken);
  if (edited.size === 0 || proves(edited)) return edited;
  if (edited.size === 1 || edited.size > MAX_SINGLE_PROOFS) return new Map();
  const single = new Map([...edited].filter((entry) => proves(new Map([entry]))));
  return single.size > 0 && proves(single) ? single : new Map();
}

function holds(reviewed: Reviewed, texts: ReadonlyMap<string, string>, taken: readonly Fix[]): boolean {
  return isProven(reviewed.plan, reviewWith(reviewed, texts, taken), fixedIn(reviewed.plan, texts, taken));
}

function reviewWith(
  { changeSet, renderings = [], policy, circumstances, limits = NO_LIMITS }: Reviewed,
  texts: ReadonlyMap<string, string>,
  taken: readonly Fix[],
): ReviewPlan {
  const made = taken.map(({ edits }) => edits).filter((edits) => edits.every(({ path }) => texts.has(path)));
  const files = new Map(
    [...texts].flatMap(([path, after]): [string, EditedFile][] => {
      const before = textAt(changeSet, path);
      return before === null ? [] : [[path, { before, after }]];
    }),
  );
  const rendered = renderChange(withTexts(changeSet, texts), {
    ...{ limits, renderings: withEditsMade(renderings, made, files) },
    comesFirst: pathFilter(policy),
  });
  return reviewChange(rendered, policy, circumstances);
}

function fixedIn(
  { findings }: ReviewPlan,
  texts: ReadonlyMap<string, string>,
  taken: readonly Fix[],
): Finding[] {
  const made = new Set(taken.map(({ edits }) => JSON.stringify(edits)));
  return findings.filter(
    (finding) =>
      isFixable(finding) &&
      made.has(JSON.stringify(finding.fix?.edits)) &&
      finding.fix?.edits.every(({ path }) => texts.has(path)),
  );
}
