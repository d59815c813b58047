/**
 * Renders what local clones hold, and checks it without the renderer's own code. For maintainers:
 *
 *   npm run survey:renderings -- --charts GITDIR… [--per-repo N] [--sets N] [--helm PATH [--helm3 PATH]] [--json OUT]
 *   npm run survey:renderings -- --kustomizations GITDIR… [--per-repo N] [--kustomize PATH] [--json OUT]
 *   npm run survey:renderings -- --changes GITDIR… [--per-repo N] [--helm PATH] [--kustomize PATH] [--json OUT]
 *
 * Each of them with `--summary` prints the records again that `--json` wrote, of as many files as are named.
 * `--charts` renders all charts at the tips with their own values and the repository's sets of values. With Helm's programs the
 * bytes are compared, of the module with Helm 4, and of Helm 4 with Helm 3: `--kustomizations` does the same with
 * the kustomizations that nobody takes in. `--changes` reviews the last commits, and compares the numbers and findings with those
 * of what the programs make of both sides: docs/maintaining.md, "A survey of renderings".
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { stopRenderers } from "../src/renderer/renderer.js";
import { printChanges } from "./survey/renderings/print-changes.js";
import { printCharts } from "./survey/renderings/print-charts.js";
import { printKustomizations } from "./survey/renderings/print-kustomizations.js";
import { surveyChanges } from "./survey/renderings/survey-changes.js";
import { surveyCharts } from "./survey/renderings/survey-charts.js";
import { surveyKustomizations } from "./survey/renderings/survey-kustomizations.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    charts: { type: "boolean", default: false },
    kustomizations: { type: "boolean", default: false },
    changes: { type: "boolean", default: false },
    "per-repo": { type: "string", default: "60" },
    sets: { type: "string", default: "9" },
    helm: { type: "string" },
    helm3: { type: "string" },
    kustomize: { type: "string" },
    json: { type: "string" },
    summary: { type: "boolean", default: false },
  },
});
const { charts, kustomizations, changes } = values;
if ([charts, kustomizations, changes].filter(Boolean).length !== 1)
  throw new Error("name one of --charts, --kustomizations and --changes");
if (positionals.length === 0) throw new Error("name git directories, or files of records with --summary");
const perRepo = numberOf("per-repo");
const progress = (words: string) => void (process.stderr.isTTY && process.stderr.write(`\r\u001b[K${words}`));
const { helm, helm3, kustomize } = values;

if (charts) {
  const perChart = numberOf("sets");
  process.exitCode = printCharts(
    await recordsOf(() => surveyCharts(positionals, { perRepo, perChart, helm, helm3, progress, keep })),
  );
}
if (kustomizations) {
  process.exitCode = printKustomizations(
    await recordsOf(() => surveyKustomizations(positionals, { perRepo, kustomize, progress, keep })),
  );
}
if (changes) {
  process.exitCode = printChanges(
    await recordsOf(() => surveyChanges(positionals, { perRepo, helm, kustomize, progress, keep })),
  );
}
await stopRenderers();

function keep(records: readonly unknown[]): void {
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(records, null, 1));
}

function numberOf(option: "per-repo" | "sets"): number {
  const number = Number(values[option]);
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${option} takes a number`);
  return number;
}

async function recordsOf<Record>(survey: () => Promise<Record[]>): Promise<Record[]> {
  if (values.summary)
    return positionals.flatMap((file) => JSON.parse(readFileSync(file, "utf8")) as Record[]);
  return survey();
}
