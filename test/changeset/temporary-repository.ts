import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";

/** Git as on a machine where nobody configured it, with a fixed author: the ids of its commits never change. */
export const GIT_ENVIRONMENT = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.com",
  GIT_AUTHOR_DATE: "2026-01-02T03:04:05Z",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.com",
  GIT_COMMITTER_DATE: "2026-01-02T03:04:05Z",
};

/** Why tests that need git cannot run here; null where they can. */
export const GIT_MISSING: string | null = (() => {
  try {
    execFileSync("git", ["--version"], { stdio: "pipe" });
    return null;
  } catch {
    return "git is not installed";
  }
})();

export interface TemporaryRepository {
  path: string;
  git(...args: string[]): string;
  write(files: Record<string, string | Buffer>): void;
  remove(path: string): void;
  /** adds everything and commits it; gives the commit's id */
  commit(message: string): string;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own that is gone after the tests of the file. */
export function temporaryFolder(files: Record<string, string | Buffer> = {}): string {
  const path = mkdtempSync(join(tmpdir(), "surefoot-test-"));
  folders.push(path);
  writeAll(path, files);
  return path;
}

/** A repository on the branch `main`, with a first commit of the given files where there are any. */
export function temporaryRepository(files: Record<string, string | Buffer> = {}): TemporaryRepository {
  const path = temporaryFolder();
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", path, ...args], {
      env: { ...process.env, ...GIT_ENVIRONMENT },
      encoding: "utf8",
      stdio: "pipe",
    }).trim();
  const repository: TemporaryRepository = {
    path,
    git,
    write: (more) => writeAll(path, more),
    remove: (name) => rmSync(join(path, name), { recursive: true }),
    commit(message) {
      git("add", "--all");
      git("commit", "--quiet", "--allow-empty", "-m", message);
      return git("rev-parse", "HEAD");
    },
  };
  git("init", "--quiet", "--initial-branch=main");
  if (Object.keys(files).length > 0) {
    repository.write(files);
    repository.commit("first");
  }
  return repository;
}

function writeAll(folder: string, files: Record<string, string | Buffer>): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}
