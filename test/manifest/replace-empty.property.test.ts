import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { insertionPoints } from "../../src/manifest/edit/insert-entry.js";
import { readManifest } from "../../src/manifest/read-manifest.js";
import { differences, replaceLines } from "../plan-invariants.js";

const KINDS = new Set(["Deployment"]);
const CONTAINER = ["spec", "template", "spec", "containers", 0];
const PROBE = {
  exec: { command: ["sh", "-c", "test -e '/tmp/a: b' # y"] },
  httpGet: { path: "/ready", port: "http", httpHeaders: [{ name: "Host", value: "yes" }] },
  periodSeconds: 5,
};

const HEAD = "apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n";
const entry = fc.constantFrom<string[]>(
  "name: web",
  'image: "web:1"',
  "stdin: true",
  "ports: [{containerPort: 80}]",
);
const empty = fc.constantFrom("", "null", "Null", "~");
const others = fc.uniqueArray(entry, { minLength: 1, maxLength: 3 });
const place = fc.nat({ max: 3 });

/** Keys with the one without a value among them. */
const entries = fc
  .tuple(others, empty, place)
  .map(([keys, value, at]) => keys.toSpliced(at, 0, `readinessProbe: ${value}`));

const block = fc
  .tuple(entries, fc.constantFrom("", " ", "  # why"), fc.constantFrom("\n", "\r\n"), fc.boolean())
  .map(([keys, tail, newline, ends]) => {
    const lines = keys.map((key, at) => `${at === 0 ? "        - " : "          "}${key}${tail}`);
    return (HEAD + lines.join("\n") + (ends ? "\n" : "")).replaceAll("\n", newline);
  });

const inBrackets = fc
  .tuple(entries, fc.boolean(), fc.boolean(), fc.constantFrom("", " # why"))
  .map(([keys, overLines, lastComma, comment]) => {
    const comma = lastComma ? "," : "";
    const text = overLines
      ? `{\n${keys.map((key, at) => `          ${key}${at < keys.length - 1 ? "," : comma}${comment}\n`).join("")}        }`
      : `{${keys.join(", ")}${comma}}`;
    return `${HEAD}        - ${text}\n`;
  });

const json = fc
  .tuple(fc.constantFrom(undefined, 2, "\t"), place, fc.constantFrom("\n", "\r\n"))
  .map(([indent, at, newline]) => {
    const keys: [string, unknown][] = [
      ["name", "web"],
      ["image", "web:1"],
      ["stdin", true],
    ];
    const container = Object.fromEntries(keys.toSpliced(at, 0, ["readinessProbe", null]));
    const value = { kind: "Deployment", spec: { template: { spec: { containers: [container] } } } };
    return JSON.stringify(value, null, indent).replaceAll("\n", newline);
  });

describe("a probe in the place of one that is empty", () => {
  it.each([
    ["block style", block],
    ["brackets", inBrackets],
    ["JSON", json],
  ])("is all that changes in %s, and every byte around it stays", (_, style) => {
    let tried = 0;
    fc.assert(
      fc.property(style, (text) => {
        const before = readManifest("a.yaml", text, KINDS).objects[0];
        if (before === undefined) throw new Error(`not read: ${text}`);
        for (const point of insertionPoints(before, CONTAINER, "readinessProbe")) {
          const after = replaceLines(text, [point.edit(PROBE)]);
          const read = readManifest("a.yaml", after, KINDS);
          const path = "/spec/template/spec/containers/0/readinessProbe";
          expect(differences(before.value, read.objects[0]?.value)).toEqual([`~${path}`]);
          expect(differences({ PROBE }, { PROBE: probeIn(read.objects[0]?.value) })).toEqual([]);
          expect(read.problems).toEqual([]);
          expect(goneFrom(text, after)).toMatch(/^(?:null|Null|~)?(?: *# why)?$/);
          tried += 1;
        }
      }),
      { numRuns: 200 },
    );
    expect(tried).toBeGreaterThan(150);
  });
});

function probeIn(value: unknown): unknown {
  const { spec } = value as { spec: { template: { spec: { containers: { readinessProbe: unknown }[] } } } };
  return spec.template.spec.containers[0]?.readinessProbe;
}

/** The text's own piece in whose place another one stands, without white space. */
function goneFrom(before: string, after: string): string {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < before.length - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return before.slice(start, before.length - end).trim();
}
