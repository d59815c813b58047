import { createHash } from "node:crypto";
import type { Judgement } from "../../judge/judge-workload.js";
import { count, listed } from "../../words/list.js";
import { quoted } from "../../words/quote.js";
import { rulePage } from "../circumstances.js";
import { explainRollout } from "../explain/explain-rollout.js";
import type { Finding, Fix } from "../findings/finding.js";
import type { Review } from "../review.js";
import { showRollout } from "../timeline/show-rollout.js";
import { fixText, fixWords } from "./fix-words.js";
import { rolloutLink } from "./link-rollout.js";
import { code, fenced, folded, prose } from "./markdown.js";
import { ageWords, severityWord, shortTexts } from "./short-comment.js";
import { watchCommands } from "./watch-commands.js";

/** Returns what the hidden marker of a comment holds: the finding's identity, and never a line number. */
export function fingerprintOf(findingId: string): string {
  return createHash("sha256").update(findingId).digest("hex").slice(0, 16);
}

export function commentMarker(fingerprint: string, head: string): string {
  return `<!-- surefoot:comment:${fingerprint} head=${head.replace(/[^\w.-]/g, "-")} -->`;
}

/** A suggestion block, and the fixes that it makes together. */
export interface Suggestion {
  text: string;
  fixes: readonly Fix[];
}

/** Returns the fixes of findings, each once: one edit can mend several. */
export function distinctFixes(findings: readonly Finding[]): Fix[] {
  const fixes = new Map<string, Fix>();
  for (const { fix } of findings) if (fix !== null) fixes.set(JSON.stringify([fix.text, fix.edits]), fix);
  return [...fixes.values()];
}

/** Those that the block makes first, in one text; then the others with their YAML. */
function fixTexts(fixes: readonly Fix[], suggestion: Suggestion | null): string[] {
  const offered = fixes.filter((fix) => suggestion?.fixes.includes(fix));
  const [first] = offered;
  const others = fixes.filter((fix) => !offered.includes(fix)).map((fix) => fixText(fix));
  if (first === undefined || suggestion === null) return others;
  const words = [...new Set(offered.map(fixWords))].join(" ");
  return [`${words}\n\n${fenced("suggestion", suggestion.text)}`, ...others];
}

/**
 * Returns an inline comment: the consequence first, then the fix, then, folded, the arithmetic. `alike` is how many places
 * with the same get no comment of their own, `madeFiles` in how many generated files the same stands, `bundles` in how
 * many that hold what several files hold, `workloads` which others the same lines make, `copies` paths of files with the same text, `asAt` the place whose comment explains the same of the same object,
 * `at` the file that it stands in,
 * `isExplained` whether the review's text has the arithmetic of its workload, which is told once.
 */
export function writeComment(
  findings: readonly Finding[],
  suggestion: Suggestion | null,
  {
    alike,
    madeFiles,
    bundles,
    workloads,
    copies,
    asAt,
    at,
    isExplained,
  }: {
    alike: number;
    madeFiles: number;
    bundles: number;
    workloads: readonly string[];
    copies: readonly string[];
    asAt: Finding | null;
    at: string;
    isExplained: boolean;
  },
  material: Review,
): string {
  const { changeSet, judgements } = material;
  const [first] = findings as readonly [Finding, ...Finding[]];
  const judgement = first.workload === null ? null : (judgements.get(first.workload) ?? null);
  const parts =
    asAt === null
      ? [...said(findings, material), ...fixTexts(distinctFixes(findings), suggestion)]
      : shortTexts(findings, asAt, suggestion?.text ?? null, material);
  if (at !== first.path)
    parts.splice(1, 0, `It is found at ${code(`${first.path}:${first.line}`)}, and this line can mend it.`);
  if (workloads.length > 0)
    parts.push(
      prose(`These lines make ${listed(workloads.map(quoted))} as well, of which the same is to be said.`),
    );
  if (copies.length > 0) {
    const [is, what] = copies.length === 1 ? ["is", "a copy"] : ["are", "copies"];
    parts.push(`${listed(copies.map(code))} ${is} ${what} of this file, of which the same is to be said.`);
  }
  if (alike > 0)
    parts.push(
      `The same stands at ${count(alike, "more place")}; the check lists ${alike === 1 ? "it" : "them"} instead of a comment at each.`,
    );
  if (madeFiles > 0)
    parts.push(
      `The same stands in ${count(madeFiles, "more file")} that a tool wrote; the check lists ${madeFiles === 1 ? "it" : "them"}.`,
    );
  if (bundles > 0) {
    const [hold, them] = bundles === 1 ? ["holds", "it"] : ["hold", "them"];
    parts.push(
      `The same object stands in ${count(bundles, "more file")} that ${hold} those of several files. The check lists ${them}; please mend it there too, or make ${them} anew.`,
    );
  }
  if (asAt === null) parts.push(explanation(findings, judgement, isExplained, material));
  return `${parts.join("\n\n")}\n\n${commentMarker(fingerprintOf(first.id), changeSet.head)}`;
}

/** Returns what findings say; what is old opens with that, once where it holds for all of them alike. */
function said(findings: readonly Finding[], material: Review): string[] {
  const ages = new Set(findings.map((finding) => ageWords(finding, material)));
  const [age] = ages.size === 1 ? ages : [];
  const opening = age === undefined || age === "" ? [] : [age];
  return [
    ...opening,
    ...findings.map((finding) => {
      const own = ages.size === 1 ? "" : ageWords(finding, material);
      return `${own === "" ? "" : `${own} `}${severityWord(finding)}: ${prose(finding.message)}`;
    }),
  ];
}

function explanation(
  findings: readonly Finding[],
  judgement: Judgement | null,
  isExplained: boolean,
  { findings: all, circumstances }: Review,
): string {
  const rules = [...new Set(findings.map(({ rule }) => rule))].map(
    (rule) => `[${rule}](${rulePage(rule, circumstances)})`,
  );
  const rule = `Rule: ${rules.join(", ")}`;
  if (judgement === null || judgement.workload.partial) return rule;
  const link = pageLink(judgement, all, circumstances);
  if (isExplained)
    return [`${rule}. The arithmetic is in this review's text, under “${COMPUTED}”.`, ...link].join(" ");
  const parts = [fenced("text", rolloutLines(judgement, all).join("\n")), ...link, rule];
  const commands = watchCommands(judgement.workload);
  if (commands !== null) parts.push(`To watch it live:\n\n${fenced("sh", commands)}`);
  return folded(COMPUTED, parts.join("\n\n"));
}

/** The title of the folded part that has the arithmetic. */
export const COMPUTED = "How this is computed";

/** Returns the arithmetic of one workload, with its name above and its commands below; `findings` are the whole review's. */
export function writeExplanation(
  judgement: Judgement,
  { findings, circumstances }: Pick<Review, "findings" | "circumstances">,
): string {
  const { workload } = judgement;
  const commands = watchCommands(workload);
  const text = [...rolloutLines(judgement, findings), ...(commands === null ? [] : ["", commands])].join(
    "\n",
  );
  return [
    code(`${workload.kind} ${workload.name ?? workload.id}`),
    fenced("text", text),
    ...pageLink(judgement, findings, circumstances),
  ].join("\n\n");
}

/** Returns the link to the page that draws a rollout; none where no server has it. */
export function pageLink(
  judgement: Judgement,
  findings: readonly Finding[],
  circumstances: Review["circumstances"],
): string[] {
  const link = rolloutLink(judgement, findings, circumstances);
  return link === null ? [] : [`[This rollout as a chart, with every number to change](${link})`];
}

/** Returns the arithmetic, and for a hollow budget what it comes to over time. */
export function rolloutLines(judgement: Judgement, findings: readonly Finding[]): string[] {
  return [...explainRollout(judgement), ...showRollout(judgement, findings)];
}
