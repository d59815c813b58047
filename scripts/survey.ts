/**
 * Runs the engine over real commits and checks every review without the engine's own code. For maintainers:
 *
 *   npx tsx scripts/survey.ts --list commits.json [--limit N] [--only SHA] [--json OUT] [--dump DIR]
 *
 * The list is `[{ "gitDir": "…", "sha": "…", "repo": "owner/name" }]`, each commit taken against its first parent.
 * `--json` keeps one record a commit, which `--summary FILE` prints again; `--dump` every edited file before and after, for a second YAML parser.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type ChangeSet, isManifestPath } from "../src/changeset/change-set.js";
import { readGitChangeSet } from "../src/changeset/read-git.js";
import { reviewChangeSet } from "../src/engine.js";
import { DEFAULT_POLICY } from "../src/policy/policy.js";
import { checkPlan, type EditedFile } from "./survey/check-plan.js";
import { countOutcomes } from "./survey/count-outcomes.js";
import { type CommitFacts, commitFacts, fileAt, filesInFolder } from "./survey/git-facts.js";
import { type OwnContainer, unprobedServing } from "./survey/own-view.js";
import { type CommitRecord, printSummary } from "./survey/print-summary.js";

interface ListedCommit {
  gitDir: string;
  sha: string;
  repo?: string;
}

const MAX_TEXT = 3 * 1024 * 1024;

let dumped = 0;
const { values } = parseArgs({
  options: {
    list: { type: "string" },
    limit: { type: "string" },
    only: { type: "string" },
    json: { type: "string" },
    dump: { type: "string" },
    summary: { type: "string" },
  },
});
process.exitCode = printSummary(await recordsToShow());

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
    sha,
    loadMs: 0,
    reviewMs: 0,
    unreadable: false,
    crash: null,
    violations: [],
    outcomes: [],
    plan: null,
  };
  let facts: CommitFacts;
  try {
    facts = commitFacts(gitDir, sha);
  } catch {
    // A partial clone lacks some blobs: git itself cannot show the commit, so there is nothing to compare with.
    return { ...record, unreadable: true };
  }
  try {
    let start = performance.now();
    const changeSet = await readGitChangeSet({ repo: gitDir, base: facts.parent, head: sha });
    record.loadMs = performance.now() - start;
    start = performance.now();
    const plan = reviewChangeSet(changeSet, DEFAULT_POLICY);
    record.reviewMs = performance.now() - start;

    const texts = new Map<string, string | null>();
    const headText = (path: string) => {
      if (!texts.has(path)) texts.set(path, fileAt(gitDir, sha, path));
      return texts.get(path) ?? null;
    };
    const { violations, edited } = checkPlan(plan, facts.hunks, headText);
    if (values.dump !== undefined) dump(values.dump, repo, sha, edited);
    record.violations = [...violations, ...readingFaults(changeSet, facts)];
    const own = ownContainers(gitDir, sha, facts, headText);
    record.outcomes = countOutcomes(plan, own);
    const { comments, findings, problems, workloads, conclusion, title, reviewBody } = plan;
    record.plan = { comments, findings, problems, workloads, conclusion, title, reviewBody };
  } catch (error) {
    record.crash = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  return record;
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
  headText: (path: string) => string | null,
): OwnContainer[] {
  const isManifest = (path: string) => /\.(ya?ml|json)$/i.test(path);
  const readable = (text: string | null): text is string => text !== null && text.length < MAX_TEXT;
  return [...facts.previousPaths].flatMap(([path, previous]) => {
    const text = isManifest(path) ? headText(path) : null;
    if (!readable(text) || !/kind\W{1,6}(Deployment|List)\b/.test(text)) return [];
    const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
    const around = filesInFolder(gitDir, sha, folder)
      .filter(isManifest)
      .map(headText)
      .filter(readable)
      .filter((one) => /kind\W{1,6}(Service|List|PersistentVolumeClaim)\b/.test(one));
    const before = previous === null ? null : fileAt(gitDir, facts.parent, previous);
    return unprobedServing(path, text, before, around, facts.hunks.get(path) ?? []);
  });
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
