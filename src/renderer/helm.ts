/**
 * What the module is asked about a chart, and what it answers. `render/README.md` tells both; an answer is made of a
 * stranger's chart, so its shape is checked before anything is read from it.
 */
import * as z from "zod";
import { indexes, isIndexes, optional, text } from "./shapes.js";

/** One rendering of a chart. */
export interface HelmRequest {
  /** the chart's folder in the repository, "" for its root */
  folder: string;
  /** texts by their path in the repository: all of the folder's, and of its dependencies' */
  files: Readonly<Record<string, string>>;
  /** files that are no UTF-8, in base64 */
  binary?: Readonly<Record<string, string>>;
  /** folders of the repository that stand in for one within the chart, such as `charts/common` */
  dependencies?: readonly { at: string; folder: string }[];
  /** put over the chart's own values, in this order */
  values?: readonly HelmValues[];
  release: { name: string; namespace: string; isUpgrade?: boolean };
  /** such as 1.31 or v1.31.2; by default the one that Helm assumes */
  kubeVersion?: string;
  /** beside those that every cluster has */
  apiVersions?: readonly string[];
  /** whether the source map is wanted */
  trace: boolean;
  /** files whose places are wanted beside, whether they print or not; it counts with `trace` */
  outline?: readonly string[];
}

/** A values file, or an assignment as Helm's command line takes it. The name is for messages. */
export type HelmValues = { name: string } & (
  | { yaml: string }
  | { set: string }
  | { setString: string }
  | { setLiteral: string }
  | { setJson: string }
  | { setFile: { key: string; text: string } }
);

const at = z.strictObject({
  template: text,
  file: z.nullable(text),
  line: z.int().min(0),
  column: optional(z.int().min(0)),
});

const helmError = z.strictObject({
  stage: z.enum(["chart", "values", "schema", "kube-version", "parse", "execute", "panic"]),
  message: text,
  at: z.nullable(at),
});

const template = z.strictObject({
  name: text,
  file: z.nullable(text),
  chart: z.array(text),
  text,
  settled: optional(z.array(text)),
  trusted: z.boolean(),
  lines: optional(indexes),
  parts: optional(indexes),
});

const place = z.strictObject({
  template: text,
  file: z.nullable(text),
  line: z.int().min(1),
  kind: z.enum(["text", "action"]),
  define: optional(text),
  source: optional(text),
  guard: z.int().min(-1),
});

const guard = z.strictObject({
  parent: z.int().min(-1),
  word: z.enum(["if", "with", "range"]),
  pipeline: text,
  line: z.int().min(1),
  else: optional(z.boolean()),
  reads: optional(indexes),
});

interface Spot {
  place: number;
  call: number;
  keys?: string[];
  reads?: number[];
  guardReads?: number[][];
}

/** A long answer has 100,000 of them, which one schema for each would take seconds for. */
const spots = z.custom<Spot[]>((value) => Array.isArray(value) && value.every(isSpot));

function isSpot(value: unknown): value is Spot {
  if (typeof value !== "object" || value === null) return false;
  for (const key of Object.keys(value)) if (!SPOT_KEYS.has(key)) return false;
  const { place, call, keys = [], reads = [], guardReads = [] } = value as Record<string, unknown>;
  return (
    Number.isSafeInteger(place) &&
    (place as number) >= 0 &&
    Number.isSafeInteger(call) &&
    (call as number) >= -1 &&
    Array.isArray(keys) &&
    keys.every((key) => typeof key === "string") &&
    isIndexes(reads) &&
    Array.isArray(guardReads) &&
    guardReads.every(isIndexes)
  );
}

const SPOT_KEYS: ReadonlySet<string> = new Set(["place", "call", "keys", "reads", "guardReads"]);

const outline = z.strictObject({
  template: text,
  file: text,
  places: indexes,
  reads: z.array(indexes),
});

const answer = z.strictObject({
  templates: z.nullable(z.array(template)).transform((list) => list ?? []),
  places: optional(z.array(place)),
  guards: optional(z.array(guard)),
  spots: optional(spots),
  values: optional(z.array(z.array(text))),
  outline: optional(z.array(outline)),
  missing: optional(
    z.array(
      z.strictObject({
        chart: z.array(text),
        name: text,
        version: optional(text),
        repository: optional(text),
      }),
    ),
  ),
  unchecked: optional(z.array(z.strictObject({ chart: z.array(text), message: text }))),
  noTrace: optional(text),
  error: optional(helmError),
});

/** A rendering, or an `error` that says why there is none. */
export type HelmAnswer = z.output<typeof answer>;
export type RenderedTemplate = HelmAnswer["templates"][number];
export type HelmError = z.output<typeof helmError>;

/** Gives the answer, or null where it has another shape or a number that leads nowhere. */
export function readHelmAnswer(data: unknown): HelmAnswer | null {
  const { data: read } = answer.safeParse(data);
  return read !== undefined && isClosed(read) ? read : null;
}

/** Whether every number is an index of the list that it means. A spot's call, and a guard's parent, come before it. */
function isClosed(answer: HelmAnswer): boolean {
  const { templates, places = [], guards = [], spots = [], values = [], outline = [] } = answer;
  const within = (numbers: readonly number[] | undefined, length: number) =>
    (numbers ?? []).every((number) => number >= 0 && number < length);
  return (
    places.every((one) => one.guard < guards.length) &&
    guards.every((one, i) => one.parent < i && within(one.reads, values.length)) &&
    outline.every(
      (one) =>
        within(one.places, places.length) &&
        one.reads.length === one.places.length &&
        one.reads.every((reads) => within(reads, values.length)),
    ) &&
    spots.every(
      (one, i) =>
        one.place < places.length &&
        one.call < i &&
        within(one.reads, values.length) &&
        (one.guardReads ?? []).every((reads) => within(reads, values.length)),
    ) &&
    templates.every(
      ({ lines = [], parts = [] }) =>
        lines.every((line) => line >= -1 && line < 2 * spots.length) &&
        parts.length % 2 === 0 &&
        parts.every((part, i) => part >= 0 && (i % 2 === 0 || part < spots.length)),
    )
  );
}
