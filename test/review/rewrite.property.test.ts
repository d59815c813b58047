import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import type { ManifestObject } from "../../src/manifest/manifest.js";
import { readManifest } from "../../src/manifest/read-manifest.js";
import { type Rewrite, rewriteEdit } from "../../src/review/suggest/rewrite.js";
import { generatedManifest } from "../manifest/generate-manifest.js";
import { differences, replaceLines } from "../plan-invariants.js";

const POD = ["spec", "template", "spec"];
const FIRST = [...POD, "containers", 0];

const deploymentIn = (text: string): ManifestObject =>
  readManifest("a.yaml", text, new Set(["Deployment"])).objects.find(
    ({ kind }) => kind === "Deployment",
  ) as ManifestObject;

/** Another reader's view of the file; null where it refuses what Kubernetes takes. */
function othersView(text: string): unknown[] | null {
  const documents = [...parseAllDocuments(text, { merge: true, version: "1.1", logLevel: "silent" })];
  if (documents.some((document) => "errors" in document && document.errors.length > 0)) return null;
  return documents.map((document) => ("toJS" in document ? document.toJS() : null));
}

function keysOfFirstContainer({ value }: ManifestObject): string[] {
  const { spec } = value as { spec: { template: { spec: { containers: Record<string, unknown>[] } } } };
  return Object.keys(spec.template.spec.containers[0] as object).filter((key) => key !== "name");
}

/** What stands in the lines, in whatever order and at whatever margin. */
const wordsOf = (text: string) =>
  text
    .split(/[\s,[\]{}-]+/)
    .filter(Boolean)
    .sort();

function holds(rewriteOf: (key: string) => Rewrite, expected: (key: string) => string[]): number {
  let made = 0;
  fc.assert(
    fc.property(generatedManifest, ({ text }) => {
      const object = deploymentIn(text);
      for (const key of keysOfFirstContainer(object)) {
        const edit = rewriteEdit(object, [rewriteOf(key)]);
        if (edit === null) continue;
        const after = replaceLines(text, [edit]);
        const renamed = after.replace(`${key}Moved`, key);
        expect(wordsOf(renamed), "every word is there").toEqual(wordsOf(text));
        expect(after.split("\r\n").length, "line ends stay").toBe(text.split("\r\n").length);
        expect(differences(object.value, deploymentIn(after).value).sort()).toEqual(expected(key).sort());
        const before = othersView(text);
        const places = before === null ? [] : differences(before, othersView(after));
        if (before !== null)
          expect(places.map((place) => place.replace(/^([+-])\/\d+/, "$1")).sort()).toEqual(
            expected(key).sort(),
          );
        made += 1;
      }
    }),
    { numRuns: 60 },
  );
  return made;
}

const path = (keys: readonly (string | number)[], key: string) => `/${[...keys, key].join("/")}`;

describe("an entry of a container, in whatever style", () => {
  test("gets another name, and nothing else changes", () => {
    const made = holds(
      (key) => ({ kind: "rename", path: [...FIRST, key], name: `${key}Moved` }),
      (key) => [`-${path(FIRST, key)}`, `+${path(FIRST, `${key}Moved`)}`],
    );
    expect(made).toBeGreaterThan(60);
  });

  test("comes up to the pod, and nothing else changes", () => {
    const made = holds(
      (key) => ({ kind: "move", path: [...FIRST, key], place: POD }),
      (key) => [`-${path(FIRST, key)}`, `+${path(POD, key)}`],
    );
    expect(made).toBeGreaterThan(60);
  });
});
