/** Tells what of a change is beyond the limits of one review, once for each file. */

import type { Manifest } from "../../manifest/manifest.js";
import type { Problem } from "../../manifest/problem.js";
import { count } from "../../words/list.js";
import type { ChangedManifest } from "../../workload/changed-manifest.js";
import type { Workload } from "../../workload/workload.js";

/** Returns where the reading of changed files ended before their end. */
export function cutTexts(changed: readonly ChangedManifest[]): Problem[] {
  return changed.flatMap(({ file, before, after }): Problem[] => {
    if (after?.cut) return [after.cut];
    if (!before?.cut) return [];
    const message =
      "the base of this file is read in part, as this change has more than one review takes on: what it removes is not all told, nor what of it is new";
    return [{ ...before.cut, path: file.path, line: 1, column: 1, message }];
  });
}

/** Returns that manifests beside the change are not all read. */
export function cutSiblings(siblings: readonly Manifest[]): Problem[] {
  const cut = siblings.flatMap((manifest) => manifest.cut ?? []);
  const [first] = cut;
  if (first === undefined) return [];
  const others = cut.length > 1 ? ` (nor ${cut.length - 1} more)` : "";
  const message = `this file beside the change is not read to its end${others}, as there is more than one review takes on: a Service or an autoscaler here was not seen`;
  return [{ ...first, code: "neighbours-not-loaded", message }];
}

/** Returns the workloads that were not looked at; `most` is how many of a change are. */
export function workloadsLeft(left: readonly Workload[], most: number): Problem[] {
  const byPath = new Map<string, Workload[]>();
  for (const workload of left) {
    const list = byPath.get(workload.path);
    if (list === undefined) byPath.set(workload.path, [workload]);
    else list.push(workload);
  }
  return [...byPath].map(([path, workloads]) => ({
    ...{ code: "change-too-large", path, column: 1 },
    line: Math.min(...workloads.map(({ line }) => line)),
    message: `${count(workloads.length, "workload")} of this file ${workloads.length === 1 ? "is" : "are"} not judged: one review judges ${most}`,
  }));
}
