/** Puts files of a commit into a folder of this machine, byte by byte as git has them, for programs that read folders. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { git } from "../git-facts.js";

/** A folder that lives for as long as `use` takes. */
export async function withFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "surefoot-survey-"));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const LINK = "120000";
const FILE = /^100/;

/** Files of one clone on disk. A next commit costs what differs. */
export class LaidOut {
  /** mode and id by path */
  #there = new Map<string, string>();

  constructor(
    readonly gitDir: string,
    readonly folder: string,
  ) {}

  /** Makes the folder hold what a commit has at or below the paths, "" for all of it, and nothing else. */
  at(revision: string, paths: readonly string[]): void {
    const wanted = this.#list(revision, paths);
    for (const path of this.#there.keys())
      if (!wanted.has(path)) rmSync(join(this.folder, path), { force: true });
    const altered = [...wanted].filter(([path, entry]) => this.#there.get(path) !== entry);
    const blobs = readBytes(
      this.gitDir,
      new Set(altered.map(([, entry]) => entry.slice(entry.indexOf(" ") + 1))),
    );
    for (const [path, entry] of altered) {
      const [mode, id] = entry.split(" ") as [string, string];
      const bytes = blobs.get(id);
      if (bytes === undefined) continue;
      const at = join(this.folder, path);
      // A file may stand where a folder was.
      rmSync(at, { recursive: true, force: true });
      mkdirSync(dirname(at), { recursive: true });
      if (mode === LINK) symlinkSync(bytes.toString("utf8"), at);
      else writeFileSync(at, bytes);
    }
    this.#there = wanted;
  }

  #list(revision: string, paths: readonly string[]): Map<string, string> {
    const below = paths.includes("") ? [] : paths;
    const listed = git(
      this.gitDir,
      "--literal-pathspecs",
      "ls-tree",
      "-r",
      "-z",
      "--full-tree",
      revision,
      "--",
      ...below,
    );
    return new Map(
      listed.split("\0").flatMap((line): [string, string][] => {
        const found = /^(\d+) blob (\w+)\t(.*)$/s.exec(line);
        const [, mode = "", id = "", path = ""] = found ?? [];
        return FILE.test(mode) || mode === LINK ? [[path, `${mode} ${id}`]] : [];
      }),
    );
  }
}

function readBytes(gitDir: string, ids: ReadonlySet<string>): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  if (ids.size === 0) return found;
  const output = execFileSync("git", ["-C", gitDir, "cat-file", "--batch"], {
    input: [...ids].map((id) => `${id}\n`).join(""),
    maxBuffer: 2 ** 31,
    env: { ...process.env, GIT_NO_LAZY_FETCH: "1" },
  });
  for (let at = 0; at < output.length; ) {
    const newline = output.indexOf(10, at);
    const [id = "", type, size] = output.toString("utf8", at, newline).split(" ");
    at = newline + 1;
    if (size === undefined) continue;
    if (type === "blob") found.set(id, output.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return found;
}
