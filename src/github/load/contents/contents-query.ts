/**
 * The GraphQL document that loads texts. A path is always a variable, never a part of the document: names in a pull
 * request are hostile.
 */
import type { GraphqlFault } from "../../client/graphql-faults.js";
import { BLOB } from "./blob-nodes.js";

/** The objects that one query asks for. `base`, `head` and `folders` come back as b0, h0, f0 … in their own order. */
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
  /** git expressions of which only the id is wanted, so that it is known whether there is such an object; p0 … */
  probes: readonly string[];
  rider: QueryRider | null;
}

/** Fields that a caller adds to the query for texts, so that they cost no request of their own. It reads the answer. */
export interface QueryRider {
  /** name to GraphQL's type and the value; none of `owner`, `repo`, or a letter of b, h, o, f, p with a number */
  variables: ReadonlyMap<string, { type: string; value: unknown }>;
  /** fields of the repository */
  fields: readonly string[];
  /** fields beside the repository */
  rootFields: readonly string[];
  /** `BLOB` may be among them */
  fragments: readonly string[];
  /** whether an answer is whole without this part of what the rider asks for */
  mayLack: (fault: GraphqlFault) => boolean;
}

interface GraphqlQuery {
  query: string;
  variables: Record<string, unknown>;
}

/** Writes the query. At most a hundred of each kind, and two hundred probes, keep it within what GitHub answers in time. */
export function contentsQuery(owner: string, repo: string, request: ContentsRequest): GraphqlQuery {
  const variables: Record<string, unknown> = { owner, repo };
  const declarations = ["$owner: String!", "$repo: String!"];
  const declare = (name: string, type: string, value: unknown): string => {
    variables[name] = value;
    declarations.push(`$${name}: ${type}`);
    return `$${name}`;
  };
  for (const [name, { type, value }] of request.rider?.variables ?? []) declare(name, type, value);
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
    ...request.probes.map(
      (path, i) => `p${i}: object(expression: ${declare(`p${i}`, "String!", path)}) { oid }`,
    ),
    ...(request.rider?.fields ?? []),
  ];
  const besides = (request.rider?.rootFields ?? []).map((field) => `\n  ${field}`).join("");
  const query = `query(${declarations.join(", ")}) {
  repository(owner: $owner, name: $repo) {
    url
    ${fields.join("\n    ")}
  }${besides}
}
${fragmentsFor(request).join("\n")}`;
  return { query, variables };
}

function fragmentsFor(request: ContentsRequest): string[] {
  const blobs = request.base.length + request.head.length + request.blobs.length > 0;
  const folders = request.folders.length > 0;
  const needsBlob = blobs || (folders && request.folderTexts);
  const fragments = [
    ...(needsBlob ? [BLOB] : []),
    ...(folders ? [folderFragment(request.folderTexts)] : []),
    ...(request.rider?.fragments ?? []),
  ];
  return [...new Set(fragments)];
}

function folderFragment(withTexts: boolean): string {
  const text = withTexts ? " object { __typename ...blob }" : "";
  return `fragment folder on Tree { __typename entries { name oid type mode size${text} } }`;
}
