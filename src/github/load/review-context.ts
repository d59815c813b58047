/**
 * Everything that a review needs beside texts: the policy and that of the owner, what this App has posted, the tip of the
 * base. It rides on the query that loads the texts.
 */
import { POLICY_PATH } from "../../policy/policy.js";
import { CHECK_NAME, OWNERS_REPOSITORY } from "../client/github-client.js";
import { failureOf } from "../client/github-failure.js";
import { type GraphqlFault, isAt } from "../client/graphql-faults.js";
import { BLOB } from "./contents/blob-nodes.js";
import type { QueryRider } from "./contents/contents-query.js";
import { LOADING_FILES, type RiderAnswer } from "./contents/load-contents.js";
import {
  POLICY_ON_DEFAULT_BRANCH,
  type PolicyAnswer,
  type PolicyNode,
  policyVariables,
  readPolicyAnswer,
} from "./policy/policy-query.js";
import {
  CHECK_RUN_OWNERS,
  type CommitNode,
  type OwnersNode,
  POSTED_CHECK_RUNS,
  POSTED_COMMENTS,
  type PullRequestNode,
} from "./posted/posted-query.js";

interface ContextRequest {
  headSha: string;
  /** a branch's name; null where the base is a commit */
  baseRef: string | null;
  /** null where this App's check runs are not asked for */
  appId: number | null;
  /** null where no pull request is asked for */
  pullNumber: number | null;
  /** commits whose check runs tell who else has one there */
  formerHeads?: readonly string[];
}

/** The repository's part of the answer. */
interface ContextNode extends PolicyNode {
  /** where the repository is seen in a browser */
  url: string;
  /** left out where the base is a commit; null where there is no such branch */
  baseBranch?: { target: { oid: string } | null } | null;
  /** left out where no check runs are asked for */
  headCommit?: CommitNode | null;
  pullRequest?: PullRequestNode | null;
  /** the former heads' check runs, in the order of the heads */
  [was: `was${number}`]: OwnersNode | null;
}

export interface ReviewContext extends ContextNode {
  ownPolicy: PolicyAnswer;
  /** GitHub's answer about the policy in the owner's own repository */
  ownersPolicy: PolicyAnswer;
}

/** The root field beside `repository`. Most owners have no such repository: an error at this field is an answer. */
const OWNERS_POLICY = "ownersPolicy";

/** Writes the fields. */
export function contextRider({
  headSha,
  baseRef,
  appId,
  pullNumber,
  formerHeads = [],
}: ContextRequest): QueryRider {
  const variables = new Map<string, { type: string; value: unknown }>();
  const declare = (name: string, type: string, value: unknown): string => {
    variables.set(name, { type, value });
    return `$${name}`;
  };
  for (const [name, value] of Object.entries(policyVariables(POLICY_PATH))) declare(name, "String!", value);
  const fields = ["...policyOnDefaultBranch"];
  if (baseRef !== null) {
    const name = declare("baseRef", "String!", `refs/heads/${baseRef}`);
    fields.push(`baseBranch: ref(qualifiedName: ${name}) { target { oid } }`);
  }
  if (appId !== null) {
    declare("appId", "Int!", appId);
    declare("checkName", "String!", CHECK_NAME);
    fields.push(`headCommit: object(oid: ${declare("headSha", "GitObjectID!", headSha)}) { ...checkRuns }`);
  }
  for (const [i, sha] of formerHeads.entries())
    fields.push(`was${i}: object(oid: ${declare(`was${i}`, "GitObjectID!", sha)}) { ...owners }`);
  if (pullNumber !== null) {
    fields.push(`pullRequest(number: ${declare("pullNumber", "Int!", pullNumber)}) { ...posted }`);
  }
  const owners = `repository(owner: $owner, name: ${declare("ownersRepository", "String!", OWNERS_REPOSITORY)})`;
  return {
    variables,
    fields,
    rootFields: [`${OWNERS_POLICY}: ${owners} { ...policyOnDefaultBranch }`],
    fragments: [
      ...[BLOB, POLICY_ON_DEFAULT_BRANCH],
      ...(appId === null ? [] : [POSTED_CHECK_RUNS]),
      ...(formerHeads.length === 0 ? [] : [CHECK_RUN_OWNERS]),
      ...(pullNumber === null ? [] : [POSTED_COMMENTS]),
    ],
    mayLack,
  };
}

// Everything else depends on the pull request and the repository themselves.
function mayLack({ kind, path }: GraphqlFault): boolean {
  if (isAt({ path }, OWNERS_POLICY)) return true;
  return kind === "missing" && /^repository\.(?:was\d+|policy\w+|headCommit|baseBranch)\b/.test(path);
}

/** Reads what came back. */
export function readContext({ repository, root, lacking }: RiderAnswer): ReviewContext {
  const node = repository as unknown as ContextNode;
  const faults = lacking.filter((fault) => isAt(fault, OWNERS_POLICY));
  const failure = faults.length === 0 ? null : failureOf(LOADING_FILES, faults);
  const owners = root[OWNERS_POLICY] as PolicyNode | null | undefined;
  return {
    ...node,
    ownPolicy: readPolicyAnswer(node, POLICY_PATH, null),
    ownersPolicy: readPolicyAnswer(owners, POLICY_PATH, failure),
  };
}
