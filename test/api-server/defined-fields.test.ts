import { describe, expect, it } from "vitest";
import { isDefined } from "../../src/api-server/defined-fields.js";
import { readManifest } from "../../src/manifest/read-manifest.js";

const schema = (strategy: string) =>
  `{type: object, properties: {spec: {type: object, properties: {strategy: ${strategy}}}}}`;
const STEPS =
  "{type: object, properties: {steps: {type: array, items: {type: object, properties: {hold: {type: string}}}}}}";

function defined(
  spec: string,
  { version = "v1alpha1", path = ["spec", "strategy", "steps", 0, "hold"] } = {},
) {
  const text = `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec: ${spec}\n`;
  const manifest = readManifest("crds.yaml", text, new Set());
  return isDefined([manifest], { apiVersion: `argoproj.io/${version}`, kind: "Rollout" }, path);
}

const of = (strategy: string, { group = "argoproj.io", kind = "Rollout" } = {}) =>
  `{group: ${group}, names: {kind: ${kind}}, versions: [{name: v1alpha1, schema: {openAPIV3Schema: ${schema(strategy)}}}]}`;

describe("a field of a custom resource", () => {
  it.each([
    ["is in the schema", defined(of(STEPS)), true],
    ["is not in the schema", defined(of(STEPS), { path: ["spec", "strategy", "step"] }), false],
    ["stands below one that is not", defined(of("{type: object}")), false],
    [
      "is in a map",
      defined(
        of(
          "{type: object, additionalProperties: {type: array, items: {additionalProperties: {type: string}}}}",
        ),
      ),
      true,
    ],
    ["is in a map of everything", defined(of("{type: object, additionalProperties: true}")), true],
    ["is kept unread", defined(of("{type: object, x-kubernetes-preserve-unknown-fields: true}")), true],
    ["is in the schema of another group", defined(of(STEPS, { group: "example.com" })), false],
    ["is in the schema of another kind", defined(of(STEPS, { kind: "Experiment" })), false],
    ["is in the schema of another version", defined(of(STEPS), { version: "v1beta1" }), false],
    [
      "is in the one schema of v1beta1",
      defined(
        `{group: argoproj.io, names: {kind: Rollout}, validation: {openAPIV3Schema: ${schema(STEPS)}}}`,
      ),
      true,
    ],
    ["has a definition without a schema", defined("{group: argoproj.io, names: {kind: Rollout}}"), false],
    ["has a definition that is none", defined("[]"), false],
  ])("%s", (_, found, expected) => expect(found).toBe(expected));
});
