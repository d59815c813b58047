import { type Hunk, hunkAtHeadLine } from "../../changeset/change-set.js";
import type { InsertionPoint } from "./insert-entry.js";

/** YAML keys have no order, but readers do: a probe is looked for behind the ports, then beside the other probes. */
const PREFERRED = ["ports", "livenessProbe", "startupProbe", "lifecycle"];

/**
 * Returns the points in the order in which they should be tried: those whose line a hunk shows first, as only there a
 * comment can carry the suggestion.
 */
export function inPreferredOrder<Point extends Pick<InsertionPoint, "after" | "line">>(
  points: readonly Point[],
  hunks: readonly Hunk[] | null,
): Point[] {
  const rank = ({ after }: Point): number => {
    const index = PREFERRED.indexOf(after);
    return index === -1 ? PREFERRED.length : index;
  };
  const visible = (point: Point): number => (hunks !== null && hunkAtHeadLine(hunks, point.line) ? 0 : 1);
  return points.toSorted(
    (left, right) => visible(left) - visible(right) || rank(left) - rank(right) || right.line - left.line,
  );
}
