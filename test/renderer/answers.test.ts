/** An answer is made of a stranger's chart: only what has its shape is read. */
import { describe, expect, test } from "vitest";
import { readHelmAnswer } from "../../src/renderer/helm.js";
import { readKustomizeAnswer } from "../../src/renderer/kustomize.js";

const place = { template: "a", file: null, line: 1, kind: "text", guard: 0 };
const good = {
  templates: [
    { name: "a", file: "a.yaml", chart: [], text: "a", trusted: true, lines: [0, -1, 1], parts: [1, 0] },
  ],
  places: [place],
  guards: [{ parent: -1, word: "if", pipeline: ".a", line: 1 }],
  spots: [{ place: 0, call: -1, reads: [0], guardReads: [[0]] }],
  values: [["a"]],
};
const [template] = good.templates;

describe("an answer about a chart", () => {
  test("is taken where it has its shape", () => {
    expect(readHelmAnswer(good)).toEqual(good);
    expect(readHelmAnswer({ templates: null, error: { stage: "values", message: "no", at: null } })).toEqual({
      templates: [],
      error: { stage: "values", message: "no", at: null },
    });
  });

  test.each<[string, unknown]>([
    ["is nothing", null],
    ["has no templates", { places: [] }],
    ["has another key", { ...good, more: 1 }],
    ["has a text that is none", { ...good, templates: [{ ...template, text: 1 }] }],
    ["has a line that is no number", { ...good, templates: [{ ...template, lines: ["0"] }] }],
    ["has a line that leads nowhere", { ...good, templates: [{ ...template, lines: [2] }] }],
    ["has a line before the first spot", { ...good, templates: [{ ...template, lines: [-2] }] }],
    ["has a part before the first line", { ...good, templates: [{ ...template, parts: [-1, 0] }] }],
    ["has half a part", { ...good, templates: [{ ...template, parts: [1] }] }],
    ["has a part that leads nowhere", { ...good, templates: [{ ...template, parts: [1, 1] }] }],
    ["has a guard that leads nowhere", { ...good, places: [{ ...place, guard: 1 }] }],
    ["has a guard within itself", { ...good, guards: [{ ...good.guards[0], parent: 0 }] }],
    ["has a spot of no place", { ...good, spots: [{ place: 1, call: -1 }] }],
    ["has a call of itself", { ...good, spots: [{ place: 0, call: 0 }] }],
    ["has a spot of another shape", { ...good, spots: [{ place: 0, call: -1, more: 1 }] }],
    ["has a spot of half a place", { ...good, spots: [{ place: 0.5, call: -1 }] }],
    ["reads what is no number", { ...good, spots: [{ place: 0, call: -1, guardReads: [["0"]] }] }],
    ["has a key that is no text", { ...good, spots: [{ place: 0, call: -1, keys: [1] }] }],
    ["reads no value", { ...good, spots: [{ place: 0, call: -1, reads: [1] }] }],
    ["reads before the first value", { ...good, spots: [{ place: 0, call: -1, reads: [-1] }] }],
    ["has a guard that reads no value", { ...good, guards: [{ ...good.guards[0], reads: [1] }] }],
    [
      "has a spot whose guard reads no value",
      { ...good, spots: [{ place: 0, call: -1, guardReads: [[], [1]] }] },
    ],
    [
      "has an outline that reads no value",
      { ...good, outline: [{ template: "a", file: "a", places: [0], reads: [[1]] }] },
    ],
    [
      "has an outline that leads nowhere",
      { ...good, outline: [{ template: "a", file: "a", places: [1], reads: [[]] }] },
    ],
    [
      "has an outline without reads",
      { ...good, outline: [{ template: "a", file: "a", places: [0], reads: [] }] },
    ],
    ["has an unknown stage", { templates: null, error: { stage: "x", message: "", at: null } }],
  ])("that %s is not", (_what, answer) => {
    expect(readHelmAnswer(answer)).toBeNull();
  });
});

describe("an answer about a kustomization", () => {
  test("is taken where it has its shape, and not otherwise", () => {
    expect(readKustomizeAnswer({ objects: null, error: "no" })).toEqual({ objects: [], error: "no" });
    expect(readKustomizeAnswer({ objects: [{ yaml: "a", origin: "b" }] })).not.toBeNull();
    for (const bad of [null, {}, { objects: [{}] }, { objects: [], refused: [{ reason: "x" }] }])
      expect(readKustomizeAnswer(bad)).toBeNull();
  });
});
