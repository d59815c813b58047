import type { Problem } from "../../manifest/problem.js";
import { andList, count } from "../../words/list.js";
import { withAlike } from "../alike-findings.js";
import { rulePage } from "../circumstances.js";
import { takenWord } from "../conclude.js";
import { ageOf } from "../findings/age-of.js";
import type { Finding } from "../findings/finding.js";
import { MAX_COMMENTS } from "../place-comments.js";
import { isUnjudged } from "../problems/notices.js";
import { RepeatedObjects } from "../repeated-objects.js";
import type { Review } from "../review.js";
import { explainWorkloads } from "./explanations.js";
import { fixText } from "./fix-words.js";
import { code, escapeText, folded, joinWithin, MAX_BODY_LENGTH, placeLink, prose } from "./markdown.js";
import { togetherLines } from "./together-lines.js";
import { writeTable } from "./write-table.js";

export interface BodyMaterial extends Review {
  title: string;
  /** findings that have a comment */
  commented: Finding[];
  /** those that deserve words and have none */
  unplaced: Finding[];
}

/**
 * A body is read in one go: with 20 workloads it stays below 8 kB. What has no comment, and what explains numbers, take what
 * the rest leaves of that, and a little where the rest leaves none.
 */
const BODY_LENGTH = 7_600;
const LEAST_EXPLAINED = 1_600;
const LEAST_LISTED = 2_600;

interface ReviewBody {
  text: string;
  /** ids of the workloads whose numbers it explains */
  explained: ReadonlySet<string>;
  /** ids of the findings that it lists */
  listed: ReadonlySet<string>;
}

/** Returns the review's body: the verdict, the table, what has no place inline, and, folded, how it was computed. */
export function writeReviewBody(material: BodyMaterial, checkList: FindingList): ReviewBody {
  const { title, workloads, unplaced, commented } = material;
  const opening = [`**${escapeText(title)}**`];
  if (workloads.length > 0) opening.push(writeTable(workloads));
  opening.push(...togetherSection(material), ...noticeSections(material));
  const closing = [...waivedSection(material), ...problemSections(material.problems)];
  const space = BODY_LENGTH - lengthOf([...opening, ...closing]) - LEAST_EXPLAINED;
  const list = listWithin(unplaced, material, true, Math.max(space, LEAST_LISTED));
  const inline = commented.length > 0 ? "Besides the comments below" : "Outside the lines of this diff";
  const listed =
    unplaced.length > 0 ? [`${inline}:`, ...list.items, ...restOfList(list, unplaced, checkList)] : [];
  const sections = [...opening, ...listed, ...closing];
  const told = [...unplaced, ...commented].flatMap(({ workload }) => workload ?? []);
  const room = Math.max(BODY_LENGTH - lengthOf(sections), LEAST_EXPLAINED);
  const { text, explained } = explainWorkloads(material, told, room);
  const rest = (left: number) =>
    `… ${count(left, "more section")} did not fit into one comment; the check run shows them.`;
  const joined = joinWithin(sections, MAX_BODY_LENGTH - (text?.length ?? 0), rest);
  return { text: text === null ? joined : `${joined}\n\n${text}`, explained, listed: list.shown };
}

function lengthOf(sections: readonly string[]): number {
  return sections.reduce((sum, section) => sum + section.length + 2, 0);
}

function waivedSection(material: BodyMaterial): string[] {
  const waived = material.findings.filter((finding) => finding.waived !== null);
  if (waived.length === 0) return [];
  const { items, left } = listWithin(waived, material, false, LEAST_LISTED);
  const more = left > 0 ? [`- … and ${count(left, "more finding")}`] : [];
  return [folded(`Waived: ${waived.length}`, [...items, ...more].join("\n"))];
}

/** Returns what of a list is told elsewhere, and where. */
function restOfList(
  { left, shown }: FindingList,
  findings: readonly Finding[],
  checkList: FindingList,
): string[] {
  if (left === 0) return [];
  const inCheck = findings.filter(({ id }) => !shown.has(id) && checkList.shown.has(id)).length;
  const where =
    inCheck >= left
      ? "the check lists them"
      : `the check lists ${inCheck} of them, and \`surefoot review\` shows all`;
  return [`- … and ${count(left, "more finding")}: ${where}.`];
}

/** Characters of the findings in the check's text, which has room for the table and the arithmetic beside them. */
const CHECKED_LENGTH = 30_000;

/** Returns every finding for the check's text, as far as they fit. */
export function listForCheck(material: BodyMaterial): FindingList {
  return listWithin(material.findings, material, false, CHECKED_LENGTH);
}

/**
 * Returns the check run's summary: one line where there is nothing to say. `inBody` are ids of the findings that the review's
 * text lists.
 */
export function writeSummary(material: BodyMaterial, list: FindingList, inBody: ReadonlySet<string>): string {
  const { title, workloads, findings, problems, changeSet } = material;
  if (workloads.length === 0 && findings.length === 0 && problems.length === 0)
    return `No Kubernetes workload ${takenWord(changeSet)}.`;
  const sections: string[] = [];
  if (workloads.length > 0) sections.push(writeTable(workloads));
  else sections.push(`${escapeText(title)}.`);
  sections.push(...togetherSection(material), ...noticeSections(material));
  if (findings.length > 0) {
    sections.push(
      `**${count(findings.length, "finding")}**${placesOf(material, list, inBody)}`,
      ...list.items,
    );
    if (list.left > 0)
      sections.push(`- … and ${count(list.left, "more finding")}; \`surefoot review\` shows them all.`);
  }
  sections.push(...problemSections(problems));
  const room = Math.min(20_000, MAX_BODY_LENGTH - lengthOf(sections) - 500);
  const { text } = explainWorkloads(material, [], room);
  return joinWithin(
    text === null ? sections : [...sections, text],
    MAX_BODY_LENGTH,
    (left) => `… ${count(left, "more section")} did not fit; \`surefoot review\` shows them all.`,
  );
}

/** Returns how many findings stand where, in a change of more than a review can tell in one place; else nothing. */
function placesOf(
  { commented, findings }: BodyMaterial,
  { shown }: FindingList,
  inBody: ReadonlySet<string>,
): string {
  const inComments = new Set(commented.map(({ id }) => id)).size;
  const isTold = inComments + inBody.size === 0 || findings.length <= MAX_COMMENTS;
  if (isTold && shown.size === findings.length) return "";
  const places = [
    ...(inComments > 0 ? [`${inComments} in comments at their lines`] : []),
    ...(inBody.size > 0 ? [`${inBody.size} in the review's text`] : []),
    shown.size === findings.length ? "all of them here" : `${shown.size} here`,
  ];
  return `: ${andList(places)}`;
}

/** Findings as items of a list, as far as a text has room for them. */
export interface FindingList {
  items: string[];
  /** ids of the findings that the items tell */
  shown: ReadonlySet<string>;
  /** how many are not told */
  left: number;
}

/** Returns items of at most so many characters, and the first in any case. */
function listWithin(
  findings: readonly Finding[],
  material: BodyMaterial,
  withFix: boolean,
  limit: number,
): FindingList {
  const fixOf = ({ fix }: Finding) => (withFix && fix !== null ? fixText(fix) : "");
  const repeated = new RepeatedObjects(material);
  const items: string[] = [];
  const shown = new Set<string>();
  let length = 0;
  for (const { finding, others } of withAlike(findings, fixOf, (one) => repeated.keyOf(one))) {
    const item = listItem(finding, others, material, fixOf(finding));
    length += item.length + 2;
    if (length > limit && items.length > 0) break;
    items.push(item);
    for (const { id } of [finding, ...others.slice(0, MAX_PLACES)]) shown.add(id);
  }
  return { items, shown, left: findings.filter(({ id }) => !shown.has(id)).length };
}

/** Returns, below the table, what no row of it can tell. */
function togetherSection({ together }: BodyMaterial): string[] {
  const lines = togetherLines(together);
  return lines.length === 0 ? [] : [lines.map((line) => `- ${prose(line)}`).join("\n")];
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
