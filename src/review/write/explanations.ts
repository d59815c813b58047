/** How numbers were computed, once for each workload: the review's text and the check have it, and comments lead there. */
import type { Judgement } from "../../judge/judge-workload.js";
import { count } from "../../words/list.js";
import type { Review } from "../review.js";
import type { WorkloadReport } from "../review-plan.js";
import { code, fenced, folded } from "./markdown.js";
import { watchCommands } from "./watch-commands.js";
import { COMPUTED, pageLink, rolloutLines } from "./write-comment.js";
import { repeatedLabels, workloadLabel } from "./write-table.js";

interface Explanations {
  /** Markdown; null where nothing is explained, or nothing fits */
  text: string | null;
  /** ids of the workloads that it explains */
  explained: ReadonlySet<string>;
}

interface Explanation {
  workloads: { id: string; name: string; commands: string | null }[];
  lines: string[];
  link: string[];
}

/** Workloads with the same numbers that have commands of their own. */
const MAX_COMMANDS = 5;

/**
 * Explains workloads, those in `first` before the others, as far as the text stays within a length. Where the arithmetic of
 * several is the same, to the letter, it is told once.
 */
export function explainWorkloads(
  { judgements, workloads, findings, circumstances }: Review,
  first: readonly string[],
  limit: number,
): Explanations {
  const repeated = repeatedLabels(workloads);
  const groups = new Map<string, Explanation>();
  const order = new Map([...new Set(first)].map((id, index) => [id, index]));
  const placeOf = ({ id }: WorkloadReport) => order.get(id) ?? order.size;
  const inOrder = workloads.toSorted((one, other) => placeOf(one) - placeOf(other));
  const explained = new Set<string>();
  let length = 0;
  let left = 0;
  for (const report of inOrder) {
    const judgement = report.after === null ? undefined : judgements.get(report.id);
    if (judgement === undefined) continue;
    // To write one costs more than to count it.
    if (length >= limit) {
      left += 1;
      continue;
    }
    const lines = rolloutLines(judgement, findings);
    const key = lines.join("\n");
    const group = groups.get(key);
    const workload = named(report, judgement, repeated);
    const added = group === undefined ? key.length + 100 : 2;
    length += added + workload.name.length + (workload.commands?.length ?? 0);
    if (length > limit) {
      left += 1;
      continue;
    }
    explained.add(report.id);
    if (group !== undefined) group.workloads.push(workload);
    else
      groups.set(key, { workloads: [workload], lines, link: pageLink(judgement, findings, circumstances) });
  }
  const texts = [...groups.values()].map(textOf);
  if (left > 0 && texts.length > 0) texts.push(`… and ${count(left, "more workload")}.`);
  return { text: texts.length === 0 ? null : folded(COMPUTED, texts.join("\n\n")), explained };
}

function named(report: WorkloadReport, { workload }: Judgement, repeated: ReadonlySet<string>) {
  const label = workloadLabel(report);
  const place = repeated.has(label) ? ` at ${code(`${report.path}:${report.line}`)}` : "";
  return { id: report.id, name: `${code(label)}${place}`, commands: watchCommands(workload) };
}

function textOf({ workloads, lines, link }: Explanation): string {
  const commands = workloads.slice(0, MAX_COMMANDS).flatMap((one) => one.commands ?? []);
  const text = [...lines, ...(commands.length === 0 ? [] : ["", ...commands])].join("\n");
  return [workloads.map(({ name }) => name).join(", "), fenced("text", text), ...link].join("\n\n");
}
