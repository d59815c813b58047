import type { ChangedFile } from "../../../changeset/change-set.js";
import type { Problem } from "../../../manifest/problem.js";
import { quoted } from "../../../words/quote.js";
import { takenFromUrl } from "../../../workload/sight/taken-from-url.js";

/** Returns that files take the place of URLs: why what is found in them is no finding of this change. */
export function urlsBefore(files: readonly ChangedFile[], isWanted: (path: string) => boolean): Problem[] {
  return [...takenFromUrl(files)].flatMap(([path, { url }]): Problem[] => {
    if (!isWanted(path)) return [];
    const message = `this file takes the place of ${quoted(url)}, which is not fetched: what is found in it may have been there before, so it fails no check`;
    return [{ code: "rendering", path, line: 1, column: 1, message }];
  });
}
