import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ChangeSet } from "../src/changeset/change-set.js";
import { folderTrees, readFolderChangeSet } from "../src/changeset/read-folders.js";
import type { Tree } from "../src/changeset/tree.js";
import type { SourceEdit } from "../src/manifest/edit/source-edit.js";
import { DEFAULT_POLICY, type Policy } from "../src/policy/policy.js";
import { renderChange } from "../src/render/render-change.js";
import { renderSources } from "../src/render/render-sources.js";
import type { Rendering } from "../src/render/rendering.js";
import { RENDER_LIMITS } from "../src/renderer/limits.js";
import { probeJudge } from "../src/review/suggest/probe-judge.js";
import { replaceLines } from "./plan-invariants.js";

/** For machines with more to do than this. */
const PATIENT = { ...RENDER_LIMITS, requestMs: 120_000, totalMs: 600_000 };

/** The folder whose folders are pull requests. */
export const GOLDEN_CASES = join(import.meta.dirname, "pull-requests");

/** One of them as a change. Where the folder stands must not show in a review. */
export async function loadGoldenCase(name: string): Promise<ChangeSet> {
  const changeSet = await readFolderChangeSet(foldersOf(name));
  return { ...changeSet, base: "base", head: "head" };
}

/** Renders its charts and kustomizations, with edits of the files of its head. */
export function renderGoldenCase(
  name: string,
  changeSet: ChangeSet,
  policy: Policy = DEFAULT_POLICY,
  edits: readonly SourceEdit[] = [],
): Promise<Rendering[]> {
  const { base, head } = folderTrees(foldersOf(name));
  const edited: Tree = {
    ...head,
    async read(paths) {
      const read = new Map(await head.read(paths));
      for (const [path, content] of read) {
        const own = edits.filter((edit) => edit.path === path);
        if (own.length > 0 && content.kind === "text")
          read.set(path, { ...content, text: replaceLines(content.text, own) });
      }
      return read;
    },
  };
  return renderSources(
    changeSet,
    { base, head: edited },
    {
      render: policy.render,
      limits: PATIENT,
      judge: probeJudge((renderings) => renderChange(changeSet, { renderings }), policy),
    },
  );
}

function foldersOf(name: string) {
  const folder = join(GOLDEN_CASES, name);
  const before = existsSync(join(folder, "before")) ? join(folder, "before") : null;
  return { before, after: join(folder, "after") };
}
