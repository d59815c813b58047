/**
 * The policy that is in force: the repository's own file, else its owner's in the repository `.github`, and what either
 * extends. Asks for at most three files more; what cannot be had is a problem of the policy, and the review runs on
 * what it has.
 */
import type { Problem } from "../../../manifest/problem.js";
import { completePolicy, type PolicyLayer } from "../../../policy/complete-policy.js";
import { POLICY_PATH, type Policy } from "../../../policy/policy.js";
import {
  type PolicyReference,
  parseReference,
  referenceKey,
  referenceName,
} from "../../../policy/policy-reference.js";
import { policyWithoutText, readPolicy, readPolicyLayer } from "../../../policy/read-policy.js";
import { type GitHubClient, OWNERS_REPOSITORY, type RepositoryRef } from "../../client/github-client.js";
import { askGitHubForParts, GitHubFailure } from "../../client/github-failure.js";
import type { PolicyCache } from "../../memory/policy-cache.js";
import { BLOB } from "../contents/blob-nodes.js";
import {
  POLICY_ON_DEFAULT_BRANCH,
  type PolicyAnswer,
  type PolicyNode,
  policyVariables,
  readPolicyAnswer,
} from "./policy-query.js";

/** Files that one policy may build upon, one behind the other: each costs a request. */
const MAX_HOPS = 3;

/** How often a task is tried for a policy of another repository before it does without. */
const MAX_TRIES = 2;

/** How policies of other repositories are asked for. */
export interface PolicyAsking {
  /** null where each is asked for anew */
  cache: PolicyCache | null;
  /** 1 for the first try of a task */
  attempt: number;
}

interface PolicySources extends PolicyAsking {
  repository: RepositoryRef;
  own: PolicyAnswer;
  /** the file in the owner's `.github` */
  owners: PolicyAnswer;
}

/** Puts the policy together. Throws a GitHubFailure where it is worth another try. */
export async function loadPolicy(octokit: GitHubClient, sources: PolicySources): Promise<Policy> {
  const { repository, own } = sources;
  if (own.kind === "failed") throw own.failure;
  if (own.kind !== "content") return loadOwners(octokit, sources);
  if (own.content.kind !== "text") return policyWithoutText(own.content.kind, POLICY_PATH);
  const layer = readPolicyLayer(own.content.text, POLICY_PATH);
  if (layer.problems.length > 0) return completePolicy([], layer.problems);
  return follow(octokit, sources, layer, { ...repository, path: POLICY_PATH });
}

async function loadOwners(octokit: GitHubClient, sources: PolicySources): Promise<Policy> {
  const { repository, owners } = sources;
  if (owners.kind === "no-repository" || owners.kind === "no-file") return readPolicy(null, POLICY_PATH);
  const place = { owner: repository.owner, repo: OWNERS_REPOSITORY, path: POLICY_PATH };
  const read = readAnswer(owners, place, sources);
  if (read.ok) return follow(octokit, sources, read.layer, place);
  const message = `the policy “${referenceName(place)}”, which holds where a repository has none, ${read.fault}, so the defaults hold`;
  return completePolicy([], [problemAt(START, message)]);
}

const START = { line: 1, column: 1 };

/** Goes from file to file along `_extends`, up to the first that cannot be had. */
async function follow(
  octokit: GitHubClient,
  sources: PolicySources,
  first: PolicyLayer,
  place: PolicyReference,
): Promise<Policy> {
  const isOwn = referenceKey(place) === referenceKey({ ...sources.repository, path: POLICY_PATH });
  const layers = [first];
  const seen = new Set([referenceKey(place)]);
  let from = place;
  for (let next = first.extends; next !== null; next = layers.at(-1)?.extends ?? null) {
    const to = parseReference(next.name, from.owner) as PolicyReference;
    const who = isOwn && from === place ? "it" : `“${referenceName(from)}”`;
    // A fault further away is told where this repository's own file leads there.
    const stop = (fault: string) =>
      completePolicy(layers, [
        problemAt(
          isOwn && first.extends ? first.extends : START,
          `${who} extends “${referenceName(to)}”, ${fault}`,
        ),
      ]);
    if (seen.has(referenceKey(to))) return stop("which is part of this policy already; it is read once");
    if (layers.length > MAX_HOPS) return stop(`which is one too many; allowed: ${MAX_HOPS} files in a row`);
    const read = readAnswer(await ask(octokit, sources, to), to, sources);
    if (!read.ok) return stop(`which ${read.fault}, so what it says does not count`);
    seen.add(referenceKey(to));
    layers.push(read.layer);
    from = to;
  }
  return completePolicy(layers, []);
}

function problemAt({ line, column }: { line: number; column: number }, message: string): Problem {
  return { code: "extends", path: POLICY_PATH, line, column, message };
}

/**
 * A file of another repository. Nothing of what stands in a faulty one is told: the readers of this review may not be
 * allowed to read that file, and `_extends` can name any that the App may.
 */
function readAnswer(
  answer: PolicyAnswer,
  place: PolicyReference,
  { attempt }: PolicyAsking,
): { ok: true; layer: PolicyLayer } | { ok: false; fault: string } {
  if (answer.kind === "failed") {
    const { failure } = answer;
    // A limit on requests passes; everything else may not, and the review should not wait for it for ever.
    if (failure.retryable && (failure.retryAfterMs !== null || attempt <= MAX_TRIES)) throw failure;
    return { ok: false, fault: `could not be asked for (${failure.message})` };
  }
  if (answer.kind === "no-repository")
    return { ok: false, fault: "stands in no repository that this App can see" };
  if (answer.kind === "no-file") return { ok: false, fault: "is not there" };
  if (answer.content.kind !== "text") return { ok: false, fault: "is no text file of at most 64 KiB" };
  const layer = readPolicyLayer(answer.content.text, referenceName(place));
  const [fault] = layer.problems;
  if (fault === undefined) return { ok: true, layer };
  const where = `line ${fault.line}, column ${fault.column}`;
  return { ok: false, fault: `is not valid (${where}; surefoot policy check tells what is wrong)` };
}

async function ask(
  octokit: GitHubClient,
  sources: PolicySources,
  to: PolicyReference,
): Promise<PolicyAnswer> {
  const { repository, owners, cache } = sources;
  const ofOwner = { owner: repository.owner, repo: OWNERS_REPOSITORY, path: POLICY_PATH };
  if (referenceKey(to) === referenceKey(ofOwner)) return owners;
  const cached = await cache?.get(to);
  if (cached !== undefined) return { kind: "content", content: { kind: "text", text: cached } };
  const answer = await askFor(octokit, to);
  if (answer.kind === "content" && answer.content.kind === "text") await cache?.set(to, answer.content.text);
  return answer;
}

const ONE_POLICY = `query($owner: String!, $repo: String!, $policyFile: String!, $policyFolder: String!) {
  repository(owner: $owner, name: $repo) { ...policyOnDefaultBranch }
}
${POLICY_ON_DEFAULT_BRANCH}
${BLOB}`;

async function askFor(octokit: GitHubClient, { owner, repo, path }: PolicyReference): Promise<PolicyAnswer> {
  try {
    const { answer } = await askGitHubForParts(
      "Reading a policy",
      ({ kind }) => kind === "missing",
      () =>
        octokit.graphql<{ repository: PolicyNode | null }>(ONE_POLICY, {
          ...{ owner, repo, ...policyVariables(path) },
        }),
    );
    return readPolicyAnswer(answer.repository, path, null);
  } catch (error) {
    if (error instanceof GitHubFailure) return readPolicyAnswer(null, path, error);
    throw error;
  }
}
