/** Builds the kustomizations of local clones that nobody takes in, and compares the bytes with those of kustomize's own program. */
import { join } from "node:path";
import { gitFiles } from "../../../src/changeset/git-files.js";
import { openGit } from "../../../src/changeset/git-process.js";
import { loadKustomization } from "../../../src/render/kustomize/load-kustomization.js";
import { withRenderer } from "../../../src/renderer/renderer.js";
import { git } from "../git-facts.js";
import type { Comparison } from "./compare-output.js";
import { LaidOut, withFolder } from "./lay-out.js";
import { kustomizationRoots } from "./list-sources.js";
import { runKustomize } from "./native-kustomize.js";
import { LIMITS } from "./renderer-limits.js";

export interface KustomizationRecord {
  repo: string;
  folder: string;
  /** `built`; `refused` and why, `charts` where it has helmCharts, `error`, or how the renderer's answer ended */
  outcome: string;
  message: string;
  objects: number;
  milliseconds: number;
  native: Comparison | null;
}

export interface KustomizationsOptions {
  perRepo: number;
  kustomize?: string | undefined;
  progress: (words: string) => void;
  /** keeps what there is so far */
  keep: (records: readonly unknown[]) => void;
}

export async function surveyKustomizations(
  gitDirs: readonly string[],
  options: KustomizationsOptions,
): Promise<KustomizationRecord[]> {
  const records: KustomizationRecord[] = [];
  for (const gitDir of gitDirs) {
    await withFolder(async (folder) => {
      const head = git(gitDir, "rev-parse", "HEAD").trim();
      const roots = await kustomizationRoots(gitFiles(openGit(gitDir), head), options.perRepo);
      if (roots.length > 0 && options.kustomize !== undefined) new LaidOut(gitDir, folder).at(head, [""]);
      for (const root of roots) {
        options.progress(`${records.length} ${gitDir} ${root}`);
        records.push(await surveyOne(gitDir, head, root, { ...options, laidOut: folder }));
      }
    });
    options.keep(records);
  }
  return records;
}

async function surveyOne(
  gitDir: string,
  head: string,
  root: string,
  { kustomize, laidOut }: KustomizationsOptions & { laidOut: string },
): Promise<KustomizationRecord> {
  const record: KustomizationRecord = {
    ...{
      repo: gitDir,
      folder: root,
      outcome: "built",
      message: "",
      objects: 0,
      milliseconds: 0,
      native: null,
    },
  };
  const loaded = await loadKustomization(root, gitFiles(openGit(gitDir), head));
  if (loaded?.ok !== true)
    return { ...record, outcome: loaded?.reason ?? "none", message: loaded?.message ?? "" };
  const { files } = loaded;
  const started = performance.now();
  const asked = await withRenderer((renderer) => renderer.buildKustomization({ root, files }), LIMITS);
  record.milliseconds = Math.round(performance.now() - started);
  if (asked.kind === "failed") return { ...record, outcome: asked.reason };
  const { objects, refused = [], charts = [], error, emptied = [] } = asked.answer;
  const [first] = refused;
  if (first !== undefined)
    return { ...record, outcome: `refused: ${first.reason}`, message: `${first.field} ${first.value}` };
  if (charts.length > 0) return { ...record, outcome: "charts" };
  record.objects = objects.length;
  if (error !== undefined) Object.assign(record, { outcome: "error", message: error });
  if (kustomize === undefined) return record;
  const native = runKustomize(kustomize, join(laidOut, root));
  if (error !== undefined || !native.ok) {
    const result = error !== undefined && !native.ok ? "both-fail" : "one-fails";
    const secret =
      emptied.length > 0
        ? `\nfiles of secrets that are not there: ${emptied.map(({ file }) => file).join()}`
        : "";
    const detail = `module: ${error ?? "builds"}\nprogram: ${native.ok ? "builds" : native.message}${secret}`;
    record.native = { result, documents: 0, detail: detail.slice(0, 1_200) };
    return record;
  }
  const text = objects.map(({ yaml }) => yaml).join("---\n");
  const equal = text === native.text;
  record.native = {
    result: equal ? "equal" : "different",
    documents: equal ? objects.length : 0,
    detail: equal ? "" : firstDifference(text, native.text),
  };
  return record;
}

function firstDifference(ours: string, theirs: string): string {
  const [left, right] = [ours.split("\n"), theirs.split("\n")];
  const at = left.findIndex((line, index) => line !== right[index]);
  const from = at === -1 ? left.length : at;
  const show = (lines: readonly string[]) => lines.slice(Math.max(0, from - 2), from + 4).join("\n");
  return `line ${from + 1}\n<<<\n${show(left)}\n>>>\n${show(right)}`.slice(0, 1_200);
}
