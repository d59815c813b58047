import { decodeContent, type FileContent, MAX_FILE_BYTES } from "./change-set.js";
import { type Git, gitFailure, streamGit } from "./git-process.js";

const LINE_FEED = 0x0a;

/** Reads blobs by id, through one process however many there are; a blob that git does not have is left out. */
export async function readBlobs(git: Git, ids: Iterable<string>): Promise<Map<string, FileContent>> {
  const wanted = [...new Set(ids)];
  const reader = createBatchReader();
  if (wanted.length === 0) return reader.contents;
  const input = Buffer.from(`${wanted.join("\n")}\n`);
  const { status, stderr } = await streamGit(git, ["cat-file", "--batch"], input, reader.push);
  if (status !== 0) throw gitFailure(git, "cat-file", stderr);
  return reader.contents;
}

// Each answer is "<id> <type> <size>", a line feed, the bytes, a line feed; or "<id> missing".
function createBatchReader(): { push(chunk: Buffer): void; contents: Map<string, FileContent> } {
  const contents = new Map<string, FileContent>();
  let header = "";
  let id = "";
  let size = 0;
  let left = 0; // bytes of the current blob still to come, its closing line feed included
  let kept: Buffer[] = [];

  function readHeader(chunk: Buffer, from: number): number {
    const at = chunk.indexOf(LINE_FEED, from);
    header += chunk.toString("latin1", from, at < 0 ? chunk.length : at);
    if (at < 0) return chunk.length;
    const [name, type, bytes] = header.split(" ");
    header = "";
    if (type === "missing" || bytes === undefined) return at + 1;
    id = name!;
    size = Number(bytes);
    left = size + 1;
    kept = [];
    return at + 1;
  }

  function readBody(chunk: Buffer, from: number): number {
    const end = Math.min(chunk.length, from + left);
    // Not kept in memory what is not going to be read.
    if (size <= MAX_FILE_BYTES) kept.push(chunk.subarray(from, end));
    left -= end - from;
    if (left === 0) contents.set(id, finish());
    return end;
  }

  function finish(): FileContent {
    if (size > MAX_FILE_BYTES) return { kind: "too-large", bytes: size };
    return decodeContent(Buffer.concat(kept).subarray(0, size));
  }

  function push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) at = left > 0 ? readBody(chunk, at) : readHeader(chunk, at);
  }

  return { push, contents };
}
