/** Which edits of a kustomization's files may give a container the probe that it lacks. They are not proven yet. */
import { type ChangeSet, type Hunk, hunkAtHeadLine } from "../../../changeset/change-set.js";
import { isGenerated } from "../../../manifest/edit/generated-file.js";
import { insertionPoints } from "../../../manifest/edit/insert-entry.js";
import { inPreferredOrder } from "../../../manifest/edit/insertion-order.js";
import type { ProbeRefusal, WantedProbe } from "../../../manifest/edit/rendered-probe.js";
import type { SourceEdit } from "../../../manifest/edit/source-edit.js";
import type { KeyPath } from "../../../manifest/json-value.js";
import { writtenIn } from "../../written-values.js";
import { type ReadObject, sourcesOf } from "../built-side.js";
import type { MergePatch, PatchOperation } from "../source-values.js";
import type { Root } from "./roots.js";

export interface Candidates {
  /** the best first */
  edits: SourceEdit[];
  /** why there is none, or where none of them holds */
  refusal: ProbeRefusal;
}

/** Edits that are tried for one container: each costs a build of every kustomization that takes the file in. */
const MAX_EDITS = 4;

/**
 * Returns edits of the files that write a container, the best first: in the file that it came from, or in a strategic merge
 * patch that has an entry for it. Lines that the diff shows come before others, since a comment can carry a suggestion only there.
 */
export function candidatesFor(
  { container, probe }: WantedProbe,
  { root, read }: { root: Root; read: ReadObject },
  { changeSet, isWanted }: { changeSet: ChangeSet; isWanted(path: string): boolean },
): Candidates {
  const { object, merged, operations } = sourcesOf(read.object, read.value, read.printed, root.sources);
  const own = object === null ? [] : [{ object, inFile: (edit: SourceEdit) => edit }];
  const places: Pick<MergePatch, "object" | "inFile">[] = [...own, ...merged.toReversed()];
  const written = places.flatMap(({ object, inFile }) => {
    const at = writtenIn(object, read.value, container, "readinessProbe");
    return at === null ? [] : [{ ...at, inFile }];
  });
  const isEditable = (path: string) =>
    isWanted(path) &&
    !root.built.notAsWritten.has(path) &&
    !isGenerated({ path, text: root.built.files[path] ?? "" });
  const found = written.flatMap(({ object, keys, inFile }, place) => {
    const { path } = object.document.manifest;
    if (!isEditable(path)) return [];
    const points = insertionPoints(object, keys, "readinessProbe").flatMap(({ after, edit }) => {
      const made = inFile(edit(probe));
      return made === null ? [] : [{ after, line: made.startLine, edit: made }];
    });
    const hunks = hunksOf(changeSet, path);
    return inPreferredOrder(points, hunks).map(({ edit }, rank) => {
      const isShown = hunks !== null && hunkAtHeadLine(hunks, edit.startLine) !== undefined;
      return { edit, isShown, place, rank };
    });
  });
  const edits = found
    .toSorted(
      (left, right) =>
        Number(right.isShown) - Number(left.isShown) || left.place - right.place || left.rank - right.rank,
    )
    .map(({ edit }) => edit);
  return {
    edits: ofEachPlace(edits),
    refusal: {
      reason: isPut(container, operations) ? "json-patch" : written.length > 0 ? "not-editable" : "built",
    },
  };
}

/** The best of each file comes before the second best of any. */
function ofEachPlace(edits: readonly SourceEdit[]): SourceEdit[] {
  const seen = new Map<string, number>();
  const ranked = edits.map((edit) => {
    const rank = seen.get(edit.path) ?? 0;
    seen.set(edit.path, rank + 1);
    return { edit, rank };
  });
  return ranked
    .toSorted((left, right) => left.rank - right.rank)
    .map(({ edit }) => edit)
    .slice(0, MAX_EDITS);
}

/** Whether a JSON patch has put the container there, or what it stands in. */
function isPut(container: KeyPath, operations: readonly PatchOperation[]): boolean {
  return operations.some(
    ({ pointer, value }) =>
      value !== null &&
      pointer.length <= container.length &&
      pointer.every((key, index) =>
        key === "-" ? typeof container[index] === "number" : String(key) === String(container[index]),
      ),
  );
}

function hunksOf({ files, others = [] }: ChangeSet, path: string): readonly Hunk[] | null {
  return [...files, ...others].find((file) => file.path === path)?.hunks ?? null;
}
