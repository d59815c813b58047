/** The smallest manifest that still shows a difference, for the developer who is to mend it. */
import { copyOf, type DrawnMapping, type DrawnValue, isMapping } from "./manifests/drawn-value.js";

/** Takes away what can go, as long as the difference stays. */
export async function shrinkManifest(
  object: DrawnMapping,
  stays: (trial: DrawnMapping) => Promise<boolean>,
): Promise<DrawnMapping> {
  let best = copyOf(object);
  for (let round = 0; round < 4; round++) {
    const before = JSON.stringify(best);
    best = await shrinkOnce(best, stays);
    if (JSON.stringify(best) === before) break;
  }
  return best;
}

async function shrinkOnce(
  object: DrawnMapping,
  stays: (trial: DrawnMapping) => Promise<boolean>,
): Promise<DrawnMapping> {
  let best = object;
  for (const path of pathsIn(object)) {
    const trial = copyOf(best);
    if (!removeAt(trial, path)) continue;
    if (await stays(trial)) best = trial;
  }
  return best;
}

type Path = readonly (string | number)[];

/** Outer places first; the entries of a list from its end, so that the numbers of those before them hold. */
function pathsIn(value: DrawnValue, at: Path = []): Path[] {
  const entries: [string | number, DrawnValue][] = Array.isArray(value)
    ? value.map((each, index): [number, DrawnValue] => [index, each]).toReversed()
    : isMapping(value)
      ? Object.entries(value)
      : [];
  return entries.flatMap(([key, each]) => [[...at, key], ...pathsIn(each, [...at, key])]);
}

function removeAt(object: DrawnMapping, path: Path): boolean {
  let holder: DrawnValue = object;
  for (const key of path.slice(0, -1)) {
    const next: DrawnValue | undefined = Array.isArray(holder)
      ? holder[key as number]
      : isMapping(holder)
        ? holder[key]
        : undefined;
    if (next === undefined) return false;
    holder = next;
  }
  const last = path.at(-1);
  if (Array.isArray(holder) && typeof last === "number" && last < holder.length) {
    holder.splice(last, 1);
    return true;
  }
  if (isMapping(holder) && typeof last === "string" && last in holder) {
    delete holder[last];
    return true;
  }
  return false;
}
