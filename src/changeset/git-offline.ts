/** A partial clone fetches what it lacks, and where its remote does not answer git gives up instead of going on. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { askGit, type Git, runGit } from "./git-process.js";

/** Whether git gave up for want of an object's content. */
export function lacksContent(stderr: string): boolean {
  return /unable to read [0-9a-f]{40}|from promisor remote/.test(stderr);
}

/**
 * Gives a handle that knows the same objects and no remote to fetch others from: git takes those for missing then. Its
 * repository is another one, empty and temporary, since no setting takes a partial clone's remote away.
 */
export async function withoutRemote<Result>(git: Git, use: (git: Git) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "surefoot-"));
  try {
    const format = (await askGit(git, ["rev-parse", "--show-object-format"])) ?? "sha1";
    const objects = (await runGit(git, ["rev-parse", "--git-path", "objects"])).toString("utf8");
    await runGit(git, ["init", "--quiet", "--bare", "--template=", `--object-format=${format}`, folder]);
    return await use({
      directory: folder,
      env: {
        ...git.env,
        GIT_DIR: folder,
        GIT_OBJECT_DIRECTORY: resolve(git.directory, objects.replace(/\n$/, "")),
      },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
