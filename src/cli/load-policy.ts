import { readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { decodeContent, type FileContent } from "../changeset/change-set.js";
import { readGitFile } from "../changeset/read-git.js";
import { POLICY_PATH, type Policy } from "../policy/policy.js";
import { policyWithoutText, readPolicy } from "../policy/read-policy.js";
import { CommandError } from "./command-error.js";

/** The policy that the user names. One that cannot be followed to the letter stops the command. */
export async function loadNamedPolicy(file: string, cwd: string): Promise<Policy> {
  const policy = await readNamedPolicy(resolve(cwd, file), file, "check --policy");
  const [first, ...others] = policy.problems.filter(({ code }) => code === "policy");
  if (first === undefined) return policy;
  const more = others.length > 0 ? ` (and ${others.length} more)` : "";
  throw new CommandError(`${file}:${first.line}:${first.column} ${first.message}${more}; mend the policy`);
}

/** The policy in a file that must be there; its faults are the reader's business. */
export async function readNamedPolicy(
  path: string,
  name: string,
  mending = "name another file",
): Promise<Policy> {
  const content = await readContent(path);
  if (content === null)
    throw new CommandError(`the policy ${JSON.stringify(name)} does not exist; ${mending}`);
  return policyFrom(content, name);
}

/** The policy in force at a commit. Its faults are told by the review, which runs on defaults. */
export async function loadCommittedPolicy(repo: string, commit: string): Promise<Policy> {
  return policyFrom(await readGitFile(repo, commit, POLICY_PATH), POLICY_PATH);
}

/** The policy of a folder. Its faults are told by the review, which runs on defaults. */
export async function loadFolderPolicy(folder: string): Promise<Policy> {
  return policyFrom(await readContent(join(folder, POLICY_PATH)), POLICY_PATH);
}

/**
 * The folder whose policy holds for a path: the nearest one with a policy, no further up than the path's repository,
 * or than the current folder where there is none.
 */
export async function findPolicyFolder(path: string, cwd: string): Promise<string> {
  const start = resolve(cwd, path);
  const folders = withParents(start);
  const root = await findFirst(folders, ".git");
  const end = root ?? (folders.includes(resolve(cwd)) ? resolve(cwd) : start);
  return (await findFirst(folders.slice(0, folders.indexOf(end) + 1), POLICY_PATH)) ?? start;
}

function withParents(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...withParents(parent)];
}

async function findFirst(folders: readonly string[], name: string): Promise<string | null> {
  for (const folder of folders) if (await exists(join(folder, name))) return folder;
  return null;
}

function policyFrom(content: FileContent | null, path: string): Policy {
  if (content === null) return readPolicy(null, path);
  return content.kind === "text" ? readPolicy(content.text, path) : policyWithoutText(content.kind, path);
}

async function readContent(path: string): Promise<FileContent | null> {
  try {
    return decodeContent(await readFile(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw new CommandError(
      `the policy ${JSON.stringify(path)} cannot be read (${code}); ${code === "EISDIR" ? "name a file" : "check its permissions"}`,
    );
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
