/**
 * Makes sure that the texts which are to be committed are the files' own bytes, whatever became of them on the way: git
 * names a blob by its bytes.
 */
import { createHash } from "node:crypto";
import type { ChangeSet } from "../../changeset/change-set.js";
import { textAt, withExactTexts } from "../../fix/change-set-texts.js";
import type { LeftReason } from "../../review/left-file.js";
import type { GitHubClient, RepositoryRef } from "../client/github-client.js";
import { fetchBlob } from "../load/contents/read-blob.js";
import type { HeadFile } from "./read-head-files.js";

/** git's mode of a file that is not executable: the only one that GitHub's mutation writes. */
const PLAIN_FILE = 0o100644;

interface ExactTexts {
  /** the change with exact texts at these paths */
  changeSet: ChangeSet;
  /** files that cannot be committed, and why */
  excluded: Map<string, LeftReason>;
}

/**
 * Takes by REST the bytes of every text whose id is not the file's. `beside` are texts of files that the change does not
 * have, as a chart was rendered with them: another text would be another rendering.
 */
export async function exactTexts(
  octokit: GitHubClient,
  repository: RepositoryRef,
  changeSet: ChangeSet,
  paths: readonly string[],
  files: ReadonlyMap<string, HeadFile>,
  beside: ReadonlyMap<string, string> = new Map(),
): Promise<ExactTexts> {
  const excluded = new Map<string, LeftReason>();
  const replaced = new Map<string, string>();
  for (const path of paths) {
    const file = files.get(path);
    const own = textAt(changeSet, path);
    const text = own ?? beside.get(path) ?? null;
    if (file === undefined || text === null) excluded.set(path, "bytes");
    else if (file.mode !== PLAIN_FILE) excluded.set(path, "executable");
    else if (blobId(text) !== file.oid && own === null) excluded.set(path, "bytes");
    else if (blobId(text) !== file.oid) {
      const content = await fetchBlob(octokit, repository, file.oid);
      if (content.kind === "text" && blobId(content.text) === file.oid) replaced.set(path, content.text);
      else excluded.set(path, "bytes");
    }
  }
  return { changeSet: withExactTexts(changeSet, replaced), excluded };
}

/** The id that git gives to a text: the SHA-1 of a header with its length in bytes, and of the bytes. */
export function blobId(text: string): string {
  const bytes = Buffer.from(text, "utf8");
  return createHash("sha1").update(`blob ${bytes.byteLength}\0`).update(bytes).digest("hex");
}
