import { POLICY_PATH } from "./policy.js";

/** A policy file in another repository. */
export interface PolicyReference {
  owner: string;
  repo: string;
  path: string;
}

/** `<repo>`, `<owner>/<repo>`, or either with `:<path>` of a YAML file, as in Probot's config. */
export const REFERENCE = /^(?:([\w-]{1,39})\/)?([\w.-]{1,100})(?::([\w./-]{1,255}\.ya?ml))?$/;

/**
 * Reads what `_extends` names; a name alone is a repository of the same owner. Null where it names nothing, or would
 * lead out of the repository.
 */
export function parseReference(text: string, owner: string): PolicyReference | null {
  const [, named = owner, repo = "", path = POLICY_PATH] = REFERENCE.exec(text) ?? [];
  const steps = [repo, ...path.split("/")];
  return steps.some((step) => ["", ".", ".."].includes(step)) ? null : { owner: named, repo, path };
}

/** `<owner>/<repo>:<path>`, in words for people. */
export function referenceName({ owner, repo, path }: PolicyReference): string {
  return `${owner}/${repo}:${path}`;
}

/** The same file has the same key, however its owner and repository are capitalised. */
export function referenceKey({ owner, repo, path }: PolicyReference): string {
  return `${`${owner}/${repo}`.toLowerCase()}:${path}`;
}
