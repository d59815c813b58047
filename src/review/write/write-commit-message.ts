/**
 * The message of the commit that mends everything at once: plain text in which names of strangers mean nothing. GitHub
 * reads more out of a message than Markdown: it pings, it closes issues, it skips checks, it credits people.
 */
import { type Finding, isAddition, isOfField } from "../findings/finding.js";
import { LEFT_WORDS, type LeftFile } from "../left-file.js";
import type { WorkloadReport } from "../review-plan.js";

export interface CommitMessage {
  headline: string;
  body: string;
}

export interface CommitFacts {
  /** the findings that are mended */
  fixed: readonly Pick<Finding, "workload" | "fix">[];
  /** the workloads that are mended, by their ids */
  mended: ReadonlySet<string>;
  before: readonly WorkloadReport[];
  after: readonly WorkloadReport[];
  left: readonly LeftFile[];
  /** Dependabot goes on rebasing its branch only over commits that say so */
  forDependabot: boolean;
  /** lines of `key: value` that git and GitHub read, of our own making */
  trailers: readonly string[];
}

/** A commit has no limit, but a reader has. */
const MAX_LINES = 50;

/** Headline and body, each line of the body about one workload with what the fixes do to its worst case. */
export function writeCommitMessage(facts: CommitFacts): CommitMessage {
  const { fixed, mended, before, after, left, forDependabot, trailers } = facts;
  const lines = after
    .filter(({ id }) => mended.has(id))
    .map((report) => workloadLine(before.find(({ id }) => id === report.id) ?? null, report));
  const leftLines = left.map(({ path, reason }) => `- ${plain(path)}: ${LEFT_WORDS[reason]}`);
  const paragraphs = [
    limited(lines),
    ...(left.length === 0 ? [] : [`Left as they are:\n${limited(leftLines)}`]),
    ...(forDependabot ? ["[dependabot skip]"] : []),
    trailers.join("\n"),
  ];
  return {
    headline: headlineOf(fixed),
    body: paragraphs.filter((paragraph) => paragraph !== "").join("\n\n"),
  };
}

/** A field that is put right can mend several findings, such as that of the missing gate. */
function headlineOf(fixed: CommitFacts["fixed"]): string {
  const fieldsRight = fixed.flatMap(({ fix }) =>
    fix !== null && isOfField(fix) ? [JSON.stringify(fix.edits)] : [],
  );
  const additions = fixed.flatMap(({ fix }) => (fix !== null && isAddition(fix) ? [fix] : []));
  const starts = new Set(
    additions.flatMap(({ origin, edits }) => (origin === "startup-probe" ? [JSON.stringify(edits)] : [])),
  ).size;
  const probes = fixed.length - fieldsRight.length - additions.length;
  const fields = new Set(fieldsRight).size;
  const added =
    probes === 0 ? [] : [`add the missing readinessProbe${probes === 1 ? "" : ` to ${probes} containers`}`];
  const righted =
    fields === 0 ? [] : [fields === 1 ? "put a field right" : `put fields right at ${fields} places`];
  const given = [
    ...(starts === 0
      ? []
      : [`add the missing startupProbe${starts === 1 ? "" : ` to ${starts} containers`}`]),
    ...(additions.some(({ origin }) => origin !== "startup-probe") ? ["give pods time to end"] : []),
  ];
  const headline = [...added, ...righted, ...given].join(", ");
  return headline.charAt(0).toUpperCase() + headline.slice(1);
}

function limited(lines: readonly string[]): string {
  const rest = lines.length - MAX_LINES;
  return rest <= 0 ? lines.join("\n") : [...lines.slice(0, MAX_LINES), `- and ${rest} more`].join("\n");
}

function workloadLine(before: WorkloadReport | null, { name, namespace, id, after }: WorkloadReport): string {
  const label = name === null ? id : namespace === null ? name : `${namespace}/${name}`;
  return `- ${plain(label)}${worstCase(before?.after ?? null, after)}`;
}

function worstCase(before: WorkloadReport["after"], after: WorkloadReport["after"]): string {
  if (before?.worstCase == null || after?.worstCase == null) return "";
  const [from, to] = [before, after].map((each) => `${each.worstCase} of ${each.atReplicas}`);
  if (from === to) return `: worst case stays ${to}`;
  return `: worst case ${before.atReplicas === after.atReplicas ? before.worstCase : from} → ${to}`;
}

/** No name of Kubernetes, and hardly a path, has other characters than these; what they could mean is lost with them. */
function plain(text: string): string {
  return text.replace(/[^\w./-]/g, "_").slice(-120);
}
