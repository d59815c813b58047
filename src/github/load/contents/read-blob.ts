import { decodeContent, type FileContent, MAX_FILE_BYTES } from "../../../changeset/change-set.js";
import type { GitHubClient, RepositoryRef } from "../../client/github-client.js";
import { askGitHub } from "../../client/github-failure.js";
import type { BlobNode, TreeEntryNode } from "./blob-nodes.js";

/** A file whose text is not whole or not there, to be taken by REST: GraphQL cuts texts off at 512,000 bytes. */
export interface CutBlob {
  kind: "cut";
  oid: string;
  bytes: number;
}

const LINK_MODE = 0o120000;

/** Returns what a tree's entry holds; null where it is a folder. */
export function readEntry(entry: TreeEntryNode): FileContent | CutBlob | null {
  // A submodule is a commit in a tree.
  if (entry.type === "commit" || entry.mode === LINK_MODE) return { kind: "link" };
  if (entry.type !== "blob") return null;
  if (isBlob(entry.object)) return readBlob(entry.object);
  return entry.size > MAX_FILE_BYTES
    ? { kind: "too-large", bytes: entry.size, limit: MAX_FILE_BYTES }
    : { kind: "cut", oid: entry.oid, bytes: entry.size };
}

/** Returns what a blob holds, a byte order mark included; REST loads what GitHub takes for no text. */
export function readBlob(blob: BlobNode): FileContent | CutBlob {
  if (blob.byteSize > MAX_FILE_BYTES)
    return { kind: "too-large", bytes: blob.byteSize, limit: MAX_FILE_BYTES };
  // GitHub takes UTF-16 for binary: its bytes tell.
  if (blob.isBinary === true || blob.isTruncated || blob.text === null || isRecoded(blob.text, blob.byteSize))
    return { kind: "cut", oid: blob.oid, bytes: blob.byteSize };
  return { kind: "text", text: blob.text };
}

/** Whether a text that GitHub gives in UTF-8 may be a file in UTF-16, with or without its mark. */
function isRecoded(text: string, byteSize: number): boolean {
  return text !== "" && (byteSize === 2 * text.length || byteSize === 2 * text.length + 2);
}

/** Whether an answer's object is a blob: an expression can name a folder or nothing too. */
export function isBlob(object: unknown): object is BlobNode {
  return (
    typeof object === "object" && object !== null && "__typename" in object && object.__typename === "Blob"
  );
}

/** Takes a blob by REST, which gives up to 100 MB. */
export async function fetchBlob(
  octokit: GitHubClient,
  repository: RepositoryRef,
  oid: string,
): Promise<FileContent> {
  return decodeContent(await fetchBytes(octokit, repository, oid));
}

/** Takes a blob's bytes by REST: as they are, since base64 in JSON is parsed and decoded in the thread of the process. */
export async function fetchBytes(
  octokit: GitHubClient,
  repository: RepositoryRef,
  oid: string,
): Promise<Uint8Array> {
  const { data } = await askGitHub("Reading a large file", () =>
    octokit.request("GET /repos/{owner}/{repo}/git/blobs/{file_sha}", {
      ...{ ...repository, file_sha: oid },
      headers: { accept: "application/vnd.github.raw+json" },
    }),
  );
  // What stands between may know JSON alone.
  return (data as unknown) instanceof Uint8Array
    ? (data as unknown as Uint8Array)
    : Buffer.from(data.content, "base64");
}
