import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { insertionPoints } from "../../src/manifest/edit/insert-entry.js";
import type { ManifestObject } from "../../src/manifest/manifest.js";
import { readManifest } from "../../src/manifest/read-manifest.js";
import { differences, replaceLines } from "../plan-invariants.js";
import { generatedManifest } from "./generate-manifest.js";

const KINDS = new Set(["Deployment", "Service"]);
const PROBE = {
  exec: { command: ["sh", "-c", "test -e /tmp/a: && echo 'x' # y"] },
  httpGet: { path: "/ready?a=b#c", port: "http", httpHeaders: [{ name: "Host", value: "yes" }] },
  periodSeconds: 5,
};

const deploymentIn = (text: string): ManifestObject | undefined =>
  readManifest("a.yaml", text, KINDS).objects.find(({ kind }) => kind === "Deployment");

/** Another reader's view of the file; null where it refuses what Kubernetes takes (lines of brackets at any column). */
function othersView(text: string): unknown[] | null {
  const documents = [...parseAllDocuments(text, { merge: true, version: "1.1", logLevel: "silent" })];
  if (documents.some((document) => "errors" in document && document.errors.length > 0)) return null;
  return documents.map((document) => ("toJS" in document ? document.toJS() : null));
}

function nodeIn(value: unknown, index: number): unknown {
  const { spec } = value as { spec: { template: { spec: { containers: { readinessProbe?: unknown }[] } } } };
  return spec.template.spec.containers[index]?.readinessProbe;
}

/** Whether one text is the other with a single piece put in. */
function isInsertion(before: string, after: string): boolean {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < before.length - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return start + end === before.length && after.length > before.length;
}

describe("putting a probe into a container", () => {
  it("adds it and nothing else, at every place, in every style, and keeps every byte around it", () => {
    let tried = 0;
    fc.assert(
      fc.property(generatedManifest, ({ text, containers }) => {
        const object = deploymentIn(text) as ManifestObject;
        for (let index = 0; index < containers; index++) {
          for (const point of insertionPoints(
            object,
            ["spec", "template", "spec", "containers", index],
            "readinessProbe",
          )) {
            const after = replaceLines(text, [point.edit(PROBE)]);
            expect(isInsertion(text, after)).toBe(true);
            const path = `/spec/template/spec/containers/${index}/readinessProbe`;
            const read = deploymentIn(after) as ManifestObject;
            expect(differences(object.value, read.value)).toEqual([`+${path}`]);
            expect(nodeIn(read.value, index)).toEqual(PROBE);
            const before = othersView(text);
            const places = before === null ? [] : differences(before, othersView(after));
            expect(places.map((place) => place.replace(/^\+\/\d+/, "+"))).toEqual(
              before === null ? [] : [`+${path}`],
            );
            tried += 1;
          }
        }
      }),
      { numRuns: 300 },
    );
    // Where no place was ever found, nothing was shown.
    expect(tried).toBeGreaterThan(1_000);
  });

  it("finds a place in every container that is written as a mapping", () => {
    fc.assert(
      fc.property(generatedManifest, ({ text, containers }) => {
        const object = deploymentIn(text) as ManifestObject;
        for (let index = 0; index < containers; index++) {
          const path = ["spec", "template", "spec", "containers", index];
          expect(insertionPoints(object, path, "readinessProbe").length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });
});
