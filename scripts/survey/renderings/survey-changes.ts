/**
 * Reviews commits of local clones with what their charts and kustomizations become, and compares each rendering's review with the
 * one of what the native programs make of both sides, as `--before` and `--after` take it.
 */
import { join } from "node:path";
import type { ChangeSet } from "../../../src/changeset/change-set.js";
import { readFolderChangeSet } from "../../../src/changeset/read-folders.js";
import { withGitChange } from "../../../src/changeset/read-git.js";
import type { Tree, Trees } from "../../../src/changeset/tree.js";
import { reviewChange } from "../../../src/engine.js";
import { DEFAULT_POLICY, type Policy } from "../../../src/policy/policy.js";
import { type ChartToRender, chartsToRender } from "../../../src/render/helm/charts-to-render.js";
import { loadChart } from "../../../src/render/helm/load-chart.js";
import { renderChart } from "../../../src/render/helm/render-chart.js";
import type { ValuesSet } from "../../../src/render/helm/values-set.js";
import { kustomizationsOf } from "../../../src/render/kustomize/kustomizations-of.js";
import { renderKustomizations } from "../../../src/render/kustomize/render-kustomizations.js";
import { renderChange } from "../../../src/render/render-change.js";
import type { RenderedSide, Rendering } from "../../../src/render/rendering.js";
import { type Renderer, withRenderer } from "../../../src/renderer/renderer.js";
import { circumstancesAt } from "../../../src/review/circumstances.js";
import { git } from "../git-facts.js";
import { compareReviews } from "./compare-reviews.js";
import { LaidOut, withFolder } from "./lay-out.js";
import { helmSide, kustomizeSide, type NativeSide, nameOf, writeSide } from "./native-sides.js";
import { LIMITS } from "./renderer-limits.js";

export interface ChangesOptions {
  /** commits of one clone */
  perRepo: number;
  helm?: string | undefined;
  kustomize?: string | undefined;
  progress: (words: string) => void;
  /** keeps what there is so far */
  keep: (records: readonly unknown[]) => void;
}

export interface RenderingRecord {
  tool: "helm" | "kustomize";
  folder: string;
  set: string | null;
  /**
   * `equal`, `different` with its lines, `both-fail`, `ours-fails`, `native-fails`, `in-part` where ours leaves out what nobody
   * fetches, `renderer-fails` where it gave no answer, or `not-compared` without a program
   */
  result: string;
  detail: string[];
}

export interface ChangeRecord {
  repo: string;
  sha: string;
  crash: string | null;
  workloads: number;
  findings: number;
  milliseconds: number;
  renderings: RenderingRecord[];
}

const CIRCUMSTANCES = circumstancesAt(new Date());
/** Names of folders decide nothing here: both sides of a comparison have others. */
const POLICY: Policy = { ...DEFAULT_POLICY, paths: { include: [], exclude: [] } };
const CHANGES_RENDERING = [
  "*.yaml",
  "*.yml",
  "*.tpl",
  "*.json",
  "*.tgz",
  "*.txt",
  "*.env",
  "*.properties",
  ":(exclude).github",
];

export async function surveyChanges(
  gitDirs: readonly string[],
  options: ChangesOptions,
): Promise<ChangeRecord[]> {
  const records: ChangeRecord[] = [];
  for (const gitDir of gitDirs) {
    await withFolder(async (folder) => {
      const before = new LaidOut(gitDir, join(folder, "before"));
      const after = new LaidOut(gitDir, join(folder, "after"));
      for (const sha of commitsOf(gitDir, options.perRepo)) {
        options.progress(`${records.length} ${gitDir} ${sha}`);
        records.push(await surveyChange({ gitDir, sha, before, after, folder }, options));
        options.keep(records);
      }
    });
  }
  return records;
}

function commitsOf(gitDir: string, most: number): string[] {
  const shape = ["--no-merges", "--format=%H %P", `-n${most}`, "HEAD", "--", ...CHANGES_RENDERING];
  return git(gitDir, "log", ...shape)
    .split("\n")
    .flatMap((line) => {
      const [sha = "", parent] = line.split(" ");
      return parent === undefined ? [] : [sha];
    });
}

interface Commit {
  gitDir: string;
  sha: string;
  before: LaidOut;
  after: LaidOut;
  folder: string;
}

async function surveyChange(commit: Commit, options: ChangesOptions): Promise<ChangeRecord> {
  const { gitDir, sha } = commit;
  const record: ChangeRecord = {
    ...{ repo: gitDir, sha, crash: null, workloads: 0, findings: 0, milliseconds: 0, renderings: [] },
  };
  try {
    await withGitChange({ repo: gitDir, base: `${sha}^`, head: sha }, async ({ changeSet, trees }) => {
      const started = performance.now();
      const made = await withRenderer((renderer) => renderAll(changeSet, trees, renderer), LIMITS);
      const renderings = made.map(({ rendering }) => rendering);
      const plan = reviewChange(renderChange(changeSet, { renderings }), POLICY, CIRCUMSTANCES);
      record.milliseconds = Math.round(performance.now() - started);
      record.workloads = plan.workloads.length;
      record.findings = plan.findings.length;
      for (const one of made)
        record.renderings.push(await compareOne(one, changeSet, trees, commit, options));
    });
  } catch (error) {
    record.crash = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  return record;
}

interface Made {
  rendering: Rendering;
  /** the set of values of a chart, at both sides */
  set: { before: ValuesSet | null; after: ValuesSet | null } | null;
}

/** As a review does it, with the sets of values beside. */
async function renderAll(changeSet: ChangeSet, trees: Trees, renderer: Renderer): Promise<Made[]> {
  const isWanted = () => true;
  const made: Made[] = [];
  const { charts } = await chartsToRender(changeSet, trees, { isWanted, policy: [] });
  for (const { chart, ...sets } of charts) {
    const { renderings } = await renderChart(chart, sets, trees, renderer, {});
    made.push(...renderings.map((rendering) => ({ rendering, set: setOf(rendering, sets) })));
  }
  const found = await kustomizationsOf(changeSet, trees, isWanted);
  const built = await renderKustomizations(found, changeSet, trees, renderer);
  return [...made, ...built.renderings.map((rendering) => ({ rendering, set: null }))];
}

function setOf({ set }: Rendering, { sets }: Omit<ChartToRender, "chart">): Made["set"] {
  return sets.find(({ name }) => name === set) ?? null;
}

async function compareOne(
  { rendering, set }: Made,
  changeSet: ChangeSet,
  trees: Trees,
  commit: Commit,
  { helm, kustomize }: ChangesOptions,
): Promise<RenderingRecord> {
  const { tool, folder } = rendering;
  const record: RenderingRecord = { tool, folder, set: rendering.set, result: "not-compared", detail: [] };
  const program = tool === "helm" ? helm : kustomize;
  const sides = [rendering.before, rendering.after] as const;
  for (const side of sides)
    if (side?.kind === "failed" && (side.failure.reason === "limit" || side.failure.reason === "fault"))
      return { ...record, result: "renderer-fails", detail: [side.failure.message.slice(0, 900)] };
  if (program === undefined || rendering.after?.kind === "none") return record;
  const failed = sides.find((side) => side?.kind === "failed");
  // What is left out on purpose, and said so, the program would fetch.
  if (failed?.kind === "failed" && failed.failure.reason === "refused")
    return { ...record, result: "refused" };
  if (tool === "kustomize" && sides.some((side) => side?.kind === "rendered" && side.notes.length > 0))
    return { ...record, result: "in-part" };
  const native = await (tool === "helm"
    ? nativeHelm(program, rendering, set, trees, commit)
    : nativeKustomize(program, rendering, commit));
  for (const [index, side] of sides.entries()) {
    const other = native[index] as NativeSide | null;
    const fails = side?.kind === "failed";
    if (!fails && (other === null || other.ok)) continue;
    const words = `${index === 0 ? "base" : "head"}: ${fails ? side.failure.message : "renders"} / ${other?.ok === false ? other.message : "renders"}`;
    const result = fails && other?.ok === false ? "both-fail" : fails ? "ours-fails" : "native-fails";
    return { ...record, result, detail: [words.slice(0, 900)] };
  }
  const [before, after] = native as [(NativeSide & { ok: true }) | null, (NativeSide & { ok: true }) | null];
  if (after === null) return { ...record, result: "removed" };
  const [from, to] = [join(commit.folder, "native-before"), join(commit.folder, "native-after")];
  writeSide(from, before?.files ?? new Map());
  writeSide(to, after.files);
  const theirs = await readFolderChangeSet({ before: from, after: to });
  const expected = reviewChange(renderChange(theirs), POLICY, CIRCUMSTANCES);
  const alone = { ...changeSet, files: [], siblings: [] };
  const plan = reviewChange(renderChange(alone, { renderings: [rendering] }), POLICY, CIRCUMSTANCES);
  const detail = compareReviews(plan, expected);
  return { ...record, result: detail.length === 0 ? "equal" : "different", detail };
}

async function nativeHelm(
  helm: string,
  { folder, previousFolder = folder, before, after }: Rendering,
  set: Made["set"],
  trees: Trees,
  commit: Commit,
): Promise<(NativeSide | null)[]> {
  const scratch = join(commit.folder, "chart");
  const side = async (
    one: RenderedSide | null,
    values: ValuesSet | null,
    at: string,
    tree: Tree | null,
    laid: LaidOut,
    revision: string,
  ) => {
    if (one === null || values === null || tree === null) return null;
    if (values.failure !== undefined) return { ok: false as const, message: values.failure.message };
    const loaded = await loadChart(at, tree);
    const dependencies = loaded?.ok === true ? loaded.chart.dependencies : [];
    laid.at(revision, [at, ...dependencies.map((dependency) => dependency.folder)]);
    return helmSide(helm, { laidOut: laid.folder, scratch }, { folder: at, dependencies }, values);
  };
  const { sha } = commit;
  return [
    await side(before, set?.before ?? null, previousFolder, trees.base, commit.before, `${sha}^`),
    await side(after, set?.after ?? null, folder, trees.head, commit.after, sha),
  ];
}

async function nativeKustomize(
  kustomize: string,
  { folder, previousFolder = folder, before, after }: Rendering,
  { sha, before: laidBefore, after: laidAfter }: Commit,
): Promise<(NativeSide | null)[]> {
  const side = (one: RenderedSide | null, at: string, laid: LaidOut, revision: string) => {
    if (one === null) return null;
    laid.at(revision, [""]);
    const files = one.kind === "rendered" ? filesOf(one) : new Map<string, string>();
    return kustomizeSide(kustomize, laid.folder, at, (name) => files.get(JSON.stringify(name)) ?? null);
  };
  return [side(before, previousFolder, laidBefore, `${sha}^`), side(after, folder, laidAfter, sha)];
}

/** Which file an object came from: what stands in one changed file counts as changed. */
function filesOf({ texts }: RenderedSide & { kind: "rendered" }): Map<string, string> {
  return new Map(
    texts.flatMap(({ path, text }) =>
      text.split(/^---\n/m).map((document): [string, string] => [JSON.stringify(nameOf(document)), path]),
    ),
  );
}
