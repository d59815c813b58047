import { describe, expect, it } from "vitest";
import { parseYaml } from "../../src/manifest/parse-yaml.js";
import type { SourceNode } from "../../src/manifest/source-tree.js";

// What sigs.k8s.io/yaml 1.4.0 makes of the same text.
const CASES: [string, string, unknown][] = [
  [
    "a list that closes at its key's column",
    'a:\n  b: [\n    "x",\n  ]\n  c: 1\n',
    { a: { b: ["x"], c: 1 } },
  ],
  [
    "a list whose items stand at its key's column",
    'a:\n- b: [\n  "x", "y",\n  ]\n',
    { a: [{ b: ["x", "y"] }] },
  ],
  ["a list at the margin", 'a:\n- b: [\n"x"\n]\n', { a: [{ b: ["x"] }] }],
  ["a mapping", "a:\n  b: {\n  c: 1,\n  d: [\n  2 ]\n  }\n", { a: { b: { c: 1, d: [2] } } }],
  ["a quoted text", 'a:\n  b: "q\n  z\n  "\n  c: 1\n', { a: { b: "q z ", c: 1 } }],
];

describe("a line that YAML 1.2 wants deeper and Kubernetes does not", () => {
  it.each(CASES)("is read in %s", (_, text, value) => {
    expect(parseYaml(text)).toMatchObject({ ok: true, value });
  });

  it.each(CASES)("keeps the places of %s", (_, text) => {
    const parsed = parseYaml(text);
    const scalars = (node: SourceNode | null): string[] => {
      if (node?.kind === "map")
        return node.entries.flatMap(({ key, value }) => [key, value].flatMap(scalars));
      if (node?.kind === "seq")
        return [text.slice(node.start, node.start + 1), ...node.items.flatMap(scalars)];
      return node === null ? [] : [text.slice(node.start, node.end)];
    };
    const found = parsed.ok ? scalars(parsed.tree) : [];
    for (const scalar of found) expect(scalar).toMatch(/^(?:[\w[-]|"[^"]*")$/);
    expect(found.length).toBeGreaterThan(2);
  });

  it("does not hide a fault elsewhere, nor its place", () => {
    const text = "a:\n  b: [\n  1\n  ]\n  c: d: e\n";
    expect(parseYaml(text)).toMatchObject({ ok: false, code: "yaml-syntax" });
  });
});
