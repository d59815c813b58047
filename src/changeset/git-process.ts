/**
 * Runs `git` without a shell. A repository may be hostile: nothing here lets its contents or its configuration start
 * another program for a diff, and its paths and names are never taken for options.
 */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { ChangeSetError } from "./change-set-error.js";

export interface Git {
  /** folder that git is told to work in */
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
}

interface GitResult {
  status: number;
  stdout: Buffer;
  stderr: string;
}

const SAFE_OPTIONS = ["--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"];

// Set inside hooks and by `git -c`-like wrappers: each would point git at another repository than the one named.
const FOREIGN_VARIABLES = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_COMMON_DIR",
  "GIT_NAMESPACE",
  "GIT_PREFIX",
  "GIT_EXTERNAL_DIFF",
  "GIT_DIFF_OPTS",
  "GIT_LITERAL_PATHSPECS",
  "GIT_GLOB_PATHSPECS",
  "GIT_NOGLOB_PATHSPECS",
  "GIT_ICASE_PATHSPECS",
];

/** A handle for the repository at or around a folder. Starts nothing yet. */
export function openGit(directory: string): Git {
  const env: NodeJS.ProcessEnv = { ...process.env };
  for (const name of FOREIGN_VARIABLES) delete env[name];
  // A receiving hook sees the pushed objects only through these; anywhere else they belong to another repository.
  if (env.GIT_QUARANTINE_PATH === undefined) {
    delete env.GIT_OBJECT_DIRECTORY;
    delete env.GIT_ALTERNATE_OBJECT_DIRECTORIES;
  }
  Object.assign(env, {
    LC_ALL: "C",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_TERMINAL_PROMPT: "0",
  });
  return { directory, env };
}

/** Runs git and gives its output; a failure is a ChangeSetError with git's own first line. */
export async function runGit(git: Git, args: string[], input?: Buffer): Promise<Buffer> {
  const result = await tryGit(git, args, input);
  if (result.status !== 0) throw gitFailure(git, args[0] ?? "", result.stderr);
  return result.stdout;
}

/** Runs git and gives its output without the final newline, or null where git says no. */
export async function askGit(git: Git, args: string[]): Promise<string | null> {
  const result = await tryGit(git, args);
  return result.status === 0 ? result.stdout.toString("utf8").replace(/\n$/, "") : null;
}

/** Runs git to its end and gives its exit status and both outputs. */
export async function tryGit(git: Git, args: string[], input?: Buffer): Promise<GitResult> {
  const chunks: Buffer[] = [];
  const { status, stderr } = await streamGit(git, args, input ?? null, (chunk) => chunks.push(chunk));
  return { status, stdout: Buffer.concat(chunks), stderr };
}

/** Runs git and hands its output on as it comes, so that no output is ever too large. */
export function streamGit(
  git: Git,
  args: string[],
  input: Buffer | null,
  onData: (chunk: Buffer) => void,
): Promise<{ status: number; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child: ChildProcessByStdio<Writable, Readable, Readable> = spawn(
      "git",
      [...SAFE_OPTIONS, "-C", git.directory, ...args],
      { env: git.env, stdio: ["pipe", "pipe", "pipe"], windowsHide: true },
    );
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => {
      try {
        onData(chunk);
      } catch (error) {
        child.kill();
        reject(error);
      }
    });
    child.stderr.on("data", (chunk: Buffer) => {
      if (stderr.length < 10_000) stderr += chunk.toString("utf8");
    });
    child.on("error", (error: NodeJS.ErrnoException) => reject(startFailure(error)));
    child.on("close", (status) => resolve({ status: status ?? 128, stderr }));
    // git may end before it has read everything; its exit status tells, not the broken pipe.
    child.stdin.on("error", () => {});
    child.stdin.end(input ?? undefined);
  });
}

/** Returns git's complaint, as one line that a user can act on. */
export function gitFailure(git: Git, command: string, stderr: string): ChangeSetError {
  const line = firstComplaint(stderr);
  const directory = JSON.stringify(git.directory);
  if (/not a git repository/i.test(line)) {
    return new ChangeSetError(
      "not-a-repository",
      `${directory} is in no git repository; name one with --repo DIR`,
    );
  }
  if (/dubious ownership/i.test(line)) {
    return new ChangeSetError(
      "git-failed",
      `git refuses ${directory} because another user owns it; allow it with git config --global --add safe.directory ${directory}`,
    );
  }
  return new ChangeSetError("git-failed", `git ${command} failed: ${line || "no reason given"}`);
}

function firstComplaint(stderr: string): string {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  const line = lines.find((one) => /^(fatal|error):/.test(one)) ?? lines[0] ?? "";
  // A partial clone's remote may carry a password in its address.
  return line.replace(/:\/\/[^@/\s]*@/g, "://").slice(0, 300);
}

function startFailure(error: NodeJS.ErrnoException): ChangeSetError {
  if (error.code === "ENOENT") {
    return new ChangeSetError("git-missing", "git was not found; install it and see that it is on the PATH");
  }
  return new ChangeSetError("git-failed", `git could not be started: ${error.message}`);
}
