/** What the module is asked about a kustomization, and what it answers; `render/README.md` tells both. */
import * as z from "zod";
import { optional, text } from "./shapes.js";

/** One build of a kustomization. */
export interface KustomizeRequest {
  /** texts by their path in the repository: all that the kustomization reaches */
  files: Readonly<Record<string, string>>;
  /** the kustomization's folder, "" for the repository's root */
  root: string;
  /** what stands in for entries of `helmCharts`, as an earlier answer asked for */
  charts?: readonly { kustomization: string; index: number; text: string }[];
}

const configured = z.strictObject({ in: text, kind: text, name: optional(text) });
const entry = { kustomization: text, index: z.int().min(0) };

const object = z.strictObject({
  yaml: text,
  origin: optional(text),
  generator: optional(configured),
  transformers: optional(z.array(configured)),
  chart: optional(z.strictObject(entry)),
});

const refusal = z.strictObject({
  reason: z.enum(["remote", "outside", "missing", "plugin"]),
  kustomization: text,
  field: text,
  value: text,
});

const texts = z.array(text);

/** kustomize's own names: api/types, helmchartargs.go. */
const helmChart = z.looseObject({
  name: optional(text),
  version: optional(text),
  repo: optional(text),
  releaseName: optional(text),
  namespace: optional(text),
  additionalValuesFiles: optional(texts),
  valuesFile: optional(text),
  valuesInline: optional(z.record(text, z.unknown())),
  valuesMerge: optional(text),
  includeCRDs: optional(z.boolean()),
  skipHooks: optional(z.boolean()),
  skipTests: optional(z.boolean()),
  apiVersions: optional(texts),
  kubeVersion: optional(text),
  nameTemplate: optional(text),
});

const answer = z.strictObject({
  objects: z.nullable(z.array(object)).transform((list) => list ?? []),
  refused: optional(z.array(refusal)),
  charts: optional(z.array(z.strictObject({ ...entry, chartHome: text, chart: helmChart }))),
  emptied: optional(z.array(z.strictObject({ kustomization: text, generator: text, file: text }))),
  reached: optional(texts),
  missing: optional(texts),
  unrestricted: optional(z.boolean()),
  error: optional(text),
});

/** A build, or why there is none: `refused`, `charts` that are to be rendered first, or an `error` of kustomize's. */
export type KustomizeAnswer = z.output<typeof answer>;
export type KustomizeRefusal = z.output<typeof refusal>;

/** Gives the answer, or null where it has another shape. */
export function readKustomizeAnswer(data: unknown): KustomizeAnswer | null {
  return answer.safeParse(data).data ?? null;
}
