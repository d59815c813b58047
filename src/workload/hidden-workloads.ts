/** Workloads of the base that nobody could read there, and that can be read at the head. */
import type { UnreadDocument } from "../manifest/manifest.js";
import type { ChangedManifest } from "./read-sides.js";
import type { Workload } from "./workload.js";

/**
 * Whether the base of a workload's file held something that may have been this workload: a document that could not be
 * read or a template, where the head does not have the same one, or a whole file that is no text. `lost` are workloads
 * of the base that the head does not have; one whose pods could not be read may have had another name or group.
 */
export function hiddenAtBase(
  changed: readonly ChangedManifest[],
  lost: readonly Workload[],
): (workload: Workload) => boolean {
  const byPath = new Map(changed.map((manifest) => [manifest.file.path, manifest]));
  return (workload) => {
    const manifest = byPath.get(workload.path);
    if (manifest === undefined) return false;
    const { file, before, after } = manifest;
    if (before === null) return file.before !== null;
    const still = new Set([...(after?.unread ?? []), ...(after?.templates ?? [])].map(({ text }) => text));
    const isOf = ({ kinds, text }: UnreadDocument) => kinds.includes(workload.kind) && !still.has(text);
    return (
      before.unread.some((document) => isOf(document) && document.text.includes(workload.name ?? "")) ||
      // A template seldom has the name in full.
      before.templates.some(isOf) ||
      lost.some(
        ({ path, kind, name, containers, faults }) =>
          path === before.path &&
          kind === workload.kind &&
          name === workload.name &&
          containers.length === 0 &&
          faults.length > 0,
      )
    );
  };
}
