import { readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { decodeContent, type FileContent } from "../changeset/change-set.js";
import { readGitFile } from "../changeset/read-git.js";
import { POLICY_PATH, type Policy } from "../policy/policy.js";
import { readPolicy } from "../policy/read-policy.js";
import { CommandError } from "./command-error.js";

/** The policy that the user names. One that cannot be followed to the letter stops the command. */
export async function loadNamedPolicy(file: string, cwd: string): Promise<Policy> {
  const content = await readContent(resolve(cwd, file));
  if (content === null)
    throw new CommandError(`the policy ${JSON.stringify(file)} does not exist; check --policy`);
  const policy = policyFrom(content, file);
  const [first, ...others] = policy.problems;
  if (first === undefined) return policy;
  const more = others.length > 0 ? ` (and ${others.length} more)` : "";
  throw new CommandError(`${file}:${first.line}:${first.column} ${first.message}${more}; mend the policy`);
}

/** The policy in force at a commit. Its faults are told by the review, which runs on defaults. */
export async function loadCommittedPolicy(repo: string, commit: string): Promise<Policy> {
  return policyFrom(await readGitFile(repo, commit, POLICY_PATH), POLICY_PATH);
}

/** The policy of a folder. Its faults are told by the review, which runs on defaults. */
export async function loadFolderPolicy(folder: string): Promise<Policy> {
  return policyFrom(await readContent(join(folder, POLICY_PATH)), POLICY_PATH);
}

/** The folder whose policy holds for a path: the nearest one with a policy, within the path's repository. */
export async function findPolicyFolder(path: string, cwd: string): Promise<string> {
  const start = resolve(cwd, path);
  for (let folder = start; ; folder = dirname(folder)) {
    if (await exists(join(folder, POLICY_PATH))) return folder;
    const end = (await exists(join(folder, ".git"))) || folder === resolve(cwd) || folder === dirname(folder);
    if (end) return start;
  }
}

function policyFrom(content: FileContent | null, path: string): Policy {
  if (content === null) return readPolicy(null, path);
  if (content.kind === "text") return readPolicy(content.text, path);
  const message = `the policy is not a text file but ${content.kind === "link" ? "a link" : content.kind}`;
  return { ...readPolicy(null, path), problems: [{ code: "policy", path, line: 1, column: 1, message }] };
}

async function readContent(path: string): Promise<FileContent | null> {
  try {
    return decodeContent(await readFile(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw new CommandError(
      `the policy ${JSON.stringify(path)} cannot be read (${code}); check its permissions`,
    );
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
