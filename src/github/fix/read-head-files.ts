/** The files that the head of a pull request holds at some paths, as git knows them, and its newest commits. */

import { folderOf } from "../../changeset/change-set.js";
import type { GitHubClient, RepositoryRef } from "../client/github-client.js";
import { askGitHubForParts } from "../client/github-failure.js";
import type { TreeNode } from "../load/contents/blob-nodes.js";
import { nameOf } from "../load/contents/folder-plan.js";

export interface HeadFile {
  oid: string;
  /** as git writes it: 0o100644 for a file that is not executable */
  mode: number;
}

interface HeadCommit {
  oid: string;
  message: string;
}

interface HeadFiles {
  /** by path; a path that is no file is left out */
  files: ReadonlyMap<string, HeadFile>;
  /** the newest commits of the pull request */
  commits: readonly HeadCommit[];
}

interface Answer {
  repository:
    | ({
        pullRequest: { commits: { nodes: ({ commit: HeadCommit } | null)[] | null } } | null;
      } & Record<`f${number}`, Partial<TreeNode> | null>)
    | null;
}

/** As many as can have come between a request and its second try. */
const COMMITS = 50;

/**
 * Writes the query for so many folders; a path is always a variable. A folder that is not there is null, and a file that
 * is not in it is no entry: `Commit.file` would answer with an error for each.
 */
export function headFilesQuery(folders: number): string {
  const indices = Array.from({ length: folders }, (_, i) => i);
  const declarations = indices.map((i) => `, $f${i}: String!`).join("");
  const fields = indices.map(
    (i) => `f${i}: object(expression: $f${i}) { ... on Tree { entries { name oid mode type } } }`,
  );
  return `query($owner: String!, $repo: String!, $number: Int!${declarations}) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) { commits(last: ${COMMITS}) { nodes { commit { oid message } } } }
    ${fields.join("\n    ")}
  }
}`;
}

/** Folders in one query; GitHub gives a query ten seconds. */
const FOLDERS_A_QUERY = 50;

/** Reads ids and modes of files at a commit, and the newest commits of the pull request. */
export async function readHeadFiles(
  octokit: GitHubClient,
  repository: RepositoryRef,
  number: number,
  headSha: string,
  paths: readonly string[],
): Promise<HeadFiles> {
  const folders = [...new Set(paths.map(folderOf))];
  const first = await readSome(octokit, repository, number, headSha, folders.slice(0, FOLDERS_A_QUERY));
  const entries = new Map(first.entries);
  for (let start = FOLDERS_A_QUERY; start < folders.length; start += FOLDERS_A_QUERY) {
    const group = folders.slice(start, start + FOLDERS_A_QUERY);
    const more = await readSome(octokit, repository, number, headSha, group);
    for (const [folder, inside] of more.entries) entries.set(folder, inside);
  }
  const files = paths.flatMap((path): [string, HeadFile][] => {
    const entry = entries.get(folderOf(path))?.find(({ name }) => name === nameOf(path));
    return entry?.type === "blob" ? [[path, { oid: entry.oid, mode: entry.mode }]] : [];
  });
  return { files: new Map(files), commits: first.commits };
}

interface FoundFolders {
  /** by folder */
  entries: [string, NonNullable<TreeNode["entries"]>][];
  commits: HeadCommit[];
}

async function readSome(
  octokit: GitHubClient,
  repository: RepositoryRef,
  number: number,
  headSha: string,
  folders: readonly string[],
): Promise<FoundFolders> {
  const variables = Object.fromEntries(folders.map((folder, i) => [`f${i}`, `${headSha}:${folder}`]));
  const { answer } = await askGitHubForParts(
    "Reading the files' ids",
    ({ kind, path }) => kind === "missing" && /^repository\.f\d+\b/.test(path),
    () => octokit.graphql<Answer>(headFilesQuery(folders.length), { ...repository, number, ...variables }),
  );
  const nodes = answer.repository?.pullRequest?.commits.nodes ?? [];
  return {
    entries: folders.map((folder, i) => [folder, answer.repository?.[`f${i}`]?.entries ?? []]),
    commits: nodes.flatMap((node) => node?.commit ?? []),
  };
}
