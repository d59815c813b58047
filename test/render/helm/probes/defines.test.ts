import { describe, expect, test } from "vitest";
import { definesOf } from "../../../../src/render/helm/probes/defines.js";
import type { HelmMap } from "../../../../src/render/rendering.js";

const PATH = "web/templates/_parts.tpl";

/** Defines by their names, each with the lines that it prints, as the renderer outlines them. */
function defines(parts: Readonly<Record<string, readonly string[]>>) {
  const lines: string[] = [];
  const places: HelmMap["places"] = [];
  for (const [define, body] of Object.entries(parts)) {
    lines.push(`{{- define "${define}" }}`);
    for (const written of body) {
      lines.push(written);
      const source = /\{\{-?\s*(.*?)\s*\}\}/.exec(written)?.[1];
      const own = { template: PATH, file: PATH, define, line: lines.length, column: 1, guard: -1 };
      places.push(source === undefined ? { ...own, kind: "text" } : { ...own, kind: "action", source });
    }
    lines.push("{{- end }}");
  }
  const outline = [{ template: PATH, file: PATH, places: places.map((_, i) => i), reads: [] }];
  const map: HelmMap = { places, outline, guards: [], spots: [], values: [], charts: [], parts: [] };
  return definesOf(map, (path) => (path === PATH ? lines.join("\n") : null));
}

const call = (name: string) => `include "${name}" .`;
const action = (name: string) => `{{ ${call(name)} }}`;

/** Rungs, each of which calls the next one many times. */
function ladder(rungs: number, calls: number, last: readonly string[]): Record<string, readonly string[]> {
  const steps = Array.from({ length: rungs }, (_, i): [string, string[]] => [
    `rung${i}`,
    Array.from({ length: calls }, () => action(`rung${i + 1}`)),
  ]);
  return { ...Object.fromEntries(steps), [`rung${rungs}`]: last };
}

describe("what defines may print into a container", () => {
  test("is known at once however many ways lead through them", () => {
    // 30 to the power of 8 ways.
    expect(defines(ladder(8, 30, ["tty: true"])).mayPrintProbe(call("rung0"), true)).toBe(false);
  });

  test.each([
    ["a probe far down", ladder(40, 2, ["readinessProbe: {}"]), true, true],
    ["a comment", ladder(1, 1, ["# readinessProbe: {}"]), true, false],
    ["no probe far down", ladder(40, 2, ["tty: true"]), true, false],
    ["a define that calls itself", { rung0: [action("rung0"), "tty: true"] }, true, false],
    ["keys of values", ladder(1, 1, ["{{ toYaml .Values.more }}"]), true, true],
    ["keys of values, within a value", ladder(1, 1, ["{{ toYaml .Values.more }}"]), false, false],
    ["the value of a key", ladder(1, 1, ["env:", "{{ toYaml .Values.env }}"]), true, false],
    ["a define that is not at hand", { rung0: [action("other.keys")] }, true, true],
    ["a define that is not at hand, within a value", { rung0: [action("other.keys")] }, false, false],
  ])("%s", (_, parts, isBesideKeys, expected) => {
    expect(defines(parts).mayPrintProbe(call("rung0"), isBesideKeys)).toBe(expected);
  });
});
