/**
 * The GraphQL document that loads texts. A path is always a variable, never a part of the document: names in a pull
 * request are hostile.
 */
import { POLICY_PATH } from "../policy/policy.js";
import { CHECK_NAME } from "./github-client.js";
import { POSTED_CHECK_RUNS, POSTED_COMMENTS } from "./posted-query.js";

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
  /** with the policy, the posted check runs where they may be read, and, where `pullNumber` is set, the pull request's state */
  context: { headSha: string; appId: number; pullNumber: number | null; checks: boolean } | null;
}

export interface GraphqlQuery {
  query: string;
  variables: Record<string, unknown>;
}

export interface BlobNode {
  __typename: "Blob";
  oid: string;
  byteSize: number;
  isBinary: boolean | null;
  isTruncated: boolean;
  text: string | null;
}

export interface TreeEntryNode {
  name: string;
  oid: string;
  /** blob, tree or commit */
  type: string;
  mode: number;
  size: number;
  object?: BlobNode | { __typename: string } | null;
}

export interface TreeNode {
  __typename: "Tree";
  entries: TreeEntryNode[] | null;
}

const BLOB = `fragment blob on Blob { __typename oid byteSize isBinary isTruncated text }`;

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
  const fragments = fragmentsFor(request);
  const query = `query(${declarations.join(", ")}) {
  repository(owner: $owner, name: $repo) {
    url
    ${fields.join("\n    ")}
  }
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
    ...(request.context?.checks ? [POSTED_CHECK_RUNS] : []),
    ...(request.context?.pullNumber == null ? [] : [POSTED_COMMENTS]),
  ];
}

function folderFragment(withTexts: boolean): string {
  const text = withTexts ? " object { __typename ...blob }" : "";
  return `fragment folder on Tree { __typename entries { name oid type mode size${text} } }`;
}

function contextFields(
  context: NonNullable<ContentsRequest["context"]>,
  declare: (name: string, type: string, value: unknown) => string,
): string[] {
  const policyPath = declare("policyPath", "String!", POLICY_PATH);
  const fields = [
    `defaultBranchRef { target { ... on Commit { policy: file(path: ${policyPath}) { type mode object { __typename ...blob } } } } }`,
  ];
  // Where one part of a query may not be read, octokit takes all of it for failed.
  if (context.checks) {
    const head = declare("headSha", "GitObjectID!", context.headSha);
    declare("appId", "Int!", context.appId);
    declare("checkName", "String!", CHECK_NAME);
    fields.push(`headCommit: object(oid: ${head}) { ...checkRuns }`);
  }
  if (context.pullNumber === null) return fields;
  const number = declare("pullNumber", "Int!", context.pullNumber);
  return [...fields, `pullRequest(number: ${number}) { ...posted }`];
}
