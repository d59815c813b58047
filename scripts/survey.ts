/**
 * Runs the engine over real commits and checks every review without the engine's own code. For maintainers:
 *
 *   npm run survey -- --list commits.json [--limit N] [--only SHA] [--json OUT] [--dump DIR] [--plans-only]
 *   npm run survey -- --summary RECORDS.json [--draw SEED [--out draw.md]]
 *   npm run survey -- --commits GITDIR… [--per-repo N] [--seed SEED] --list-out commits.json
 *
 * The list is `[{ "gitDir": "…", "sha": "…", "repo": "owner/name" }]`, each commit taken against its first parent; the last
 * form writes one. `--json` keeps one record a commit, which `--summary FILE` prints again; `--dump` every edited file before
 * and after, for a second YAML parser. `--plans-only` runs the engine alone, without the checks. `--draw` draws from the
 * records what a person then judges, in place of the summary: docs/maintaining.md, "An audit by hand".
 */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type ChangeSet, isManifestPath } from "../src/changeset/change-set.js";
import { readGitChangeSet } from "../src/changeset/read-git.js";
import { reviewChange } from "../src/engine.js";
import { DEFAULT_POLICY } from "../src/policy/policy.js";
import { renderChange } from "../src/render/render-change.js";
import { circumstancesAt } from "../src/review/circumstances.js";
import type { ReviewPlan } from "../src/review/review-plan.js";
import { checkPlan, type EditedFile } from "./survey/check-plan.js";
import { countOutcomes } from "./survey/count-outcomes.js";
import { drawAudit } from "./survey/draw-audit.js";
import { type CommitFacts, commitFacts, filesInFolder, parentOf, textsAt } from "./survey/git-facts.js";
import { type ListedCommit, listCommits } from "./survey/list-commits.js";
import { type OwnContainer, unprobedServing } from "./survey/own-view.js";
import { printAudit } from "./survey/print-audit.js";
import { type CommitRecord, printSummary } from "./survey/print-summary.js";
import { servingSign } from "./survey/serving-signs.js";

const CIRCUMSTANCES = circumstancesAt(new Date());

const MAX_TEXT = 3 * 1024 * 1024;

let dumped = 0;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: "string" },
    limit: { type: "string" },
    only: { type: "string" },
    json: { type: "string" },
    dump: { type: "string" },
    "plans-only": { type: "boolean", default: false },
    summary: { type: "string" },
    draw: { type: "string" },
    out: { type: "string" },
    commits: { type: "boolean", default: false },
    "per-repo": { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    "list-out": { type: "string" },
  },
});
if (values.commits) {
  writeOut(values["list-out"], JSON.stringify(listedCommits(), null, 1));
} else {
  const records = await recordsToShow();
  if (values.draw === undefined) process.exitCode = printSummary(records);
  else writeOut(values.out, printAudit(drawAudit(records, values.draw, servingSign)));
}

function listedCommits(): ListedCommit[] {
  const most = Number(values["per-repo"]);
  if (!Number.isInteger(most) || most < 1) throw new Error("--per-repo takes a number of commits");
  if (positionals.length === 0) throw new Error("name git directories after --commits");
  return listCommits(positionals, most, values.seed);
}

/** Writes to the file, or to the standard output where none is named. */
function writeOut(file: string | undefined, text: string): void {
  if (file === undefined) process.stdout.write(text);
  else writeFileSync(file, text);
}

async function recordsToShow(): Promise<CommitRecord[]> {
  if (values.summary !== undefined) return JSON.parse(readFileSync(values.summary, "utf8")) as CommitRecord[];
  if (values.list === undefined) throw new Error("name a list of commits with --list FILE");
  const listed = JSON.parse(readFileSync(values.list, "utf8")) as ListedCommit[];
  const commits = listed
    .filter(({ sha }) => values.only === undefined || sha.startsWith(values.only))
    .slice(0, values.limit === undefined ? undefined : Number(values.limit));
  const records: CommitRecord[] = [];
  for (const commit of commits) {
    records.push(await surveyCommit(commit));
    if (process.stderr.isTTY) process.stderr.write(`\r${records.length}/${commits.length} `);
  }
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(records, null, 1));
  return records;
}

async function surveyCommit({ gitDir, sha, repo = gitDir }: ListedCommit): Promise<CommitRecord> {
  const record: CommitRecord = {
    repo,
    gitDir,
    sha,
    loadMs: 0,
    reviewMs: 0,
    unreadable: false,
    crash: null,
    checked: !values["plans-only"],
    violations: [],
    outcomes: [],
    plan: null,
  };
  let parent: string;
  let facts: CommitFacts | null = null;
  try {
    if (record.checked) facts = commitFacts(gitDir, sha);
    parent = facts?.parent ?? parentOf(gitDir, sha);
  } catch {
    // A partial clone lacks some blobs: git itself cannot show the commit, so there is nothing to compare with.
    return { ...record, unreadable: true };
  }
  try {
    let start = performance.now();
    const changeSet = await readGitChangeSet({ repo: gitDir, base: parent, head: sha });
    record.loadMs = performance.now() - start;
    start = performance.now();
    const plan = reviewChange(renderChange(changeSet), DEFAULT_POLICY, CIRCUMSTANCES);
    record.reviewMs = performance.now() - start;
    const { comments, findings, spoken, problems, workloads, conclusion, title, reviewBody } = plan;
    record.plan = { comments, findings, spoken, problems, workloads, conclusion, title, reviewBody };
    if (facts !== null) checkRecord(record, gitDir, plan, changeSet, facts);
  } catch (error) {
    record.crash = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  return record;
}

/** Adds to a record what the survey's own reading has against its plan. */
function checkRecord(
  record: CommitRecord,
  gitDir: string,
  plan: ReviewPlan,
  changeSet: ChangeSet,
  facts: CommitFacts,
): void {
  const { repo, sha } = record;
  const texts = textsAt(gitDir, sha, [...facts.previousPaths.keys()].filter(isManifestPath));
  // A finding may stand in a file beside the changed ones, whose Service changed.
  const headText = (path: string) => texts.get(path) ?? textsAt(gitDir, sha, [path]).get(path) ?? null;
  const { violations, edited } = checkPlan(plan, facts.hunks, headText);
  if (values.dump !== undefined) dump(values.dump, repo, sha, edited);
  record.violations = [...violations, ...readingFaults(changeSet, facts)];
  const own = ownContainers(gitDir, sha, facts, texts);
  record.outcomes = countOutcomes(plan, own, (path) => (headText(path)?.includes("\r") ? "CRLF" : "LF"));
}

/** Where our own reading of the commit and git's diff do not name the same files and hunks. */
function readingFaults(changeSet: ChangeSet, facts: CommitFacts): string[] {
  const faults: string[] = [];
  const manifests = [...facts.previousPaths.keys()].filter((path) => isManifestPath(path));
  const loaded = new Map(changeSet.files.map((file) => [file.path, file]));
  for (const path of manifests) {
    const file = loaded.get(path);
    if (file === undefined) faults.push(`${path} was not loaded`);
    if (file === undefined || file.hunks === null || file.after?.kind !== "text") continue;
    const ours = file.hunks.map(({ newStart, newLines }) => `${newStart}+${newLines}`).join();
    const gits = (facts.hunks.get(path) ?? [])
      .map(({ first, last }) => `${first}+${last - first + 1}`)
      .join();
    if (ours !== gits) faults.push(`${path} has hunks ${ours}, git says ${gits}`);
  }
  return faults;
}

function ownContainers(
  gitDir: string,
  sha: string,
  facts: CommitFacts,
  texts: ReadonlyMap<string, string>,
): OwnContainer[] {
  const readable = (text: string) => text.length < MAX_TEXT;
  const holdsDeployment = (text: string) => readable(text) && /kind\W{1,6}(Deployment|List)\b/.test(text);
  const changed = [...texts].filter(([, text]) => holdsDeployment(text));
  if (changed.length === 0) return [];
  const bases = [...facts.removedPaths, ...[...facts.previousPaths.values()].filter((path) => path !== null)];
  const before = [...textsAt(gitDir, facts.parent, bases.filter(isManifestPath)).values()].filter(
    holdsDeployment,
  );
  const neighbours = new Map<string, string[]>();
  for (const folder of new Set(changed.map(([path]) => folderOf(path)))) {
    const paths = filesInFolder(gitDir, sha, folder).filter(isManifestPath);
    const around = [...textsAt(gitDir, sha, paths).values()].filter(
      (text) => readable(text) && /kind\W{1,6}(Service|List|PersistentVolumeClaim)\b/.test(text),
    );
    neighbours.set(folder, around);
  }
  return unprobedServing(
    { changed, before, neighbours: (path) => neighbours.get(folderOf(path)) ?? [] },
    facts.hunks,
  );
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function dump(folder: string, repo: string, sha: string, edited: readonly EditedFile[]): void {
  mkdirSync(folder, { recursive: true });
  for (const one of edited) {
    writeFileSync(
      join(folder, `${String(dumped++).padStart(6, "0")}.json`),
      JSON.stringify({ repo, sha, ...one }),
    );
  }
}
