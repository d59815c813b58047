/** Everything that a review of one commit must keep, checked without the code that made it. */

import type { Finding } from "../../src/review/findings/finding.js";
import type { PlannedComment, ReviewPlan } from "../../src/review/review-plan.js";
import type { HunkLines } from "./git-facts.js";
import {
  applyAsGitHub,
  faultsOfEdit,
  faultsOfRewrite,
  type LineEdit,
  suggestionIn,
  UNNAMED,
} from "./verify-edit.js";

/** One edit of a file and the containers that it should give a probe, for a second opinion elsewhere. */
export interface EditedFile {
  path: string;
  before: string;
  after: string;
  containers: string[];
}

export interface PlanCheck {
  violations: string[];
  edited: EditedFile[];
}

/** Checks a plan against the diff that git gives and the files at the head. */
export function checkPlan(
  plan: ReviewPlan,
  hunks: ReadonlyMap<string, HunkLines[]>,
  headText: (path: string) => string | null,
): PlanCheck {
  const violations: string[] = [];
  const edited: EditedFile[] = [];
  const byPath = new Map<string, { edits: LineEdit[]; containers: string[] }>();
  const tryEdit = (
    path: string,
    edits: LineEdit[],
    containers: string[],
    what: string,
    rewrites: boolean,
  ) => {
    const before = headText(path);
    if (what.startsWith("comment") && before?.includes("\r"))
      violations.push(`${what}: offered in a file with CRLF`);
    if (before === null) return void violations.push(`${what}: no file ${path}`);
    const after = applyAsGitHub(before, edits);
    const faults = rewrites ? faultsOfRewrite(before, after) : faultsOfEdit(before, after, containers);
    for (const fault of faults) violations.push(`${what}: ${fault}`);
    if (!rewrites) edited.push({ path, before, after, containers });
  };

  for (const comment of plan.comments) {
    const what = `comment ${comment.path}:${comment.line}`;
    violations.push(...anchorFaults(comment, hunks).map((fault) => `${what}: ${fault}`));
    const findings = comment.findings.map((id) => plan.findings.find((finding) => finding.id === id));
    if (findings.includes(undefined)) violations.push(`${what}: speaks of an unknown finding`);
    if (comment.body.length > 65_000) violations.push(`${what}: its body is too long`);
    if (comment.suggestion === null) continue;
    const block = suggestionIn(comment.body);
    if ("fault" in block) violations.push(`${what}: ${block.fault}`);
    else if (block.text !== comment.suggestion) violations.push(`${what}: the block is not the suggestion`);
    const containers = probedBy(findings);
    const edit = {
      startLine: comment.startLine ?? comment.line,
      endLine: comment.line,
      replacement: comment.suggestion,
    };
    // A block of both kinds is checked by the edits of its findings alone.
    const kinds = new Set(
      findings.flatMap((finding) => (finding?.fix?.edits.length ? [isRewrite(finding)] : [])),
    );
    if (kinds.size > 1) continue;
    tryEdit(comment.path, [edit], containers, what, kinds.has(true));
    if (kinds.has(true)) continue;
    const all = byPath.get(comment.path) ?? { edits: [], containers: [] };
    byPath.set(comment.path, { edits: [...all.edits, edit], containers: [...all.containers, ...containers] });
  }
  for (const [path, { edits, containers }] of byPath) {
    if (edits.length > 1) tryEdit(path, edits, containers, `all suggestions of ${path}`, false);
  }
  for (const finding of plan.findings) {
    violations.push(...placeFaults(finding, headText));
    if (finding.fix === null || finding.fix.edits.length === 0) continue;
    tryEdit(
      finding.path,
      finding.fix.edits,
      probedBy([finding]),
      `edits of ${finding.id}`,
      isRewrite(finding),
    );
  }
  violations.push(...limitFaults(plan));
  return { violations, edited };
}

/** Whether a finding is mended by what is written already, under another name, at another place or of another type. */
function isRewrite({ fix }: Finding): boolean {
  return (
    fix !== null &&
    ["deleted-field", "moved-field", "renamed-field", "retyped-value", "strategy"].includes(fix.origin)
  );
}

function probedBy(findings: readonly (Finding | undefined)[]): string[] {
  const fixed = findings.filter((finding) => finding?.fix != null && finding.fix.edits.length > 0);
  return [...new Set(fixed.map((finding) => finding?.container ?? UNNAMED))];
}

function anchorFaults(comment: PlannedComment, hunks: ReadonlyMap<string, HunkLines[]>): string[] {
  const start = comment.startLine ?? comment.line;
  const faults: string[] = [];
  if (comment.side !== "RIGHT") faults.push(`side ${comment.side}`);
  if (comment.startLine === comment.line) faults.push("startLine equals line, which GitHub refuses");
  if (start > comment.line) faults.push("startLine after line");
  const inside = hunks.get(comment.path)?.some((hunk) => start >= hunk.first && comment.line <= hunk.last);
  if (inside !== true) faults.push("not inside one hunk of the diff");
  return faults;
}

function placeFaults(finding: Finding, headText: (path: string) => string | null): string[] {
  const text = headText(finding.path);
  const lines = text === null ? 0 : text.split("\n").length;
  if (text === null) return [];
  const right = finding.line >= 1 && finding.line <= finding.endLine && finding.endLine <= lines;
  return right ? [] : [`finding ${finding.id}: lines ${finding.line} to ${finding.endLine} of ${lines}`];
}

function limitFaults(plan: ReviewPlan): string[] {
  const faults: string[] = [];
  if (plan.title.length > 255) faults.push("the title is too long");
  if (plan.check.summary.length > 65_535) faults.push("the check's summary is too long");
  if (plan.check.annotations.length > 50) faults.push("too many annotations");
  if ((plan.reviewBody?.length ?? 0) > 65_000) faults.push("the review's body is too long");
  if (plan.comments.length > 30) faults.push("more than 30 comments");
  const ids = plan.findings.map((finding) => finding.id);
  if (new Set(ids).size !== ids.length) faults.push("two findings share an id");
  return faults;
}
