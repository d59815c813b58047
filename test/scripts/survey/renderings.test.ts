import { describe, expect, it } from "vitest";
import { compareWithNative } from "../../../scripts/survey/renderings/compare-output.js";
import {
  addContainerFacts,
  addLineFacts,
  compareHeads,
} from "../../../scripts/survey/renderings/line-facts.js";
import { chartFolders } from "../../../scripts/survey/renderings/list-sources.js";
import { documentsOf, type NativeOutput } from "../../../scripts/survey/renderings/native-helm.js";
import { treeOf } from "../../../src/changeset/tree.js";
import type { HelmAnswer } from "../../../src/renderer/helm.js";

describe("a rendered line", () => {
  it.each([
    ["  image: {{ .Values.image }}", "image: web:1", true],
    ["  image: {{ .Values.image }}", "name: web", false],
    ["{{- if .Values.a }}kind: A{{ end }}", "kind: A", true],
    ["{{ .Values.a }}: b", "a: b", null],
    ["  {{- with .a }} b: {{ . }}", "b: 1", true],
    ["  | quote }}", "a: b", null],
  ])("of %j is %j: %j", (source, rendered, verdict) => {
    expect(compareHeads(source, rendered)).toBe(verdict);
  });
});

const TEXT = "spec:\n  containers:\n    - name: web\n      image: web:1\n";

function answerWith(lines: number[], places: [kind: "text" | "action", line: number][]): HelmAnswer {
  const file = "web/templates/a.yaml";
  return {
    templates: [{ name: file, file, chart: [], text: TEXT, trusted: true, lines }],
    places: places.map(([kind, line]) => ({ template: file, file, line, kind, guard: -1 })),
    spots: places.map((_, place) => ({ place, call: -1 })),
  };
}

const FILES = { "web/templates/a.yaml": TEXT.replace("web:1", "{{ .Values.image }}") };

describe("a source map", () => {
  const exact: ["text", number][] = [1, 2, 3, 4].map((line) => ["text", line]);

  it("is counted by what its lines lead to", () => {
    const answer = answerWith([0, 2, 4, 7, -1], exact);
    const lines = { compared: 0, unchecked: 0, computed: 0, unmapped: 0, wrong: [] };
    addLineFacts(lines, answer, answer.templates[0]!, FILES);
    expect(lines).toEqual({ compared: 3, unchecked: 0, computed: 1, unmapped: 0, wrong: [] });
    const keys = { name: {}, image: {}, ports: {} };
    expect(addContainerFacts(keys, answer, answer.templates[0]!, FILES)).toBe(1);
    expect(keys).toEqual({ name: { exact: 1 }, image: { computed: 1 }, ports: {} });
  });

  it("that leads to another line is found wrong", () => {
    const answer = answerWith([0, 2, 6, 6, -1], exact);
    const lines = { compared: 0, unchecked: 0, computed: 0, unmapped: 0, wrong: [] };
    addLineFacts(lines, answer, answer.templates[0]!, FILES);
    expect(lines.wrong).toMatchObject([{ line: 4, rendered: "    - name: web" }]);
    const keys = { name: {}, image: {}, ports: {} };
    addContainerFacts(keys, answer, answer.templates[0]!, FILES);
    expect(keys).toMatchObject({ name: { wrong: 1 }, image: { exact: 1 } });
  });
});

describe("what Helm prints", () => {
  it("is split into documents as Helm does it, whatever their order", () => {
    expect(documentsOf("# for all\n---\n---\nb: 1\n---  # c\na: |\n  ---\n  c\n")).toEqual([
      "# c\na: |\n  ---\n  c",
      "b: 1",
    ]);
  });

  const answer = (text: string, settled?: string[]): HelmAnswer => ({
    templates: [
      {
        name: "web/templates/a.yaml",
        file: null,
        chart: [],
        text,
        trusted: false,
        ...(settled ? { settled } : {}),
      },
    ],
  });
  const native = (...texts: string[]) => {
    const left = [...texts];
    return (): NativeOutput => {
      const text = left.length > 1 ? left.shift() : left[0];
      return { ok: true, byTemplate: new Map([["web/templates/a.yaml", documentsOf(text ?? "")]]) };
    };
  };

  it.each([
    ["equal", answer("a: 1\n---\nb: 2\n"), native("b: 2\n---\na: 1\n")],
    ["different", answer("a: 1\n"), native("a: 2\n")],
    ["chance", answer("a: aaa\n", ["randAlphaNum"]), native("a: Xyz\n")],
    ["different", answer("a: 1\n", ["lookup"]), native("a: 2\n")],
    ["chance", answer("a: 1\nb: 2\n"), native("b: 2\na: 1\n", "a: 1\nb: 2\n")],
  ])("is %s", (result, ours, run) => {
    expect(compareWithNative(ours, run).result).toBe(result);
  });

  it("is told where one fails alone", () => {
    const fails = (message: string) => () => ({ ok: false as const, message });
    expect(compareWithNative(answer("a: 1\n"), fails("no")).result).toBe("one-fails");
    expect(compareWithNative(answer("a: 1\n"), fails("at (web/templates/NOTES.txt:1): no")).result).toBe(
      "notes",
    );
    const refused: HelmAnswer = { templates: [], error: { stage: "execute", message: "no", at: null } };
    expect(compareWithNative(refused, fails("no")).result).toBe("both-fail");
  });
});

it("takes charts that are installed by themselves, and the last release of each", async () => {
  const chart = "apiVersion: v2\nname: a\n";
  const tree = treeOf({
    "charts/a/Chart.yaml": chart,
    "charts/a/charts/b/Chart.yaml": chart,
    "charts/lib/Chart.yaml": `${chart}type: library\n`,
    "charts/old/1.9.0/Chart.yaml": chart,
    "charts/old/1.10.0/Chart.yaml": chart,
    "tests/c/Chart.yaml": chart,
  });
  expect(await chartFolders(tree, 9)).toEqual(["charts/a", "charts/old/1.10.0"]);
  expect(await chartFolders(tree, 1)).toEqual(["charts/a"]);
});
