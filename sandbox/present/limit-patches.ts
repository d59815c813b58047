import type { DiffFile } from "../git/diff-files.js";

/** A comparison lists so many files and no more. https://docs.github.com/en/rest/commits/commits#compare-two-commits */
export const COMPARED_FILES = 300;

/** A pull request lists so many. https://docs.github.com/en/rest/pulls/pulls#list-pull-requests-files */
export const LISTED_FILES = 3_000;

// https://docs.github.com/en/repositories/creating-and-managing-repositories/repository-limits#diff-limits
const FILE_LINES = 20_000;
const FILE_BYTES = 500 * 1024;
const TOTAL_LINES = 20_000;
const TOTAL_BYTES = 1024 * 1024;

/** Leaves the patches out that GitHub leaves out: of large files, and of all that follow once enough was shown. */
export function limitPatches(files: readonly DiffFile[]): DiffFile[] {
  let [lines, bytes] = [0, 0];
  return files.map((file) => {
    if (file.patch === null) return file;
    const size = Buffer.byteLength(file.patch);
    const changes = file.additions + file.deletions;
    if (changes > FILE_LINES || size > FILE_BYTES) return { ...file, patch: null };
    lines += changes;
    bytes += size;
    return lines > TOTAL_LINES || bytes > TOTAL_BYTES ? { ...file, patch: null } : file;
  });
}
