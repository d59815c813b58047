/** Renders the charts of local clones with their own values, and compares what comes of it with Helm's own programs. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gitFiles } from "../../../src/changeset/git-files.js";
import { openGit } from "../../../src/changeset/git-process.js";
import type { Tree } from "../../../src/changeset/tree.js";
import { inFolder } from "../../../src/render/folders.js";
import { helm3Nulls } from "../../../src/render/helm/helm3-nulls.js";
import { type ChartFiles, loadChart } from "../../../src/render/helm/load-chart.js";
import { readSides, valuesSetsOf } from "../../../src/render/helm/values/values-sets.js";
import { DEFAULT_SET, type ValuesSet } from "../../../src/render/helm/values-set.js";
import { type Renderer, withRenderer } from "../../../src/renderer/renderer.js";
import { git } from "../git-facts.js";
import { type Comparison, compareNatives, compareWithNative } from "./compare-output.js";
import { LaidOut, withFolder } from "./lay-out.js";
import { addContainerFacts, addLineFacts, type ContainerFacts, type LineFacts } from "./line-facts.js";
import { chartFolders } from "./list-sources.js";
import { completeChart, type NativeOutput, runHelm } from "./native-helm.js";
import { LIMITS } from "./renderer-limits.js";

export interface ChartsOptions {
  /** charts of one clone at most */
  perRepo: number;
  /** sets of values of one chart at most, its own among them */
  perChart: number;
  /** programs to compare with: Helm 4 with the module, and Helm 3 with Helm 4 */
  helm?: string | undefined;
  helm3?: string | undefined;
  progress: (words: string) => void;
  /** keeps what there is so far */
  keep: (records: readonly unknown[]) => void;
}

export interface SetRecord {
  /** null for the chart's own values alone */
  set: string | null;
  forTests: boolean;
  /** why it was not rendered: a stage of the renderer's, or how its answer ended; null where it was */
  failure: string | null;
  message: string;
  milliseconds: number;
  templates: number;
  untrusted: string[];
  missing: string[];
  lines: LineFacts;
  containers: number;
  keys: ContainerFacts;
  /** the module with Helm 4's program */
  native: Comparison | null;
  /** Helm 4's program with Helm 3's */
  majors: Comparison | null;
  /** what the review says of Helm 3 */
  helm3: string[];
}

export interface ChartRecord {
  repo: string;
  folder: string;
  /** why its files could not be loaded; null where they were */
  failure: string | null;
  /** the chart's own values first */
  sets: SetRecord[];
}

export async function surveyCharts(
  gitDirs: readonly string[],
  options: ChartsOptions,
): Promise<ChartRecord[]> {
  const records: ChartRecord[] = [];
  for (const gitDir of gitDirs) {
    const head = git(gitDir, "rev-parse", "HEAD").trim();
    const tree = gitFiles(openGit(gitDir), head);
    for (const folder of await chartFolders(tree, options.perRepo)) {
      options.progress(`${records.length} ${gitDir} ${folder}`);
      const record: ChartRecord = { repo: gitDir, folder, failure: null, sets: [] };
      records.push(record);
      const loaded = await loadChart(folder, tree);
      if (loaded?.ok !== true) record.failure = loaded?.message ?? "no chart";
      else
        record.sets = await surveyChart(
          { gitDir, head, chart: loaded.chart },
          (await setsOf(folder, tree)).slice(0, options.perChart),
          options,
        );
    }
    options.keep(records);
  }
  return records;
}

async function setsOf(folder: string, head: Tree): Promise<ValuesSet[]> {
  const context = {
    policy: [],
    changed: new Set<string>(),
    previousPathOf: (path: string) => path,
    isWanted: () => true,
  };
  const sides = await readSides({ base: null, head }, [folder], context);
  const { sets } = await valuesSetsOf({ folder, previousFolder: folder }, sides, context);
  return [
    DEFAULT_SET,
    ...sets.flatMap(({ after }) => (after === null || after.name === null ? [] : [after])),
  ];
}

interface Source {
  gitDir: string;
  head: string;
  chart: ChartFiles;
}

async function surveyChart(
  source: Source,
  sets: readonly ValuesSet[],
  options: ChartsOptions,
): Promise<SetRecord[]> {
  const survey = async (folder: string | null) =>
    withRenderer(async (renderer) => {
      const records: SetRecord[] = [];
      for (const set of sets) records.push(await surveySet(source, set, renderer, folder, options));
      return records;
    }, LIMITS);
  if (options.helm === undefined) return survey(null);
  return withFolder(async (folder) => {
    const { chart, gitDir, head } = source;
    new LaidOut(gitDir, folder).at(head, [chart.folder, ...chart.dependencies.map((one) => one.folder)]);
    completeChart(folder, chart.folder, chart.dependencies);
    return survey(folder);
  });
}

async function surveySet(
  { chart }: Pick<Source, "chart">,
  set: ValuesSet,
  renderer: Renderer,
  laidOut: string | null,
  { helm, helm3 }: ChartsOptions,
): Promise<SetRecord> {
  const record: SetRecord = {
    ...{ set: set.name, forTests: set.forTests === true, failure: null, message: "", milliseconds: 0 },
    ...{ templates: 0, untrusted: [], missing: [], containers: 0, native: null, majors: null, helm3: [] },
    lines: { compared: 0, unchecked: 0, computed: 0, unmapped: 0, wrong: [] },
    keys: { name: {}, image: {}, ports: {} },
  };
  if (set.failure !== undefined) return { ...record, failure: "set", message: set.failure.message };
  const own = inFolder(chart.folder, "values.yaml");
  const { [own]: ownValues, ...others } = chart.files;
  const files = set.replacesOwn === true ? others : chart.files;
  const { values, release } = set;
  const started = performance.now();
  const asked = await renderer.renderChart({ ...chart, files, values, release, trace: true });
  record.milliseconds = Math.round(performance.now() - started);
  if (asked.kind === "failed") return { ...record, failure: asked.reason };
  const { answer } = asked;
  if (answer.error !== undefined) {
    record.failure = answer.error.stage;
    record.message = answer.error.message.slice(0, 300);
  }
  record.missing = (answer.missing ?? []).map(({ name }) => name);
  for (const template of answer.templates) {
    record.templates++;
    if (!template.trusted) record.untrusted.push(template.name);
    else addLineFacts(record.lines, answer, template, chart.files);
    record.containers += addContainerFacts(record.keys, answer, template, chart.files);
  }
  const subcharts = answer.templates.flatMap(({ chart: [key] }) => (key === undefined ? [] : [key]));
  record.helm3 = helm3Nulls(chart, subcharts).map(({ message }) => message);
  if (helm === undefined || laidOut === null) return record;
  const folder = join(laidOut, chart.folder);
  if (set.replacesOwn === true) rmSync(join(folder, "values.yaml"), { force: true });
  else if (ownValues !== undefined) writeFileSync(join(folder, "values.yaml"), ownValues);
  const outputs: NativeOutput[] = [];
  const run = () => {
    const output = runHelm(helm, { folder, values, release });
    outputs.push(output);
    return output;
  };
  record.native = compareWithNative(answer, run);
  if (helm3 === undefined) return record;
  const of3 = runHelm(helm3, { folder, values, release, kubeVersion: NEWEST });
  record.majors = compareNatives(outputs[0] as NativeOutput, of3);
  return record;
}

/** What Helm 4.3 takes by default: Helm 3 has an older one. */
const NEWEST = "v1.37.0";
