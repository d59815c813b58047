/** Both sides of one rendering as the native programs make it: the text of each file, by a name that both sides have in common. */
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { ChartFiles } from "../../../src/render/helm/load-chart.js";
import type { ValuesSet } from "../../../src/render/helm/values-set.js";
import { completeChart, runHelm } from "./native-helm.js";
import { runKustomize } from "./native-kustomize.js";

export type NativeSide = { ok: true; files: Map<string, string> } | { ok: false; message: string };

/** Renders a chart of a laid-out commit with a set of values. */
export function helmSide(
  helm: string,
  { laidOut, scratch }: { laidOut: string; scratch: string },
  chart: Pick<ChartFiles, "folder" | "dependencies">,
  { values, release, replacesOwn }: ValuesSet,
): NativeSide {
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  // The files of the commit stay as they are: the next one is laid over them.
  for (const folder of [chart.folder, ...chart.dependencies.map((one) => one.folder)])
    if (existsSync(join(laidOut, folder)))
      cpSync(join(laidOut, folder), join(scratch, folder === "" ? "." : folder), {
        recursive: true,
        dereference: true,
      });
  completeChart(scratch, chart.folder, chart.dependencies);
  const folder = join(scratch, chart.folder);
  if (replacesOwn) rmSync(join(folder, "values.yaml"), { force: true });
  const output = runHelm(helm, { folder: folder.replace(/\/$/, ""), values, release });
  if (!output.ok) return output;
  const files = new Map<string, string>();
  for (const [template, documents] of output.byTemplate) {
    const applied = documents.filter(isApplied);
    // The chart's name may be another on the other side; below the root's folder names are the repository's.
    if (applied.length > 0) files.set(flat(template.replace(/^[^/]*\//, "")), `${applied.join("\n---\n")}\n`);
  }
  return { ok: true, files };
}

/** Builds a kustomization of a laid-out commit: each object a file of its own. */
export function kustomizeSide(
  kustomize: string,
  laidOut: string,
  root: string,
  fileOf: (object: ObjectName) => string | null,
): NativeSide {
  const built = runKustomize(kustomize, join(laidOut, root));
  if (!built.ok) return built;
  const files = new Map<string, string>();
  for (const document of built.text.split(/^---\n/m)) {
    const name = fileOf(nameOf(document));
    if (name === null) continue;
    const before = files.get(flat(name));
    files.set(flat(name), before === undefined ? document : `${before}---\n${document}`);
  }
  return { ok: true, files };
}

export interface ObjectName {
  kind: string;
  namespace: string;
  name: string;
}

export function nameOf(document: string): ObjectName {
  const value = first(document);
  const metadata = (value?.metadata ?? {}) as Record<string, unknown>;
  return {
    kind: String(value?.kind ?? ""),
    namespace: String(metadata.namespace ?? ""),
    name: String(metadata.name ?? ""),
  };
}

function first(document: string): Record<string, unknown> | null {
  const [parsed] = parseAllDocuments(document, { uniqueKeys: false });
  const value = parsed === undefined || !("toJS" in parsed) ? null : safely(() => parsed.toJS());
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
}

function safely(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return null;
  }
}

/** All files in one folder, so that each stands beside the others as in one release. */
function flat(path: string): string {
  return /\.ya?ml$/.test(basename(path)) ? path.replaceAll("/", "__") : `${path.replaceAll("/", "__")}.yaml`;
}

const EVENT = /^(?:(pre|post)-(install|upgrade|delete|rollback)|test|test-success)$/;

/** What runs for a test, or as a release is taken away, is none of it; what has a hook that Helm does not know is left out. */
function isApplied(document: string): boolean {
  if (!document.includes("helm.sh/hook")) return true;
  const annotations = (first(document)?.metadata as { annotations?: Record<string, unknown> } | undefined)
    ?.annotations;
  const hook = annotations?.["helm.sh/hook"];
  if (typeof hook !== "string") return true;
  const events = hook.split(",").map((event) => EVENT.exec(event.trim().toLowerCase()));
  return events.some((event) => event?.[2] === "install" || event?.[2] === "upgrade");
}

export function writeSide(folder: string, files: ReadonlyMap<string, string>): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
}
