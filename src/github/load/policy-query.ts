import type { FileContent } from "../../changeset/change-set.js";
import type { GitHubFailure } from "../client/github-failure.js";
import type { TreeEntryNode } from "./blob-nodes.js";
import { type CutBlob, readEntry } from "./read-blob.js";

/** The policy on a repository's default branch; its document declares `$policyPath` and has the fragment `blob`. */
export const POLICY_ON_DEFAULT_BRANCH = `fragment policyOnDefaultBranch on Repository {
  defaultBranchRef { target { ... on Commit { policy: file(path: $policyPath) { type mode object { __typename ...blob } } } } }
}`;

export interface PolicyNode {
  defaultBranchRef: { target: { policy?: TreeEntryNode | null } | null } | null;
}

/** What GitHub says of a policy file. That there is none is one thing, that it could not be asked another. */
export type PolicyAnswer =
  | { kind: "content"; content: FileContent | CutBlob }
  | { kind: "no-file" }
  /** or one that this installation may not see: GitHub does not tell the two apart */
  | { kind: "no-repository" }
  | { kind: "failed"; failure: GitHubFailure };

/** Reads a repository's part of an answer; `failure` is what GitHub said instead of it. */
export function readPolicyAnswer(
  node: PolicyNode | null | undefined,
  failure: GitHubFailure | null,
): PolicyAnswer {
  if (failure !== null && failure.status !== 404) return { kind: "failed", failure };
  if (!node) return { kind: "no-repository" };
  const entry = node.defaultBranchRef?.target?.policy;
  const content = entry ? readEntry(entry) : null;
  return content === null ? { kind: "no-file" } : { kind: "content", content };
}
