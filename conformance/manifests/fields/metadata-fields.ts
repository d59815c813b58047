// biome-ignore-all format: a row for each field, or a list for each type
/** Fields that every object has. */
import { verbatim } from "../drawn-value.js";
import { type FieldValues, LABEL_VALUES, MAPPINGS, NAMES, TEXTS } from "./values-by-type.js";

export const META_FIELDS: FieldValues[] = [
  { path: "metadata", values: MAPPINGS, weight: 2 },
  { path: "metadata.name", values: NAMES, weight: 3 },
  { path: "metadata.generateName", values: ["a-", "A-", null, 1] },
  { path: "metadata.namespace", values: NAMES },
  { path: "metadata.labels", values: [...MAPPINGS, { a: { b: "c" } }, { "example.com/": "x" }, { "a/b/c": "x" }, { "Ü": "x" }] },
  { path: "metadata.labels.app", values: LABEL_VALUES, weight: 3 },
  { path: "metadata.annotations", values: [...MAPPINGS, { "a/b/c": "x" }, { A_b: "x" }] },
  { path: "metadata.annotations.note", values: [...TEXTS, verbatim("true"), 5, "x".repeat(300)], weight: 3 },
  { path: "metadata.finalizers", values: [["a"], ["example.com/a"], null, "x"] },
  { path: "metadata.ownerReferences", values: [[], [{}], null] },
  { path: "metadata.creationTimestamp", values: [null, "2024-01-01T00:00:00Z", "x", verbatim("2024-01-01T00:00:00Z")] },
  { path: "metadata.resourceVersion", values: ["1", "", null, 1] },
  { path: "metadata.generation", values: [1, "1", null] },
  { path: "status", values: [null, {}, { replicas: 1 }, { x: 1 }, "x", { loadBalancer: {} }] },
  { path: "apiVersion", values: ["apps/v1beta1", "v1", "", null, 1, "extensions/v1beta1", "apps/v1"] },
  { path: "kind", values: ["deployment", "", null, 1] },
  { path: "spec", values: MAPPINGS, weight: 2 },
];
