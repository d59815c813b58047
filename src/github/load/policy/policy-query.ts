import { type FileContent, folderOf } from "../../../changeset/change-set.js";
import type { GitHubFailure } from "../../client/github-failure.js";
import type { BlobNode, TreeEntryNode, TreeNode } from "../contents/blob-nodes.js";
import { nameOf } from "../contents/folder-plan.js";
import { type CutBlob, isBlob, readBlob, readEntry } from "../contents/read-blob.js";

/**
 * The policy on a repository's default branch; its document declares the variables of `policyVariables` and has the
 * fragment `blob`. Asked for as an object, which is null where it is not there: GitHub answers `Commit.file` of a path
 * that is not there with an error beside the null. Only the folder knows a link from a file.
 */
export const POLICY_ON_DEFAULT_BRANCH = `fragment policyOnDefaultBranch on Repository {
  policyFile: object(expression: $policyFile) { __typename ...blob }
  policyFolder: object(expression: $policyFolder) { __typename ... on Tree { entries { name oid type mode size } } }
}`;

/** Returns what `POLICY_ON_DEFAULT_BRANCH` asks for, as git names it: HEAD is the default branch. */
export function policyVariables(path: string): { policyFile: string; policyFolder: string } {
  return { policyFile: `HEAD:${path}`, policyFolder: `HEAD:${folderOf(path)}` };
}

export interface PolicyNode {
  policyFile: BlobNode | { __typename: string } | null;
  policyFolder: TreeNode | { __typename: string } | null;
}

/** GitHub's answer about a policy file. "There is none" is one thing, "it could not be asked" another. */
export type PolicyAnswer =
  | { kind: "content"; content: FileContent | CutBlob }
  | { kind: "no-file" }
  /** or one that this installation may not see: GitHub does not tell the two apart */
  | { kind: "no-repository" }
  | { kind: "failed"; failure: GitHubFailure };

/** Reads a repository's part of an answer; `failure` is what GitHub said instead of it, or beside it. */
export function readPolicyAnswer(
  node: PolicyNode | null | undefined,
  path: string,
  failure: GitHubFailure | null,
): PolicyAnswer {
  if (failure !== null && failure.status !== 404) return { kind: "failed", failure };
  if (!node) return { kind: "no-repository" };
  const content = contentOf(node, path);
  return content === null ? { kind: "no-file" } : { kind: "content", content };
}

function contentOf({ policyFile, policyFolder }: PolicyNode, path: string): FileContent | CutBlob | null {
  const entries = (policyFolder as Partial<TreeNode> | null)?.entries ?? [];
  const entry = entries.find((each): each is TreeEntryNode => each.name === nameOf(path));
  if (entry !== undefined) return readEntry({ ...entry, object: policyFile });
  return isBlob(policyFile) ? readBlob(policyFile) : null;
}
