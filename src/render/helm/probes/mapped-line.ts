/** Rendered lines and the places in templates that printed them. */
import type { HelmMap, RenderedText } from "../../rendering.js";

export type Place = HelmMap["places"][number];
export type Spot = HelmMap["spots"][number];

export interface MappedLine {
  place: Place;
  spot: Spot;
  /** the line stands in the template as it was printed, and in a file of the repository */
  isExact: boolean;
}

/** Returns what printed a rendered line, 1-based; null where that is not known. */
export function mappedLine(map: HelmMap, text: RenderedText, line: number): MappedLine | null {
  const number = text.lines[line - 1] ?? -1;
  const spot = number < 0 ? undefined : map.spots[number >> 1];
  const place = spot === undefined ? undefined : map.places[spot.place];
  if (spot === undefined || place === undefined) return null;
  return { place, spot, isExact: number % 2 === 0 && place.kind === "text" && place.file !== null };
}

/** Whether two lines are printed whenever one of them is: by the same define, under the same conditions, in the same round. */
export function standTogether(left: MappedLine, right: MappedLine): boolean {
  return (
    left.place.template === right.place.template &&
    left.place.define === right.place.define &&
    left.place.guard === right.place.guard &&
    left.spot.call === right.spot.call &&
    (left.spot.keys ?? []).join("\n") === (right.spot.keys ?? []).join("\n")
  );
}

/** Characters before the first that is no blank. */
export function indentOf(line: string): number {
  return /^[ \t]*/.exec(line)?.[0].length ?? 0;
}
