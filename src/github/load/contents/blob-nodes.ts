/** Texts and folders as GraphQL gives them. */

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

export const BLOB = `fragment blob on Blob { __typename oid byteSize isBinary isTruncated text }`;
