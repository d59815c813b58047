/** What Helm's own program makes of a chart, for comparisons: `helm template`, without a cluster. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, isSeq, parseDocument } from "yaml";
import type { HelmValues } from "../../../src/renderer/helm.js";

/** Documents by the name of the template that printed them, each without the blanks around it; or why there are none. */
export type NativeOutput = { ok: true; byTemplate: Map<string, string[]> } | { ok: false; message: string };

export interface NativeChart {
  /** folder of this machine with the chart in it */
  folder: string;
  values: readonly HelmValues[];
  release: { name: string; namespace: string };
  kubeVersion?: string;
}

const MAX_MS = 60_000;

/** Runs `helm template`. `folder` may be written to: values go beside it. */
export function runHelm(helm: string, { folder, values, release, kubeVersion }: NativeChart): NativeOutput {
  const scratch = `${folder}.values`;
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch);
  const options = values.flatMap((one, index) => {
    const file = join(scratch, `${index}.yaml`);
    if ("yaml" in one) {
      writeFileSync(file, one.yaml);
      return ["--values", file];
    }
    if ("setFile" in one) {
      writeFileSync(file, one.setFile.text);
      return ["--set-file", `${one.setFile.key}=${file}`];
    }
    if ("set" in one) return ["--set", one.set];
    if ("setString" in one) return ["--set-string", one.setString];
    if ("setLiteral" in one) return ["--set-literal", one.setLiteral];
    return ["--set-json", one.setJson];
  });
  const version = kubeVersion === undefined ? [] : ["--kube-version", kubeVersion];
  const named = [release.name, folder, "--namespace", release.namespace];
  const home = { HELM_CACHE_HOME: scratch, HELM_CONFIG_HOME: scratch, HELM_DATA_HOME: scratch };
  const { status, stdout, stderr, error } = spawnSync(helm, ["template", ...named, ...version, ...options], {
    ...{ encoding: "utf8", maxBuffer: 1 << 30, timeout: MAX_MS },
    env: { PATH: process.env.PATH ?? "", HOME: scratch, KUBECONFIG: "/dev/null", ...home },
  });
  if (status !== 0) return { ok: false, message: (error?.message ?? stderr).trim() };
  return { ok: true, byTemplate: byTemplate(stdout) };
}

/** Custom resource definitions are not rendered by a review. */
export const OF_DEFINITIONS = /\/crds\/(?:.*\/)?[^/]+\.(?:ya?ml|json)$/;
const SOURCE = /^---\n# Source: (.+)$/m;

function byTemplate(stdout: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  // The text before the first is empty.
  const [, ...parts] = stdout.split(SOURCE);
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const template = parts[i] as string;
    if (OF_DEFINITIONS.test(template)) continue;
    found.set(template, [...(found.get(template) ?? []), ...documentsOf(parts[i + 1] as string)]);
  }
  for (const [template, documents] of found) found.set(template, documents.sort());
  return found;
}

/** Returns a template's documents in any order, as Helm sorts them by kind; without those that hold comments alone. */
export function documentsOf(text: string): string[] {
  return text
    .split(/^---[ \t]*/m)
    .map((document) => document.trim())
    .filter((document) => document.split("\n").some((line) => !/^\s*(?:#|$)/.test(line)))
    .sort();
}

/**
 * Makes a chart one that Helm's program takes: puts in the dependencies that stand elsewhere, as `helm dependency build` does,
 * and leaves out of its description those that are nowhere, with which it refuses to start.
 */
export function completeChart(
  root: string,
  folder: string,
  dependencies: readonly { at: string; folder: string }[],
): void {
  for (const { at, folder: from } of dependencies) {
    const to = join(root, folder, at);
    if (join(root, from) === to) continue;
    rmSync(to, { recursive: true, force: true });
    cpSync(join(root, from), to, { recursive: true });
  }
  const charts = join(root, folder, "charts");
  const there = existsSync(charts) ? readdirSync(charts) : [];
  const names = new Set(there.flatMap((entry) => [entry, nameIn(join(charts, entry, "Chart.yaml"))]));
  const has = (name: unknown) =>
    names.has(String(name)) || there.some((entry) => entry.startsWith(`${name}-`) && entry.endsWith(".tgz"));
  for (const file of ["Chart.yaml", "requirements.yaml"]) {
    const path = join(root, folder, file);
    if (!existsSync(path)) continue;
    const document = parseDocument(readFileSync(path, "utf8"));
    const listed = document.get("dependencies");
    if (!isSeq(listed)) continue;
    const kept = listed.items.filter((item) => isMap(item) && has(item.get("name")));
    if (kept.length === listed.items.length) continue;
    listed.items = kept;
    writeFileSync(path, document.toString());
  }
}

function nameIn(path: string): string | null {
  if (!existsSync(path)) return null;
  const name = parseDocument(readFileSync(path, "utf8")).get("name");
  return typeof name === "string" ? name : null;
}
