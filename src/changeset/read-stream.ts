import { type ChangeSet, decodeContent, MAX_LOCAL_FILE_BYTES, STDIN_PATH } from "./change-set.js";
import { ChangeSetError } from "./change-set-error.js";
import { contentHunks } from "./line-hunks.js";

/** What a stream brings as one added file; there is nothing beside it. Reads no further than a file may be large. */
export async function readStreamAsAdded(stream: AsyncIterable<Uint8Array | string>): Promise<ChangeSet> {
  const after = decodeContent(await readBytes(stream), MAX_LOCAL_FILE_BYTES);
  // What should have brought manifests may have failed, and no shell tells.
  if (after.kind === "text" && after.text.trim() === "")
    throw new ChangeSetError("no-input", "standard input is empty: see whether the command before it failed");
  const hunks = contentHunks(null, after);
  return {
    base: null,
    head: "standard input",
    webUrl: null,
    files: [{ path: STDIN_PATH, previousPath: null, status: "added", before: null, after, hunks }],
    siblings: [],
    omissions: [],
  };
}

async function readBytes(stream: AsyncIterable<Uint8Array | string>): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(Buffer.from(chunk));
      length += chunk.length;
      if (length > MAX_LOCAL_FILE_BYTES) break;
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ChangeSetError("no-input", `standard input could not be read (${code ?? "unknown reason"})`);
  }
  return Buffer.concat(chunks);
}
