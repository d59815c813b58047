/** Texts of files by their id, for both sides of a change: what did not change is loaded once. */
import pLimit from "p-limit";
import type { FileContent } from "../../../changeset/change-set.js";
import type { GitHubClient, RepositoryRef } from "../../client/github-client.js";
import { askForBlobs } from "./ask-for-objects.js";
import { FILES_A_QUERY } from "./folder-plan.js";
import type { TreeFile } from "./list-tree.js";
import { fetchBlob, fetchBytes, readBlob } from "./read-blob.js";

/** A chart's file above this is not loaded: none is rendered with it either. */
const MAX_FILE_BYTES = 1024 * 1024;

/** What one review's sources may take of GitHub. */
export interface SourceLimits {
  /** that are loaded, in all, and their bytes */
  files: number;
  bytes: number;
  /** that are loaded by REST, one request each: archives, and what GraphQL cuts off */
  byRest: number;
}

const SOURCE_LIMITS: SourceLimits = { files: 3_000, bytes: 32 * 1024 * 1024, byRest: 40 };

/** Bytes of one query's texts: as JSON they may be six times as many, and an answer is bounded. */
const BYTES_A_QUERY = 4 * 1024 * 1024;

const QUERIES_AT_ONCE = 3;

export interface SourceTexts {
  /** Takes a text that is known already. */
  know(oid: string, content: FileContent): void;
  /** Returns contents by id; what is not there, or above what one review loads, is left out. */
  texts(files: Iterable<TreeFile>): Promise<ReadonlyMap<string, FileContent>>;
  /** Returns bytes by id, alike. */
  bytes(files: Iterable<TreeFile>): Promise<ReadonlyMap<string, Uint8Array>>;
}

/** Loads texts of one repository, each once, within what one review loads. */
export function sourceTexts(
  octokit: GitHubClient,
  repository: RepositoryRef,
  limits: SourceLimits = SOURCE_LIMITS,
): SourceTexts {
  const known = new Map<string, FileContent>();
  const knownBytes = new Map<string, Uint8Array>();
  const left = { ...limits };

  function take({ bytes }: TreeFile): boolean {
    if (left.files < 1 || left.bytes < bytes) return false;
    left.files -= 1;
    left.bytes -= bytes;
    return true;
  }

  function takeByRest(): boolean {
    left.byRest -= 1;
    return left.byRest >= 0;
  }

  async function load(group: readonly TreeFile[]): Promise<void> {
    const blobs = await askForBlobs(
      octokit,
      repository,
      group.map(({ oid }) => oid),
    );
    for (const blob of blobs) {
      if (blob === null) continue;
      const content = blob.isBinary === true ? BINARY : readBlob(blob);
      if (content.kind !== "cut") known.set(blob.oid, content);
      else if (takeByRest()) known.set(blob.oid, await fetchBlob(octokit, repository, blob.oid));
    }
  }

  return {
    know: (oid, content) => void known.set(oid, content),
    async texts(files) {
      const list = [...files];
      const fresh = new Map(list.flatMap((file) => (known.has(file.oid) ? [] : [[file.oid, file]])));
      for (const { oid, bytes } of fresh.values())
        if (bytes > MAX_FILE_BYTES) known.set(oid, { kind: "too-large", bytes, limit: MAX_FILE_BYTES });
      const wanted = [...fresh.values()].filter((file) => !known.has(file.oid) && take(file));
      const side = pLimit(QUERIES_AT_ONCE);
      await side.map(inQueries(wanted), load);
      return pick(list, known);
    },
    async bytes(files) {
      const list = [...files];
      for (const file of list) {
        if (knownBytes.has(file.oid) || file.bytes > MAX_FILE_BYTES || !take(file) || !takeByRest()) continue;
        knownBytes.set(file.oid, await fetchBytes(octokit, repository, file.oid));
      }
      return pick(list, knownBytes);
    },
  };
}

const BINARY: FileContent = { kind: "binary" };

function inQueries(files: readonly TreeFile[]): TreeFile[][] {
  const groups: TreeFile[][] = [];
  let bytes = 0;
  for (const file of files) {
    const group = groups.at(-1);
    bytes += file.bytes;
    if (group === undefined || group.length >= FILES_A_QUERY || bytes > BYTES_A_QUERY) {
      groups.push([file]);
      bytes = file.bytes;
    } else group.push(file);
  }
  return groups;
}

function pick<Content>(
  files: readonly TreeFile[],
  known: ReadonlyMap<string, Content>,
): Map<string, Content> {
  return new Map(
    files.flatMap(({ oid }): [string, Content][] => {
      const content = known.get(oid);
      return content === undefined ? [] : [[oid, content]];
    }),
  );
}
