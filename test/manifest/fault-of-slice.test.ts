import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { faultOfSlice, parseSlice } from "../../src/manifest/parse-yaml.js";
import { readManifest, readObjects } from "../../src/manifest/read-manifest.js";
import { splitStream } from "../../src/manifest/split-stream.js";
import { mutated } from "./mutated.js";

const ANSWERS = new URL("../../conformance/reader/answers.json", import.meta.url);
const TEXTS = (JSON.parse(readFileSync(ANSWERS, "utf8")) as [string, ...unknown[]][]).map(([text]) => text);

/** Faults that only the values have. */
const OF_VALUES = [
  "a: .inf",
  "a: -.INF",
  "a: .nan",
  "a: +.inf",
  "a: [1, .inf]",
  "a: !!int x",
  "a: !!binary '*'",
  "~: 1",
  "null: 1",
  ".nan: 1",
  "[a]: 1",
  "<<: 1",
  "a: &a [*a]",
  "a: 1e999",
  "a: -1",
  "a: .5",
];

function faultsOf(text: string) {
  for (const slice of splitStream(text).slices) {
    const parsed = parseSlice(slice);
    expect(faultOfSlice(slice), text).toEqual(parsed.ok ? null : parsed);
  }
}

it("finds the fault that making the values finds, in every text of the table", () => {
  for (const text of [...TEXTS, ...OF_VALUES]) faultsOf(text);
});

it("finds it in slips and conflicts too", () => {
  const texts = fc.constantFrom(...TEXTS.filter(({ length }) => length > 0)).chain(mutated);
  fc.assert(
    fc.property(texts, (text) => faultsOf(text)),
    { numRuns: 500 },
  );
});

it("reads the same objects where nothing is asked of the other documents", () => {
  const text = "kind: A\napiVersion: v1\n---\n}\n---\nkind: B\napiVersion: v1\n";
  const kinds = new Set(["B"]);
  const { objects, problems } = readManifest("k8s/all.yaml", text, kinds);
  expect(problems.map(({ code }) => code)).toEqual(["stream-end"]);
  expect(readObjects("k8s/all.yaml", text, kinds).map(({ value }) => value)).toEqual(
    objects.map(({ value }) => value),
  );
});
