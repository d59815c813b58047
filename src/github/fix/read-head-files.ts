/** What the head of a pull request holds at some paths, as git knows it, and who committed last. */
import type { GitHubClient, RepositoryRef } from "../client/github-client.js";
import { askGitHub } from "../client/github-failure.js";

export interface HeadFile {
  oid: string;
  /** as git writes it: 0o100644 for a file that is not executable */
  mode: number;
}

export interface HeadCommit {
  oid: string;
  message: string;
}

export interface HeadFiles {
  /** by path; a path that is no file is left out */
  files: ReadonlyMap<string, HeadFile>;
  /** the newest commits of the pull request */
  commits: readonly HeadCommit[];
}

interface Answer {
  repository: {
    pullRequest: { commits: { nodes: ({ commit: HeadCommit } | null)[] | null } } | null;
    object: Record<string, { oid: string; mode: number; type: string } | null | undefined> | null;
  } | null;
}

/** As many as can have come between a request and its second try. */
const COMMITS = 50;

/** Writes the query; a path is always a variable. */
export function headFilesQuery(paths: readonly string[]): string {
  const declarations = paths.map((_, i) => `, $p${i}: String!`).join("");
  const fields = paths.map((_, i) => `f${i}: file(path: $p${i}) { oid mode type }`);
  const object = `object(oid: $headSha) { ... on Commit { oid ${fields.join(" ")} } }`;
  return `query($owner: String!, $repo: String!, $number: Int!, $headSha: GitObjectID!${declarations}) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) { commits(last: ${COMMITS}) { nodes { commit { oid message } } } }
    ${object}
  }
}`;
}

/** Files in one query; GitHub gives a query ten seconds. */
const FILES_A_QUERY = 100;

/** Reads ids and modes of files at a commit, and the newest commits of the pull request. */
export async function readHeadFiles(
  octokit: GitHubClient,
  repository: RepositoryRef,
  number: number,
  headSha: string,
  paths: readonly string[],
): Promise<HeadFiles> {
  const first = await readSome(octokit, repository, number, headSha, paths.slice(0, FILES_A_QUERY));
  const files = new Map(first.files);
  for (let start = FILES_A_QUERY; start < paths.length; start += FILES_A_QUERY) {
    const group = paths.slice(start, start + FILES_A_QUERY);
    const more = await readSome(octokit, repository, number, headSha, group);
    for (const [path, file] of more.files) files.set(path, file);
  }
  return { files, commits: first.commits };
}

async function readSome(
  octokit: GitHubClient,
  repository: RepositoryRef,
  number: number,
  headSha: string,
  paths: readonly string[],
): Promise<HeadFiles> {
  const variables = Object.fromEntries(paths.map((path, i) => [`p${i}`, path]));
  const answer = await askGitHub("Reading the files' ids", () =>
    octokit.graphql<Answer>(headFilesQuery(paths), { ...repository, number, headSha, ...variables }),
  );
  const object = answer.repository?.object ?? {};
  const files = paths.flatMap((path, i): [string, HeadFile][] => {
    const entry = object[`f${i}`];
    return entry?.type === "blob" ? [[path, { oid: entry.oid, mode: entry.mode }]] : [];
  });
  const nodes = answer.repository?.pullRequest?.commits.nodes ?? [];
  return { files: new Map(files), commits: nodes.flatMap((node) => node?.commit ?? []) };
}
