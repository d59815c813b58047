import type { Problem } from "../../manifest/problem.js";
import { count } from "../../words/list.js";
import { withAlike } from "../alike-findings.js";
import { rulePage } from "../circumstances.js";
import { takenWord } from "../conclude.js";
import { ageOf } from "../findings/age-of.js";
import type { Finding } from "../findings/finding.js";
import { isUnjudged } from "../problems/notices.js";
import { RepeatedObjects } from "../repeated-objects.js";
import type { Review } from "../review.js";
import type { PlannedComment } from "../review-plan.js";
import { fixText } from "./fix-words.js";
import { code, escapeText, folded, joinWithin, MAX_BODY_LENGTH, placeLink, prose } from "./markdown.js";
import { togetherLines } from "./together-lines.js";
import { writeExplanation } from "./write-comment.js";
import { writeTable } from "./write-table.js";

interface BodyMaterial extends Review {
  title: string;
  comments: PlannedComment[];
  unplaced: Finding[];
}

/** Returns the review's body: the verdict, the table, what has no place inline, and, folded, how it was computed. */
export function writeReviewBody(material: BodyMaterial): string {
  const { title, workloads, unplaced } = material;
  const sections = [`**${escapeText(title)}**`];
  if (workloads.length > 0) sections.push(writeTable(workloads));
  sections.push(...togetherSection(material), ...noticeSections(material));
  if (unplaced.length > 0) {
    const inline =
      material.comments.length > 0 ? "Besides the comments below" : "Outside the lines of this diff";
    sections.push(`${inline}:`, ...listItems(unplaced, material, true));
  }
  const waived = material.findings.filter((finding) => finding.waived !== null);
  if (waived.length > 0)
    sections.push(folded(`Waived: ${waived.length}`, listItems(waived, material, false).join("\n")));
  sections.push(...problemSections(material.problems), ...explanations(material));
  return joinWithin(
    sections,
    MAX_BODY_LENGTH,
    (left) =>
      `… ${count(left, "more section")} did not fit into one comment; the check run and the command line show them all.`,
  );
}

/** Returns the check run's summary: one line where there is nothing to say. */
export function writeSummary(material: BodyMaterial): string {
  const { title, workloads, findings, problems, changeSet } = material;
  if (workloads.length === 0 && findings.length === 0 && problems.length === 0)
    return `No Kubernetes workload ${takenWord(changeSet)}.`;
  const sections: string[] = [];
  if (workloads.length > 0) sections.push(writeTable(workloads));
  else sections.push(`${escapeText(title)}.`);
  sections.push(...togetherSection(material), ...noticeSections(material));
  if (findings.length > 0) {
    sections.push(`**${count(findings.length, "finding")}**`, ...listItems(findings, material, false));
  }
  sections.push(...problemSections(problems), ...explanations(material));
  return joinWithin(
    sections,
    MAX_BODY_LENGTH,
    (left) => `… ${count(left, "more section")} did not fit; the command line shows them all.`,
  );
}

/** Returns, below the table, what no row of it can tell. */
function togetherSection({ together }: BodyMaterial): string[] {
  const lines = togetherLines(together);
  return lines.length === 0 ? [] : [lines.map((line) => `- ${prose(line)}`).join("\n")];
}

/** More than a body can hold. */
const MAX_ITEMS = 500;

function listItems(findings: readonly Finding[], material: BodyMaterial, withFix: boolean): string[] {
  const fixOf = ({ fix }: Finding) => (withFix && fix !== null ? fixText(fix) : "");
  const repeated = new RepeatedObjects(material);
  const shown = withAlike(findings.slice(0, MAX_ITEMS), fixOf, (finding) => repeated.keyOf(finding));
  const items = shown.map(({ finding, others }) => listItem(finding, others, material, fixOf(finding)));
  const left = findings.length - MAX_ITEMS;
  return left > 0 ? [...items, `- … and ${count(left, "more finding")}`] : items;
}

function listItem(
  finding: Finding,
  others: readonly Finding[],
  { changeSet, circumstances }: BodyMaterial,
  fix: string,
): string {
  const { severity, state, path, line, message, rule, waived } = finding;
  const kind = `${severity === "error" ? "**Error**" : "Warning"}${state === "existing" ? ` (${ageOf(finding)})` : ""}`;
  const accepted = waived === null ? "" : `Waived until ${waived.until} (${escapeText(waived.reason)}): `;
  const head = `- ${accepted}${kind} at ${placeLink(changeSet.webUrl, path, line)}: ${prose(message)} ([${rule}](${rulePage(rule, circumstances)}))${alsoAt(others, changeSet.webUrl)}`;
  return fix === "" ? head : `${head}\n\n${indented(fix)}`;
}

/** Places in one item: whoever mends them opens the files anyway. */
const MAX_PLACES = 50;

function alsoAt(others: readonly Finding[], webUrl: string | null): string {
  if (others.length === 0) return "";
  const places = others.slice(0, MAX_PLACES).map(({ path, line }) => placeLink(webUrl, path, line));
  const left = others.length - places.length;
  return ` The same at ${places.join(", ")}${left > 0 ? ` and ${count(left, "more place")}` : ""}.`;
}

/** Two spaces keep a block inside its list item. */
function indented(text: string): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? line : `  ${line}`))
    .join("\n");
}

/** Returns how the review was held, in the open: a policy that is broken, a waiver that ends. */
function noticeSections({ policy, problems }: BodyMaterial): string[] {
  const faults = policy.problems.filter(({ code }) => code === "policy");
  const notices = problems.filter((problem) => !isUnjudged(problem) && !faults.includes(problem));
  const section = (title: string, listed: readonly Problem[]) =>
    listed.length === 0 ? [] : [`**${title}**\n\n${problemLines(listed)}`];
  return [
    ...section("The policy is not valid, so this review runs on the defaults", faults),
    ...section("Please note", notices),
  ];
}

/** Returns what was not judged, and why, counted by file, so that a chart of a hundred templates stays one line. */
function problemSections(problems: readonly Problem[]): string[] {
  const unjudged = problems.filter(isUnjudged);
  if (unjudged.length === 0) return [];
  return [folded(`Not judged, or only in part: ${unjudged.length}`, problemLines(unjudged))];
}

function problemLines(problems: readonly Problem[]): string {
  const lines = problems
    .slice(0, 20)
    .map(({ path, line, message }) => `- ${code(`${path}:${line}`)} ${prose(message)}`);
  if (problems.length > 20) lines.push(`- … and ${problems.length - 20} more`);
  return lines.join("\n");
}

function explanations(material: BodyMaterial): string[] {
  const { judgements, workloads } = material;
  const shown = workloads.flatMap(({ id, after }) => {
    const judgement = after === null ? undefined : judgements.get(id);
    return judgement === undefined ? [] : [() => writeExplanation(judgement, material)];
  });
  if (shown.length === 0) return [];
  const listed = joinWithin(shown, 20_000, (left) => `… and ${count(left, "more workload")}.`);
  return [folded("How this is computed", listed)];
}
