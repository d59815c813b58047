import type { ChangedFile, FileContent, SiblingFile } from "../../changeset/change-set.js";
import { folderOf } from "../../changeset/change-set.js";
import type { Trees } from "../../changeset/tree.js";
import { mayConcernChartsElsewhere } from "../../render/render-sources.js";
import type { GitHubClient, RepositoryRef } from "../client/github-client.js";
import type { SourcesFound } from "./contents/find-sources.js";
import { gitHubTree } from "./contents/git-hub-tree.js";
import { type ListedTree, listTree } from "./contents/list-tree.js";
import { sourceTexts } from "./contents/source-texts.js";

/** The charts and other sources around a change, and both sides of the repository to read them from. */
export interface Sources extends SourcesFound {
  trees: Trees;
  /** the change may concern a chart that stands elsewhere */
  mayBeElsewhere: boolean;
  /** Whether GitHub has named only a part of a side's files, as far as they were asked for. */
  areListedInPart(): boolean;
}

interface SidesOf {
  repository: RepositoryRef;
  mergeBase: string;
  headSha: string;
  found: SourcesFound;
  files: readonly ChangedFile[];
  siblings: readonly SiblingFile[];
}

/** Returns what a change's sources are read from; null where it touches none. Nothing is asked for yet. */
export function openSources(octokit: GitHubClient, of: SidesOf): Sources | null {
  const { repository, mergeBase, headSha, found, files, siblings } = of;
  const mayBeElsewhere = mayConcernChartsElsewhere(files);
  if (found.files.length === 0 && !found.isCut && !mayBeElsewhere) return null;
  const folders = [...new Set(found.files.map(folderOf))];
  const texts = sourceTexts(octokit, repository);
  let isInPart = false;
  const list = async (commit: string): Promise<ListedTree> => {
    const listed = await listTree(octokit, repository, commit, folders);
    isInPart ||= listed.isCut;
    return listed;
  };
  const head = once(() => list(headSha));
  const base = once(() => list(mergeBase));
  // Where there is a source both are needed, and GitHub takes its time for each.
  const listHead = () => {
    if (found.files.length > 0) void base().catch(() => {});
    return head();
  };
  const before = files.map(({ path, previousPath, before: text }) => [previousPath ?? path, text] as const);
  const after = files.map(({ path, after: text }) => [path, text] as const);
  const beside = siblings.map(({ path, content }) => [path, content] as const);
  return {
    ...found,
    mayBeElsewhere,
    trees: {
      base: gitHubTree({ list: base, texts, folders, known: known(before) }),
      head: gitHubTree({ list: listHead, texts, folders, known: known([...after, ...beside]) }),
    },
    areListedInPart: () => isInPart,
  };
}

function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | null = null;
  return () => {
    result ??= work();
    return result;
  };
}

function known(entries: readonly (readonly [string, FileContent | null])[]): Map<string, FileContent> {
  return new Map(
    entries.flatMap(([path, text]): [string, FileContent][] => (text === null ? [] : [[path, text]])),
  );
}
