import { runGit } from "../../src/changeset/git-process.js";
import type { Git } from "./bare-repository.js";
import { remember } from "./remember.js";

export interface CommitInfo {
  sha: string;
  tree: string;
  parents: string[];
  author: { name: string; email: string; date: string };
  committer: { name: string; email: string; date: string };
  message: string;
}

const FORMAT = ["%H", "%T", "%P", "%an", "%ae", "%aI", "%cn", "%ce", "%cI", "%B"].join("%x00");

/** The commits that `head` has and `base` has not, the oldest first, as GitHub lists them. */
export async function listCommits(git: Git, base: string, head: string): Promise<CommitInfo[]> {
  return remember(git, `log ${base} ${head}`, () =>
    log(git, ["--reverse", "--topo-order", `${base}..${head}`]),
  );
}

/** One commit. */
export async function readCommit(git: Git, sha: string): Promise<CommitInfo> {
  const [commit] = await remember(git, `commit ${sha}`, () => log(git, ["-1", sha]));
  return commit!;
}

async function log(git: Git, args: string[]): Promise<CommitInfo[]> {
  const output = await runGit(git, ["log", "-z", `--format=${FORMAT}%x00`, ...args, "--"]);
  const parts = output.toString("utf8").split("\0");
  const commits: CommitInfo[] = [];
  // Ten fields and the separator of -z, which `--format=` writes between two commits.
  for (let at = 0; at + 10 <= parts.length; at += 11) {
    const [sha, tree, parents, an, ae, ad, cn, ce, cd, message] = parts.slice(at, at + 10) as string[];
    commits.push({
      sha: sha!,
      tree: tree!,
      parents: parents === "" ? [] : parents!.split(" "),
      author: { name: an!, email: ae!, date: zulu(ad!) },
      committer: { name: cn!, email: ce!, date: zulu(cd!) },
      message: message!.trimEnd(),
    });
  }
  return commits;
}

function zulu(date: string): string {
  return `${new Date(date).toISOString().slice(0, 19)}Z`;
}
