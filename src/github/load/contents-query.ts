/**
 * The GraphQL document that loads texts. A path is always a variable, never a part of the document: names in a pull
 * request are hostile.
 */
import { POLICY_PATH } from "../../policy/policy.js";
import { CHECK_NAME, OWNERS_REPOSITORY } from "../client/github-client.js";
import { BLOB } from "./blob-nodes.js";
import { POLICY_ON_DEFAULT_BRANCH, policyVariables } from "./policy-query.js";
import { CHECK_RUN_OWNERS, POSTED_CHECK_RUNS, POSTED_COMMENTS } from "./posted-query.js";

/** What one query asks for. The keys of `base`, `head` and `folders` come back as b0, h0, f0 … in their order. */
export interface ContentsRequest {
  /** git expressions `<commit>:<path>` of files at the merge base */
  base: readonly string[];
  /** git expressions of files at the head whose folder is not loaded with its texts */
  head: readonly string[];
  /** git expressions of folders at the head */
  folders: readonly string[];
  /** with the text of every file in the folders, or only with their names, sizes and modes */
  folderTexts: boolean;
  /** blob ids whose text is wanted */
  blobs: readonly string[];
  /**
   * with the policy and that of the owner; where `appId` is set, the App's check runs, and whose runs stand on former
   * heads, which come back as was0 … in their order; where `pullNumber` is set, the pull request's state; where `baseRef`
   * is set, that branch
   */
  context: {
    headSha: string;
    /** a branch's name; null where the base is a commit */
    baseRef: string | null;
    appId: number | null;
    pullNumber: number | null;
    formerHeads?: readonly string[];
  } | null;
}

export interface GraphqlQuery {
  query: string;
  variables: Record<string, unknown>;
}

/** Writes the query. At most a hundred of each kind keep it within what GitHub answers in time. */
export function contentsQuery(owner: string, repo: string, request: ContentsRequest): GraphqlQuery {
  const variables: Record<string, unknown> = { owner, repo };
  const declarations = ["$owner: String!", "$repo: String!"];
  const declare = (name: string, type: string, value: unknown): string => {
    variables[name] = value;
    declarations.push(`$${name}: ${type}`);
    return `$${name}`;
  };
  const fields = [
    ...request.base.map(
      (path, i) => `b${i}: object(expression: ${declare(`b${i}`, "String!", path)}) { ...blob }`,
    ),
    ...request.head.map(
      (path, i) => `h${i}: object(expression: ${declare(`h${i}`, "String!", path)}) { ...blob }`,
    ),
    ...request.blobs.map(
      (oid, i) => `o${i}: object(oid: ${declare(`o${i}`, "GitObjectID!", oid)}) { ...blob }`,
    ),
    ...request.folders.map(
      (path, i) => `f${i}: object(expression: ${declare(`f${i}`, "String!", path)}) { ...folder }`,
    ),
    ...(request.context === null ? [] : contextFields(request.context, declare)),
  ];
  const owners = request.context === null ? "" : `\n  ${ownersPolicy(declare)}`;
  const fragments = fragmentsFor(request);
  const query = `query(${declarations.join(", ")}) {
  repository(owner: $owner, name: $repo) {
    url
    ${fields.join("\n    ")}
  }${owners}
}
${fragments.join("\n")}`;
  return { query, variables };
}

function fragmentsFor(request: ContentsRequest): string[] {
  const blobs = request.base.length + request.head.length + request.blobs.length > 0;
  const folders = request.folders.length > 0;
  const needsBlob = blobs || request.context !== null || (folders && request.folderTexts);
  return [
    ...(needsBlob ? [BLOB] : []),
    ...(folders ? [folderFragment(request.folderTexts)] : []),
    ...(request.context === null ? [] : [POLICY_ON_DEFAULT_BRANCH]),
    ...(request.context?.appId == null ? [] : [POSTED_CHECK_RUNS]),
    ...(request.context?.formerHeads?.length ? [CHECK_RUN_OWNERS] : []),
    ...(request.context?.pullNumber == null ? [] : [POSTED_COMMENTS]),
  ];
}

/** The root field beside `repository`. Most owners have no such repository: an error at this field is an answer. */
export const OWNERS_POLICY = "ownersPolicy";

function ownersPolicy(declare: (name: string, type: string, value: unknown) => string): string {
  const name = declare("ownersRepository", "String!", OWNERS_REPOSITORY);
  return `${OWNERS_POLICY}: repository(owner: $owner, name: ${name}) { ...policyOnDefaultBranch }`;
}

function folderFragment(withTexts: boolean): string {
  const text = withTexts ? " object { __typename ...blob }" : "";
  return `fragment folder on Tree { __typename entries { name oid type mode size${text} } }`;
}

function contextFields(
  context: NonNullable<ContentsRequest["context"]>,
  declare: (name: string, type: string, value: unknown) => string,
): string[] {
  const { headSha, baseRef, appId, pullNumber, formerHeads = [] } = context;
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
  return fields;
}
