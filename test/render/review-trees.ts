import {
  type ChangedFile,
  type ChangeSet,
  type FileContent,
  folderOf,
  isManifestPath,
  type OtherFile,
} from "../../src/changeset/change-set.js";
import { contentHunks } from "../../src/changeset/line-hunks.js";
import { type Trees, treeOf } from "../../src/changeset/tree.js";
import { reviewChange } from "../../src/engine.js";
import { DEFAULT_POLICY, type Policy } from "../../src/policy/policy.js";
import { renderChange } from "../../src/render/render-change.js";
import { renderSources, type SourceOptions } from "../../src/render/render-sources.js";
import type { Rendering } from "../../src/render/rendering.js";
import { RENDER_LIMITS } from "../../src/renderer/limits.js";
import type { ReviewPlan } from "../../src/review/review-plan.js";
import { probeJudge } from "../../src/review/suggest/probe-judge.js";
import { CIRCUMSTANCES } from "../circumstances.js";

/** For machines with more to do than this. */
const PATIENT = { ...RENDER_LIMITS, requestMs: 120_000, totalMs: 600_000 };

export type Texts = Readonly<Record<string, string>>;

/** Files by their path, some of them no texts. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** The change from one set of files to another; null where there was nothing before. */
export function changeOf(before: Files | null, after: Files): { changeSet: ChangeSet; trees: Trees } {
  const contentOf = (files: Files | null, path: string): FileContent | null => {
    const file = files?.[path];
    if (file === undefined) return null;
    return typeof file === "string" ? { kind: "text", text: file } : { kind: "binary" };
  };
  const paths = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after)])].sort();
  const changed = paths
    .filter((path) => before?.[path] !== after[path])
    .map((path): ChangedFile => {
      const [old, now] = [contentOf(before, path), contentOf(after, path)];
      return {
        ...{ path, previousPath: null, before: old, after: now, hunks: contentHunks(old, now) },
        status: old === null ? "added" : now === null ? "removed" : "modified",
      };
    });
  const folders = new Set(changed.map(({ path }) => folderOf(path)));
  const known = new Set(changed.map(({ path }) => path));
  return {
    changeSet: {
      ...{ base: before === null ? null : "base", head: "head", webUrl: null, omissions: [] },
      files: changed.filter(({ path }) => isManifestPath(path)),
      others: changed
        .filter(({ path }) => !isManifestPath(path))
        .map(({ path, previousPath, status, hunks }): OtherFile => ({ path, previousPath, status, hunks })),
      siblings: Object.entries(after).flatMap(([path, text]) =>
        typeof text === "string" && isManifestPath(path) && !known.has(path) && folders.has(folderOf(path))
          ? [{ path, content: { kind: "text" as const, text } }]
          : [],
      ),
    },
    trees: { base: before === null ? null : treeOf(before), head: treeOf(after) },
  };
}

export async function renderTrees(
  before: Files | null,
  after: Files,
  options: SourceOptions = {},
): Promise<Rendering[]> {
  const { changeSet, trees } = changeOf(before, after);
  return renderSources(changeSet, trees, { limits: PATIENT, ...options });
}

/** The same with edits of charts that are proven, as the command line has them. */
export function provenRenderings(
  before: Files | null,
  after: Files,
  { policy = DEFAULT_POLICY, ...options }: SourceOptions & { policy?: Policy } = {},
): Promise<Rendering[]> {
  const { changeSet } = changeOf(before, after);
  const judge = probeJudge((renderings) => renderChange(changeSet, { renderings }), policy);
  return renderTrees(before, after, { render: policy.render, judge, ...options });
}

/** Reviews a change with what its charts and kustomizations become. */
export async function reviewTrees(
  before: Files | null,
  after: Files,
  { policy = DEFAULT_POLICY, ...options }: SourceOptions & { policy?: Policy } = {},
): Promise<ReviewPlan> {
  const { changeSet, trees } = changeOf(before, after);
  const renderings = await renderSources(changeSet, trees, {
    limits: PATIENT,
    render: policy.render,
    ...options,
  });
  // What goes to another thread is copied, and must be all there.
  const rendered = renderChange(changeSet, { renderings: structuredClone(renderings) });
  return reviewChange(rendered, policy, CIRCUMSTANCES);
}
