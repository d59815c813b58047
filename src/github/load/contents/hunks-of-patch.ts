import { parsePatch } from "diff";
import type { Hunk } from "../../../changeset/change-set.js";

/** The hunks of a `patch` as GitHub gives it, without file headers; null where there is none or it cannot be read. */
export function hunksOfPatch(patch: string | undefined): Hunk[] | null {
  if (patch === undefined) return null;
  try {
    const hunks = parsePatch(patch).flatMap((file) => file.hunks);
    return hunks.map(({ oldStart, oldLines, newStart, newLines }) => ({
      oldStart,
      oldLines,
      newStart,
      newLines,
    }));
  } catch {
    // Without hunks a finding goes into the body: better than an anchor that GitHub refuses with the whole review.
    return null;
  }
}
