import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseYaml } from "../../src/manifest/parse-yaml.js";
import { readManifest } from "../../src/manifest/read-manifest.js";
import { splitStream } from "../../src/manifest/split-stream.js";
import { generatedManifest } from "./generate-manifest.js";
import { mutated } from "./mutated.js";

const KINDS = new Set(["Deployment", "Service"]);
const yamlish = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "kind: Deployment",
        "\n",
        "\n  ",
        "- ",
        ": ",
        "? ",
        "&a ",
        "*a",
        "<<: ",
        "!t ",
        "|",
        ">-",
        "#",
        "'",
        '"',
      ),
      fc.constantFrom(
        "{",
        "}",
        "[",
        "]",
        ",",
        "\t",
        "\r\n",
        "---\n",
        "...\n",
        "%YAML 1.1\n",
        "\ufeff",
        "\u0000",
        "\u2028",
        "1e3",
      ),
      fc.string({ maxLength: 4, unit: "binary" }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(""));

const anyText = fc.oneof(
  yamlish,
  fc.string({ unit: "binary" }),
  generatedManifest.chain(({ text }) => mutated(text)),
);

describe("reading whatever text there is", () => {
  it("never throws, and places every fault inside the text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { objects, unread, problems, lines } = readManifest("a.yaml", text, KINDS);
        for (const { line, column, message } of [...problems, ...unread.map(({ problem }) => problem)]) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines.count);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(lines.startOf(line) + column - 1).toBeLessThanOrEqual(text.length);
          expect(message.length).toBeLessThanOrEqual(200);
        }
        for (const { line } of objects) expect(line).toBeLessThanOrEqual(lines.count);
      }),
      { numRuns: 500 },
    );
  });

  it("builds a tree whose nodes lie inside one another", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const parsed = parseYaml(text);
        const root = parsed.ok ? parsed.tree : null;
        const check = (node: NonNullable<typeof root>, from: number, to: number): void => {
          expect(node.start).toBeGreaterThanOrEqual(from);
          expect(node.end).toBeGreaterThanOrEqual(node.start);
          expect(node.end).toBeLessThanOrEqual(to);
          if (node.kind === "seq") for (const one of node.items) check(one, node.start, node.end);
          if (node.kind === "map") {
            for (const { key, value } of node.entries) {
              check(key, node.start, node.end);
              check(value, key.end, node.end);
            }
          }
        };
        if (root !== null) check(root, 0, text.length);
      }),
      { numRuns: 500 },
    );
  });

  it("cuts a stream into slices of the text, in order, and leaves out nothing but blanks and separators", () => {
    fc.assert(fc.property(anyText, expectWhole), { numRuns: 500 });
  });

  it.each([
    ["text right behind the hyphens of the first line", "---web\napiVersion: v1\nkind: Service\n"],
    ["no character but one that is none", "---\0"],
    ["a comment right behind the hyphens of a later line", "a: 1\n---#two\nb: 2\n"],
    ["a blank that is none to YAML", "---\n---\u2028"],
    ["a blank that is none to YAML, behind JSON", "{}\u2028---x\n"],
  ])("does so with %s", (_, text) => {
    expectWhole(text);
  });
});

/** A line of hyphens that is no marker to YAML belongs to no document; it stops kubectl unless nothing is behind it. */
function expectWhole(text: string): void {
  const { slices, stop } = splitStream(text);
  const left: string[] = [];
  let end = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (const slice of slices) {
    expect(text.slice(slice.start, slice.start + slice.text.length)).toBe(slice.text);
    left.push(...writtenLines(text.slice(end, slice.start)));
    end = slice.start + slice.text.length;
  }
  for (const line of [...left, ...writtenLines(text.slice(end))]) {
    expect(line).toMatch(/^---[^ \t\r]/);
    if (!/^---[\s\x85]*(?:#|$)/.test(line)) expect(stop).not.toBeNull();
  }
}

function writtenLines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trimStart())
    .filter((line) => line !== "");
}
