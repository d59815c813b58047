/** Why the API server refuses an object: its decoder's reasons first, and those of its validation where it gets there. */
import type { JsonObject } from "../manifest/json-value.js";
import { isUnfilled, isUnfilledQuantity } from "../manifest/template-text.js";
import { decodeFormer, decodeObject, fieldFaults } from "./decode-object.js";
import { additionOf, PROBE } from "./probe-addition.js";
import type { Refusal } from "./refusal.js";
import { probesFaults } from "./validate/container/probes.js";
import { validateObject } from "./validate/validate-object.js";
import { type Fault, ROOT } from "./validate/values/fault.js";
import { holdsPlaceholder } from "./validate/values/read-value.js";

/** How much of an object is known. */
interface Knowledge {
  /** a patch, or what a tool builds upon, is not all that is applied: what is missing there may come from elsewhere */
  whole: boolean;
  /** tells what validation refuses although a fault in decoding keeps the API server from coming to it */
  everyStage?: boolean;
}

/**
 * Returns the reasons of the stages "decode" and "validate" for which one of the given minor versions refuses an
 * object, in no certain order; none for a kind or an apiVersion that is not known here. A Deployment's strategy and the
 * like, from which the numbers of a rollout come, are read and refused with them (src/rollout). Unknown fields are left
 * out.
 */
export function refusalsOf(
  apiVersion: string,
  kind: string,
  value: JsonObject,
  minors: readonly number[],
  { whole, everyStage = false }: Knowledge,
): Refusal[] {
  const read = readObject(apiVersion, kind, value);
  const undecodable = [
    ...decodeObject(apiVersion, kind, value, minors),
    ...decodeFormer(apiVersion, kind, value, minors),
  ];
  if (undecodable.length === 0 && read.faults.length === 0) return [];
  const unfilled = unfilledQuantities(apiVersion, kind, value, minors);
  const decoded = undecodable.filter(
    ({ stage, path }) =>
      stage === "decode" && !isUnfilled(filledAt(value, path)) && !unfilled.has(JSON.stringify(path)),
  );
  const isDecoded = (minor: number) => !decoded.some((refusal) => refusal.minors.includes(minor));
  const later = everyStage ? minors : minors.filter(isDecoded);
  const validated = read.faults.flatMap((fault): Refusal[] => {
    const refusing = later.filter((minor) => minor >= (fault.since ?? 0) && minor <= (fault.until ?? minor));
    if (refusing.length === 0 || (fault.whole && !(whole && (fault.filledOrNot || !read.open)))) return [];
    const { path, message } = fault;
    return [
      {
        ...{ stage: "validate", path, message, minors: refusing },
        ...(fault.whole ? { whole: true } : {}),
        ...(refusing.every((minor) => minor < (fault.ofPodsBefore ?? 0)) ? { ofPods: true } : {}),
      },
    ];
  });
  return [...decoded, ...validated];
}

/** Returns the places, as JSON, where a word stands for a quantity. */
function unfilledQuantities(...object: Parameters<typeof fieldFaults>): ReadonlySet<string> {
  const faults = fieldFaults(...object) ?? [];
  return new Set(
    faults
      .filter(({ type, value }) => type.kind === "quantity" && isUnfilledQuantity(value))
      .map(({ path }) => JSON.stringify(path)),
  );
}

interface ObjectReading {
  faults: Fault[];
  /** something in it is filled in by a tool, which may fill in more */
  open: boolean;
}

const readings = new WeakMap<JsonObject, ObjectReading>();

/** Asked for the numbers and for the findings, and for each version: the answer is the same. */
function readObject(apiVersion: string, kind: string, value: JsonObject): ObjectReading {
  const known = readings.get(value);
  if (known !== undefined) return known;
  const reading = readAddition(apiVersion, kind, value) ?? readWhole(apiVersion, kind, value);
  readings.set(value, reading);
  return reading;
}

/** Returns the reading of an object that is another with a probe more; null where the probe has a fault, or is to be filled in. */
function readAddition(apiVersion: string, kind: string, value: JsonObject): ObjectReading | null {
  const addition = additionOf(value);
  if (addition === null || holdsPlaceholder(addition.probe)) return null;
  return hasProbeFaults(addition.probe) ? null : readObject(apiVersion, kind, addition.to);
}

function hasProbeFaults(probe: JsonObject): boolean {
  return probesFaults({ [PROBE]: probe }, ROOT).length > 0;
}

function readWhole(apiVersion: string, kind: string, value: JsonObject): ObjectReading {
  const faults = validateObject(apiVersion, kind, value);
  return { faults, open: faults.some((fault) => fault.whole) && holdsPlaceholder(value) };
}

/** Returns the value that a tool may fill in: of `image: [IMAGE_URL]`, which YAML reads as a list, what stands in it. */
function filledAt(value: JsonObject, path: Refusal["path"]): unknown {
  const found = valueAt(value, path);
  return path.at(-1) === "image" && Array.isArray(found) && found.length === 1 ? found[0] : found;
}

function valueAt(value: JsonObject, path: Refusal["path"]): unknown {
  let current: unknown = value;
  for (const key of path) current = (current as Record<string | number, unknown>)[key];
  return current;
}
