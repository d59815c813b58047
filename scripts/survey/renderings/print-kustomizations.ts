/** What a survey of kustomizations found, in words. */
import { counted, list, printComparison } from "./print-charts.js";
import { isRendererFailure } from "./renderer-limits.js";
import type { KustomizationRecord } from "./survey-kustomizations.js";

/** Prints the summary; gives 1 where there is none, the renderer gave no answer or bytes differ, else 0. */
export function printKustomizations(records: readonly KustomizationRecord[]): number {
  const repos = new Set(records.map(({ repo }) => repo));
  console.log(`kustomizations ${records.length} of ${repos.size} repositories`);
  console.log(`  ${counted(records.map(({ outcome }) => [outcome, 1]))}`);
  const failed = records.filter(({ outcome }) => outcome !== "built" && !outcome.startsWith("refused"));
  list(
    "not built",
    failed.map(
      ({ repo, folder, outcome, message }) => `${outcome}: ${repo} ${folder}: ${message.slice(0, 300)}`,
    ),
  );
  const times = records.map(({ milliseconds }) => milliseconds).sort((left, right) => left - right);
  console.log(`milliseconds: median ${times[times.length >> 1] ?? 0}, most ${times.at(-1) ?? 0}`);
  const compared = records.map(({ repo, folder, native }) => ({ where: `${repo} ${folder}`, found: native }));
  const isDifferent = printComparison("the module and kustomize", compared);
  const isUnanswered = records.some(({ outcome }) => isRendererFailure(outcome));
  return records.length === 0 || isUnanswered || isDifferent ? 1 : 0;
}
