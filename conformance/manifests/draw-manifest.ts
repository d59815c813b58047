/** Draws one manifest of a run, good or not: the same seed and index always give the same text. */
import { copyOf, type DrawnMapping } from "./drawn-value.js";
import { FIELD_VALUES } from "./field-values.js";
import type { FieldValues } from "./fields/values-by-type.js";
import { type DrawnKind, goodObject } from "./good-objects.js";
import { holderOf } from "./places.js";
import { Random } from "./random.js";
import { makeSlip } from "./slips.js";
import { addQuirk } from "./text-quirks.js";
import { drawShape, type Shape, writeText } from "./write-text.js";

export interface DrawnManifest {
  index: number;
  kind: DrawnKind;
  /** the content of the text, before its quirk; the search for the smallest one with the same answer starts there */
  object: DrawnMapping;
  shape: Shape;
  text: string;
  /** the changes that were made to a good manifest, in words */
  changes: string[];
}

const KINDS: readonly DrawnKind[] = [
  "Deployment",
  "Deployment",
  "Deployment",
  "Deployment",
  "StatefulSet",
  "StatefulSet",
  "DaemonSet",
  "Service",
  "HorizontalPodAutoscaler",
  "PodDisruptionBudget",
];

/** Left as they are drawn; of the changed ones many are good as well. */
const SHARE_OF_GOOD = 0.36;

export function drawManifest(seed: number, index: number): DrawnManifest {
  return draw(seed, index, KINDS[index % KINDS.length] ?? "Deployment");
}

/** A Rollout of Argo, which the API server knows by the schema of its custom resource alone. */
export function drawRollout(seed: number, index: number): DrawnManifest {
  return draw(seed, index, "Rollout");
}

function draw(seed: number, index: number, kind: DrawnKind): DrawnManifest {
  const random = new Random(seed, index);
  const object = goodObject(random, kind);
  const changes: string[] = [];
  if (!random.chance(SHARE_OF_GOOD)) {
    const wanted = random.chance(0.85) ? 1 : 2;
    for (let tries = 0; changes.length < wanted && tries < 50; tries++) {
      const change = random.chance(0.7) ? setField(random, kind, object) : makeSlip(random, object);
      if (change !== null) changes.push(change);
    }
  }
  const shape = drawShape(random);
  const text = writeText(object, shape);
  if (random.chance(0.12)) {
    const quirk = addQuirk(random, text);
    if (quirk !== null)
      return { index, kind, object, shape, text: quirk.text, changes: [...changes, quirk.name] };
  }
  return { index, kind, object, shape, text, changes };
}

const ROWS_OF = new Map<DrawnKind, FieldValues[]>();

function rowsOf(kind: DrawnKind): FieldValues[] {
  const known = ROWS_OF.get(kind);
  if (known !== undefined) return known;
  const isWorkload = ["Deployment", "StatefulSet", "DaemonSet", "Rollout"].includes(kind);
  const rows = FIELD_VALUES.filter(({ path }) => {
    if (path.includes(":")) return path.startsWith(`${kind}:`);
    return isWorkload || !path.startsWith("spec.");
  }).flatMap((row) => Array.from({ length: row.weight ?? 1 }, () => row));
  ROWS_OF.set(kind, rows);
  return rows;
}

function setField(random: Random, kind: DrawnKind, object: DrawnMapping): string | null {
  const row = random.pick(rowsOf(kind));
  const path = row.path.replace(/^[A-Za-z]+:/, "");
  const keys = path.split(".");
  const last = keys.at(-1) ?? "";
  const trial = copyOf(object);
  const holder = holderOf(random, trial, keys);
  if (holder === null) return null;
  holder[last] = copyOf(random.pick(row.values));
  for (const key of Object.keys(object)) delete object[key];
  Object.assign(object, trial);
  return `${path} set`;
}
