import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ChangeSet } from "../src/changeset/change-set.js";
import { readFolderChangeSet } from "../src/changeset/read-folders.js";

/** The folder whose folders are pull requests. */
export const GOLDEN_CASES = join(import.meta.dirname, "pull-requests");

/** One of them as a change. Where the folder stands must not show in a review. */
export async function loadGoldenCase(name: string): Promise<ChangeSet> {
  const folder = join(GOLDEN_CASES, name);
  const before = existsSync(join(folder, "before")) ? join(folder, "before") : null;
  const changeSet = await readFolderChangeSet({ before, after: join(folder, "after") });
  return { ...changeSet, base: before === null ? null : "base", head: "head" };
}
