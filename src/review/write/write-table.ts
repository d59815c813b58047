import { type RolloutAnalysis, WITHOUT_BUDGET } from "../../rollout/rollout-analysis.js";
import type { WorkloadReport } from "../review-plan.js";
import { leadingSet } from "../sets/leading-set.js";
import { cellCode } from "./markdown.js";
import { unknownWorstCase } from "./unknown-worst-case.js";
import { budgetOnVersions, worstCaseOnVersions } from "./version-text.js";

const HEADER = [
  "| workload | replicas | budget | worst case | gate coverage | rolls pods |",
  "|---|---|---|---|---|---|",
];

/** At most so many rows: a body has a limit, and a person reads no more. */
const MAX_ROWS = 100;

/** Returns the table of a review, Markdown: one row a workload, before → after where they differ. */
export function writeTable(workloads: readonly WorkloadReport[]): string {
  const repeated = repeatedLabels(workloads);
  const rows = workloads.slice(0, MAX_ROWS).map((workload) => row(workload, repeated));
  const left = workloads.length - rows.length;
  const more = left > 0 ? [`| … and ${left} more; \`surefoot review\` shows them all | | | | | |`] : [];
  return [...HEADER, ...rows, ...more].join("\n");
}

/** Returns the labels that several workloads have, so that it has to be said where each of them stands. */
export function repeatedLabels(workloads: readonly WorkloadReport[]): ReadonlySet<string> {
  const repeated = new Set<string>();
  const seen = new Set<string>();
  for (const label of workloads.map(workloadLabel)) (seen.has(label) ? repeated : seen).add(label);
  return repeated;
}

/** Where several workloads have one name, each row says where its own stands. */
function row(workload: WorkloadReport, repeated: ReadonlySet<string>): string {
  const label = workloadLabel(workload);
  const place = repeated.has(label) ? ` at ${cellCode(`${workload.path}:${workload.line}`)}` : "";
  const set = leadingSet(workload);
  const cells = [
    `${cellCode(label)}${place}${set === null ? "" : ` with ${cellCode(set)}`}`,
    change(workload, replicasText),
    change(workload, budgetText),
    change(workload, worstCaseText),
    change(workload, coverageText),
    rollsText(workload),
  ];
  return `| ${cells.join(" | ")} |`;
}

/** Kind and name of a workload, with its namespace where it has one; plain text. */
export function workloadLabel({ kind, namespace, name, id }: WorkloadReport): string {
  if (name === null) return `${kind} ${id}`;
  return `${kind} ${namespace === null ? name : `${namespace}/${name}`}`;
}

function change(workload: WorkloadReport, text: (analysis: RolloutAnalysis) => string): string {
  const { before, after } = workload;
  // Without numbers it may as well stand there and wait for a tool to fill in a placeholder.
  const gone = workload.change === "removed" ? "removed" : "–";
  if (after === null) return before === null ? "–" : `${text(before)} → ${gone}`;
  if (before === null || text(before) === text(after)) return text(after);
  return `${text(before)} → ${text(after)}`;
}

function replicasText({ replicas, unknownNodes }: RolloutAnalysis): string {
  if (replicas === null) return unknownNodes === null ? "–" : "every node";
  const range = replicas.min === replicas.max ? `${replicas.min}` : `${replicas.min} to ${replicas.max}`;
  return replicas.source === "default" || replicas.source === "nodes"
    ? `${range} (${replicas.source})`
    : range;
}

function budgetText(analysis: RolloutAnalysis): string {
  const { budget, strategy, unknownNodes } = analysis;
  if (budget !== null) return budgetOnVersions(analysis);
  return WITHOUT_BUDGET.has(strategy) ? `none (${strategy})` : (unknownNodes?.limit ?? "–");
}

function worstCaseText(analysis: RolloutAnalysis): string {
  const { worstCase, atReplicas, worstShare, unknownNodes } = analysis;
  if (unknownNodes !== null) return worstShare === 1 ? "**all**" : unknownWorstCase(unknownNodes, worstShare);
  if (worstCase === null) return "–";
  return worstCaseOnVersions(analysis, (lost) => {
    const text = `${lost} of ${atReplicas}`;
    return lost > 0 && lost === atReplicas ? `**${text}**` : text;
  });
}

/** Returns how many serving containers are gated, as both writers of a workload's numbers have it. */
export function coverageText({
  coverage,
  replicas,
  unknownNodes,
  unknownListeners,
  datagrams,
  gated,
}: RolloutAnalysis): string {
  const { covered, total } = coverage.gate;
  const isOpen = unknownListeners.some(({ gated }) => gated === null);
  if (total > 0) return `${covered}/${total}${isOpen ? " and unknown" : ""}`;
  if (isOpen) return "unknown";
  if (datagrams.length > 0) return `${datagrams.join(" and ")} only${gated ? "" : ": not judged"}`;
  return replicas === null && unknownNodes === null ? "–" : "serves nothing";
}

function rollsText({ change, rollsPods, isRefused }: WorkloadReport): string {
  if (change === "removed") return "removed";
  if (isRefused) return change === "added" ? "new, refused" : "no, refused";
  if (change === "added") return "new";
  return rollsPods ? "yes" : "no";
}
