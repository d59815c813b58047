import { decodeContent, type FileContent, MAX_LOCAL_FILE_BYTES } from "./change-set.js";
import { lacksContent, withoutRemote } from "./git-offline.js";
import { type Git, gitFailure, streamGit } from "./git-process.js";

const LINE_FEED = 0x0a;

/** Reads blobs by id, through one process however many there are; a blob that git does not have is left out. */
export function readBlobs(git: Git, ids: Iterable<string>): Promise<Map<string, FileContent>> {
  return readAll(git, ids, (bytes, size) =>
    bytes === null
      ? { kind: "too-large", bytes: size, limit: MAX_LOCAL_FILE_BYTES }
      : decodeContent(bytes, MAX_LOCAL_FILE_BYTES),
  );
}

/** Reads the bytes of blobs by id; one that is too large is left out as well. */
export async function readBlobBytes(git: Git, ids: Iterable<string>): Promise<Map<string, Uint8Array>> {
  const read = await readAll(git, ids, (bytes) => bytes);
  return new Map([...read].flatMap(([id, bytes]) => (bytes === null ? [] : [[id, bytes]])));
}

/** Makes something of a blob's bytes; they are null where there are too many to be kept. */
type Decode<Content> = (bytes: Buffer | null, size: number) => Content;

async function readAll<Content>(git: Git, ids: Iterable<string>, decode: Decode<Content>) {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map<string, Content>();
  const { contents, status, stderr } = await readBatch(git, wanted, decode);
  if (status === 0) return contents;
  if (!lacksContent(stderr)) throw gitFailure(git, "cat-file", stderr);
  const left = wanted.filter((id) => !contents.has(id));
  const rest = await withoutRemote(git, (local) => readBatch(local, left, decode));
  if (rest.status !== 0) throw gitFailure(git, "cat-file", rest.stderr);
  return new Map([...contents, ...rest.contents]);
}

async function readBatch<Content>(git: Git, ids: readonly string[], decode: Decode<Content>) {
  const reader = createBatchReader(decode);
  const input = Buffer.from(`${ids.join("\n")}\n`);
  const { status, stderr } = await streamGit(git, ["cat-file", "--batch"], input, reader.push);
  return { contents: reader.contents, status, stderr };
}

// Each answer is "<id> <type> <size>", a line feed, the bytes, a line feed; or "<id> missing".
function createBatchReader<Content>(decode: Decode<Content>): {
  push(chunk: Buffer): void;
  contents: Map<string, Content>;
} {
  const contents = new Map<string, Content>();
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
    if (size <= MAX_LOCAL_FILE_BYTES) kept.push(chunk.subarray(from, end));
    left -= end - from;
    if (left === 0) contents.set(id, finish());
    return end;
  }

  function finish(): Content {
    return decode(size > MAX_LOCAL_FILE_BYTES ? null : Buffer.concat(kept).subarray(0, size), size);
  }

  function push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) at = left > 0 ? readBody(chunk, at) : readHeader(chunk, at);
  }

  return { push, contents };
}
