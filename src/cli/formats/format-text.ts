import type { ChangeSet } from "../../changeset/change-set.js";
import type { Problem } from "../../manifest/problem.js";
import type { Finding } from "../../review/findings/finding.js";
import { isUnjudged } from "../../review/problems/notices.js";
import type { ReviewPlan } from "../../review/review-plan.js";
import { togetherLines } from "../../review/write/together-lines.js";
import { count } from "../../words/list.js";
import { plain, withoutOrders, wrap } from "../plain-text.js";
import { findingLines, type Sources } from "./text-finding.js";
import { type TextOptions, type TextStyle, textStyle } from "./text-style.js";
import { workloadHeader } from "./text-workload.js";

const MAX_PROBLEMS = 20;

/** A plan for people: every workload with its numbers, every finding with its place and its mending, one verdict. */
export function formatText(plan: ReviewPlan, changeSet: ChangeSet, options: TextOptions): string {
  const style = textStyle(options);
  const sources = sourcesOf(changeSet);
  const byWorkload = new Map<string | null, Finding[]>();
  for (const finding of plan.findings) {
    byWorkload.set(finding.workload, [...(byWorkload.get(finding.workload) ?? []), finding]);
  }
  const blocks = plan.workloads.map((workload) => {
    const findings = byWorkload.get(workload.id) ?? [];
    byWorkload.delete(workload.id);
    return [
      ...workloadHeader(workload, style.colours, plan.base === null),
      ...findingBlocks(findings, sources, style),
    ];
  });
  // Some findings stand for what could not be read as a workload.
  const others = [...byWorkload.values()].flat();
  if (others.length > 0) blocks.push(findingBlocks(others, sources, style).slice(1));
  const together = togetherLines(plan.together);
  if (together.length > 0) blocks.push(togetherBlock(together, style));
  const unjudged = plan.problems.filter(isUnjudged);
  const notices = plan.problems.filter((problem) => !isUnjudged(problem));
  if (unjudged.length > 0) blocks.push(problemLines("Not judged, or only in part:", unjudged, style));
  if (notices.length > 0) blocks.push(problemLines("Please note:", notices, style));
  blocks.push(verdict(plan, style));
  return `${blocks.map((lines) => lines.map(withoutOrders).join("\n")).join("\n\n")}\n`;
}

function togetherBlock(lines: readonly string[], { colours, width }: TextStyle): string[] {
  return [
    colours.bold("Together:"),
    ...lines.flatMap((line) => (width === null ? [`  ${plain(line)}`] : wrap(plain(line), width, "  "))),
  ];
}

function findingBlocks(findings: readonly Finding[], sources: Sources, style: TextStyle): string[] {
  return findings.flatMap((finding) => ["", ...findingLines(finding, sources, style)]);
}

function problemLines(title: string, problems: readonly Problem[], { colours, width }: TextStyle): string[] {
  const left = problems.length - MAX_PROBLEMS;
  return [
    colours.bold(title),
    ...problems.slice(0, MAX_PROBLEMS).flatMap(({ path, line, column, message }) => {
      const place = `${plain(path)}:${line}:${column}`;
      return width === null
        ? [`  ${colours.dim(place)}  ${plain(message)}`]
        : [`  ${colours.dim(place)}`, ...wrap(plain(message), width, "    ")];
    }),
    ...(left > 0 ? [`  … and ${left} more; --format json lists them all`] : []),
  ];
}

function verdict({ conclusion, title, check }: ReviewPlan, { colours }: TextStyle): string[] {
  const words = {
    success: colours.green("✓ The check would pass"),
    neutral: colours.yellow("! The check would be neutral"),
    failure: colours.red("✗ The check would fail"),
  };
  const { fixable } = check;
  const edits = fixable > 0 ? ` (${count(fixable, "finding")} with a suggested edit)` : "";
  return [`${words[conclusion]}: ${plain(title)}${edits}`];
}

function sourcesOf({ files, siblings }: ChangeSet): Sources {
  const texts = new Map<string, string>();
  for (const { path, content } of siblings) if (content.kind === "text") texts.set(path, content.text);
  for (const { path, after } of files) if (after?.kind === "text") texts.set(path, after.text);
  const lines = new Map<string, string[]>();
  return (path) => {
    const split =
      lines.get(path) ??
      texts
        .get(path)
        ?.replace(/\r?\n$/, "")
        .split(/\r?\n/) ??
      [];
    lines.set(path, split);
    return split;
  };
}
