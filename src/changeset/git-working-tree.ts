import { access, constants, copyFile, lstat, mkdir, mkdtemp, rm, stat, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { isManifestPath, type Omission } from "./change-set.js";
import { type Git, runGit } from "./git-process.js";

/** The working tree's sources as a git tree, as if everything that is not ignored had been committed. */
interface WorkingTree {
  /** a handle that knows the tree's objects */
  git: Git;
  tree: string;
  omissions: Omission[];
  /** removes what was written; the tree is gone then */
  dispose(): Promise<void>;
}

/** Files above this size are no source of a chart; a manifest of any size is told to be too large. */
const MAX_SOURCE_BYTES = 1024 * 1024;

/** Files beside the manifests that are taken: a folder of more is somebody's data that nothing ignores. */
const MAX_SOURCES = 5_000;

/**
 * Writes the working tree's manifests, and what a chart may be made of, as a tree. Index and objects go into a temporary folder, so the repository
 * itself stays untouched; line ends and filters are as `git add` would have them.
 */
export async function snapshotWorkingTree(git: Git): Promise<WorkingTree> {
  const folder = await mkdtemp(join(tmpdir(), "surefoot-"));
  const dispose = () => rm(folder, { recursive: true, force: true });
  try {
    const scratch = await openScratch(git, folder);
    const omissions = await updateIndex(scratch);
    // A partial clone lacks blobs of unchanged files.
    const tree = (await runGit(scratch, ["write-tree", "--missing-ok"])).toString("utf8").trim();
    return { git: scratch, tree, omissions, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function openScratch(git: Git, folder: string): Promise<Git> {
  const [index, objects] = await Promise.all([gitPath(git, "index"), gitPath(git, "objects")]);
  const scratch = { index: join(folder, "index"), objects: join(folder, "objects") };
  await mkdir(scratch.objects);
  await copyIndex(index, scratch.index);
  const alternates = [JSON.stringify(objects), git.env.GIT_ALTERNATE_OBJECT_DIRECTORIES].filter(Boolean);
  return {
    directory: git.directory,
    env: {
      ...git.env,
      GIT_INDEX_FILE: scratch.index,
      GIT_OBJECT_DIRECTORY: scratch.objects,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: alternates.join(delimiter),
    },
  };
}

/**
 * git takes a file for unchanged where its size and second are those in the index, unless the index itself is not
 * younger (Documentation/technical/racy-git.txt). So the copy keeps the index's time, cut to the second.
 */
async function copyIndex(from: string, to: string): Promise<void> {
  try {
    const seconds = Math.floor((await stat(from)).mtimeMs / 1_000);
    await copyFile(from, to);
    await utimes(to, seconds, seconds);
  } catch (error) {
    // No index yet means that nothing was ever added.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

async function gitPath(git: Git, name: string): Promise<string> {
  const path = (await runGit(git, ["rev-parse", "--git-path", name])).toString("utf8").replace(/\n$/, "");
  return resolve(git.directory, path);
}

async function updateIndex(git: Git): Promise<Omission[]> {
  const removed = new Set(await listFiles(git, "--deleted"));
  // A tree cannot be written while a path is in conflict; manifests come back below with what the file says.
  const unmerged = (await listFiles(git, "--unmerged")).map((line) => line.slice(line.indexOf("\t") + 1));
  const listed = new Set(await listFiles(git, "--modified", "--others", "--exclude-standard"));
  const present: string[] = [];
  const omissions: Omission[] = [];
  let sources = 0;
  for (const path of listed) {
    if (removed.has(path)) continue;
    const isManifest = isManifestPath(path);
    if (!isManifest && sources >= MAX_SOURCES) continue;
    const state = await inspect(git.directory, path);
    if (state === "removed") removed.add(path);
    else if ("fault" in state) {
      if (isManifest)
        omissions.push({ path: Buffer.from(path, "latin1").toString("utf8"), message: state.fault });
    } else if (isManifest) present.push(path);
    else if (state.bytes <= MAX_SOURCE_BYTES) {
      present.push(path);
      sources += 1;
    }
  }
  await feed(git, ["update-index", "--force-remove", "-z", "--stdin"], [...removed, ...unmerged]);
  await feed(git, ["update-index", "--add", "--remove", "--replace", "-z", "--stdin"], present);
  return omissions;
}

// A path is bytes and need not be UTF-8: as Latin-1 every byte comes back as it was.
async function listFiles(git: Git, ...options: string[]): Promise<string[]> {
  const output = await runGit(git, ["ls-files", "-z", ...options]);
  return output.toString("latin1").split("\0").slice(0, -1);
}

async function feed(git: Git, args: string[], paths: string[]): Promise<void> {
  if (paths.length === 0) return;
  await runGit(git, args, Buffer.from(paths.map((path) => `${path}\0`).join(""), "latin1"));
}

async function inspect(
  folder: string,
  latin1Path: string,
): Promise<{ bytes: number } | "removed" | { fault: string }> {
  const path = Buffer.concat([Buffer.from(join(folder, "/")), Buffer.from(latin1Path, "latin1")]);
  try {
    const found = await lstat(path);
    if (found.isSymbolicLink()) return { bytes: found.size };
    // A folder is a submodule, or stands where the commit has a file.
    if (found.isDirectory())
      return await lstat(Buffer.concat([path, Buffer.from("/.git")])).then(() => ({ bytes: 0 }));
    if (!found.isFile()) return { fault: "neither a file nor a link, so it was not read" };
    await access(path, constants.R_OK);
    return { bytes: found.size };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENOENT" ? "removed" : { fault: `could not be read (${code ?? "unknown reason"})` };
  }
}
