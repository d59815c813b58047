import { describe, expect, test } from "vitest";
import { mergeMinors, type Schema } from "../../../scripts/fields/merge-minors.js";

const GARDEN = "io.k8s.api.garden.v1";

/** A small API of our own: beds in a garden, in three minor versions. */
function garden(minor: number): { minor: number; definitions: Record<string, Schema> } {
  const bed: Record<string, Schema> = {
    depth: { $ref: "#/definitions/io.k8s.apimachinery.pkg.api.resource.Quantity" },
    plants: { type: "array", items: { type: "string" } },
    sown: { $ref: "#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.Time" },
  };
  if (minor >= 31) bed.water = { type: "integer", format: "int32" };
  if (minor === 30) bed.fence = { type: "boolean" };
  bed.soil = minor < 32 ? { type: "string" } : { $ref: `#/definitions/${GARDEN}.Soil` };
  return {
    minor,
    definitions: {
      [`${GARDEN}.Garden`]: {
        properties: {
          beds: { type: "array", items: { $ref: `#/definitions/${GARDEN}.Bed` } },
          labels: { type: "object", additionalProperties: { type: "string" } },
        },
      },
      [`${GARDEN}.Bed`]: { properties: bed },
      [`${GARDEN}.Soil`]: { properties: { acid: { type: "number" } } },
      [`${GARDEN}.Shed`]: { properties: { tools: { type: "integer", format: "int64" } } },
    },
  };
}

describe("the table of fields", () => {
  test("has a line for each type that the roots reach, with the minors of what not all of them know", () => {
    const table = mergeMinors([garden(32), garden(30), garden(31)], [`${GARDEN}.Garden`]);
    expect(table.split("\n")).toEqual([
      "garden.v1.Bed depth=quantity fence=boolean@-30 plants=[]string soil=garden.v1.Soil@32- soil=string@-31 sown=time water=int32@31-",
      "garden.v1.Garden beds=[]garden.v1.Bed labels={}string",
      "garden.v1.Soil acid=number",
    ]);
  });

  test("is not written where a field comes, goes and comes again, as a range could not say so", () => {
    const again = { ...garden(30), minor: 32 };
    expect(() => mergeMinors([garden(30), garden(31), again], [`${GARDEN}.Garden`])).toThrow(
      "fence=boolean comes and goes: 30, 32",
    );
  });

  test("is not written where a field has a type without a word", () => {
    const definitions = { [`${GARDEN}.Shed`]: { properties: { key: { type: "string", format: "uuid" } } } };
    expect(() => mergeMinors([{ minor: 30, definitions }], [`${GARDEN}.Shed`])).toThrow("garden.v1.Shed.key");
  });
});
