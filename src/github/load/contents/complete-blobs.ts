import pLimit from "p-limit";
import type { FileContent, Omission } from "../../../changeset/change-set.js";
import type { GitHubClient, RepositoryRef } from "../../client/github-client.js";
import { fetchBlob } from "./read-blob.js";
import type { Contents, MaybeCut } from "./read-contents.js";

/** Files that one review takes by REST, one request each. */
const MAX_LARGE_FILES = 50;

/** Bytes of them in all: the process holds them until they are judged, and a review takes on a part of that. */
const MAX_LARGE_BYTES = 24 * 1024 * 1024;

/** Takes by REST what GraphQL cut off; the changed files come first, and what is too much is told. */
export async function completeBlobs(
  octokit: GitHubClient,
  repository: RepositoryRef,
  contents: Contents<MaybeCut>,
): Promise<Contents<FileContent>> {
  const side = pLimit(4);
  const omissions: Omission[] = [...contents.omissions];
  let [fetched, bytes] = [0, 0];
  const complete = async (
    texts: Map<string, MaybeCut>,
    place: Pick<Omission, "beside"> = {},
  ): Promise<Map<string, FileContent>> => {
    const whole = await Promise.all(
      [...texts].map(async ([path, content]): Promise<[string, FileContent][]> => {
        if (content.kind !== "cut") return [[path, content]];
        fetched += 1;
        bytes += content.bytes;
        if (fetched <= MAX_LARGE_FILES && bytes <= MAX_LARGE_BYTES) {
          return [[path, await side(() => fetchBlob(octokit, repository, content.oid))]];
        }
        omissions.push({
          ...place,
          path,
          message: "There are too many large files to read this one, so it was not reviewed.",
        });
        return [];
      }),
    );
    return new Map(whole.flat());
  };
  const [after, before, siblings] = await Promise.all([
    complete(contents.after),
    complete(contents.before),
    complete(contents.siblings, { beside: true }),
  ]);
  return { before, after, siblings, omissions };
}
