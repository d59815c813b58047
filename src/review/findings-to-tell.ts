import type { ChangeSet } from "../changeset/change-set.js";
import { isSlip } from "./alike-findings.js";
import { shows } from "./comment-place.js";
import { blocks } from "./conclude.js";
import type { Finding } from "./findings/finding.js";
import type { Review } from "./review.js";

type FoundInReview = Pick<Review, "findings" | "workloads" | "policy" | "files" | "changeSet">;

/**
 * What is new deserves a comment, and of what is old the errors that this merge rolls out, that fail the check, that are of
 * a document which the change edits and nobody can read, or that may be new, as the base could not be read; of what may be new also a slip in a line that the change wrote. All else that
 * is old stands in the check alone, and so does what is new where little hangs on it and no click mends it.
 */
export function findingsToTell({ findings, workloads, policy, files, changeSet }: FoundInReview): Finding[] {
  const isWritten = writtenLines(changeSet);
  const rolled = new Set(workloads.filter(({ rollsPods }) => rollsPods).map(({ id }) => id));
  return findings.filter((finding) => {
    const { severity, state, waived, compared, workload } = finding;
    if (waived !== null || policy.comments === "none" || finding.isUntold) return false;
    if (state === "new") return true;
    if (policy.comments === "new") return false;
    if (severity === "warning") return !compared && isSlip([finding]) && isWritten(finding);
    if (!compared || isOfUnread(finding) || blocks(finding, workloads, policy)) return true;
    return rolled.has(workload ?? "") && !(finding.rule === "refused-object" && !isShown(finding, files));
  });
}

/** Whether a document could not be read at all: one that the change leaves as it was has no finding. */
function isOfUnread({ workload, object }: Finding): boolean {
  return workload === null && object === undefined;
}

/** Tells whether a finding's first line, as it is indented, stands nowhere in its file at the base. */
function writtenLines({ files }: ChangeSet): (finding: Finding) => boolean {
  const byPath = new Map(files.map((file) => [file.path, file]));
  // Thousands of findings may be of one large file.
  const read = new Map<string, { before: ReadonlySet<string>; after: readonly string[] }>();
  return ({ path, line }) => {
    const { before, after } = byPath.get(path) ?? {};
    if (before?.kind !== "text" || after?.kind !== "text") return false;
    const lines = read.get(path) ?? { before: new Set(linesOf(before.text)), after: linesOf(after.text) };
    read.set(path, lines);
    return !lines.before.has(lines.after[line - 1] ?? "");
  };
}

function linesOf(text: string): string[] {
  return text.split("\n").map((line) => line.trimEnd());
}

/**
 * Whether the diff shows a line of a finding. A refusal that stood there before, and elsewhere, is one that somebody lives
 * with: a program adds what is missing before it applies the file, or nobody applies it.
 */
function isShown({ path, line, endLine }: Finding, files: Review["files"]): boolean {
  return files.get(path)?.hunks?.some((hunk) => shows(hunk, line, endLine)) === true;
}
