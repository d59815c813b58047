/** The worker's limits, shown with harmless charts and low limits, and how renderers are lent. */
import { afterEach, describe, expect, test } from "vitest";
import { compiledModules } from "../../src/renderer/compile-module.js";
import { MOST_RENDERERS, RENDER_LIMITS } from "../../src/renderer/limits.js";
import { stopRenderers, waitingRenderers, warmRenderer, withRenderer } from "../../src/renderer/renderer.js";
import { chart } from "./chart.js";

const MIB = 1024 * 1024;
const PATIENT = { ...RENDER_LIMITS, memoryBytes: 64 * MIB, requestMs: 120_000, totalMs: 600_000 };
const one = (template: string) => chart({ "templates/a.yaml": template }, { trace: false });
const fine = one("a: {{ .Release.Name }}");
/** A list of 40 MB, and the garbage of making it. */
const LARGE_LIST =
  "{{ $l := list }}{{ range until 300 }}{{ $l = concat $l (until 8000) }}{{ end }}{{ len $l }}";

afterEach(stopRenderers);

describe("a chart that takes more than it may", () => {
  test.each([
    ["memory", LARGE_LIST, PATIENT],
    [
      "output",
      '{{ repeat 99999 "0123456789" }}{{ repeat 99999 "0123456789" }}',
      { ...PATIENT, outputBytes: MIB },
    ],
    ["input", `{{/* ${"x".repeat(MIB)} */}}`, { ...PATIENT, inputBytes: MIB }],
    ["time", "{{ range until 2000 }}{{ range until 2000 }}{{ end }}{{ end }}", { ...PATIENT, requestMs: 1 }],
  ] as const)("fails for its %s, and the next one is rendered", async (reason, template, limits) => {
    const [failed, rendered] = await withRenderer(async (renderer) => {
      const first = await renderer.renderChart(one(template));
      return [first, reason === "time" ? null : await renderer.renderChart(fine)];
    }, limits);
    expect(failed).toEqual({ kind: "failed", reason });
    if (rendered !== null) expect(rendered).toMatchObject({ answer: { templates: [{ text: "a: blue" }] } });
  });

  test("fails for its memory, whatever earlier ones were warned of", async () => {
    const files = {
      "kustomization.yaml": "bases: [base]\ncommonLabels: {a: b}\n",
      "base/kustomization.yaml": "resources: [a.yaml]\ncommonLabels: {a: b}\n",
      "base/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
    };
    const failed = await withRenderer(async (renderer) => {
      for (let i = 0; i < 20; i++)
        expect(await renderer.buildKustomization({ root: "", files })).not.toHaveProperty("answer.error");
      return renderer.renderChart(one(LARGE_LIST));
    }, PATIENT);
    expect(failed).toEqual({ kind: "failed", reason: "memory" });
  });

  test("fails for the answers of all requests of a loan", async () => {
    const answers = await withRenderer(
      async (renderer) => [await renderer.renderChart(fine), await renderer.renderChart(one("a: b"))],
      { ...PATIENT, totalOutputBytes: 200 },
    );
    expect(answers).toMatchObject([{ kind: "answer" }, { kind: "failed", reason: "output" }]);
  });

  test("fails for the time of all requests of a loan", async () => {
    const limits = { ...PATIENT, totalMs: 0 };
    expect(await withRenderer((renderer) => renderer.renderChart(fine), limits)).toEqual({
      kind: "failed",
      reason: "time",
    });
  });

  test("ends where it includes itself, as Helm says", async () => {
    const template = '{{ define "a" }}{{ include "a" . }}{{ end }}{{ include "a" . }}';
    const rendering = await withRenderer((renderer) => renderer.renderChart(one(template)), {
      ...PATIENT,
      memoryBytes: RENDER_LIMITS.memoryBytes,
    });
    expect(rendering).toMatchObject({
      answer: { error: { message: expect.stringContaining("nested reference name: a") } },
    });
  });
});

describe("renderers", () => {
  test("are a few at most, whatever is queued, and the others wait", async () => {
    let lent = 0;
    let most = 0;
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        withRenderer(async (renderer) => {
          most = Math.max(most, ++lent);
          const rendering = await renderer.renderChart(fine);
          lent--;
          return rendering.kind;
        }, PATIENT),
      ),
    );
    expect(answers).toEqual(Array(5).fill("answer"));
    expect(most).toBe(MOST_RENDERERS.ofThread);
  });

  test("answer what they are asked at once one after the other, each its own", async () => {
    const texts = await withRenderer(
      (renderer) =>
        Promise.all(
          ["a", "b", "c"].map(async (name) => {
            const rendering = await renderer.renderChart(one(name));
            return rendering.kind === "answer" ? rendering.answer.templates[0]?.text : rendering.reason;
          }),
        ),
      PATIENT,
    );
    expect(texts).toEqual(["a", "b", "c"]);
  });

  test("are given back where their use fails", async () => {
    for (let i = 0; i < 3; i++)
      await expect(withRenderer(() => Promise.reject(new Error("no")), PATIENT)).rejects.toThrow("no");
    expect(await withRenderer(async () => "lent", PATIENT)).toBe("lent");
  });

  test("that still owe an answer give it to nobody who is lent one next", async () => {
    const slow = one("{{ range until 2000 }}{{ range until 2000 }}{{ end }}{{ end }}theirs");
    const unanswered = await withRenderer(async (renderer) => {
      await renderer.renderChart(fine);
      const asked = [renderer.renderChart(slow), renderer.renderChart(slow)];
      await new Promise(setImmediate);
      return { asked, renderer };
    }, PATIENT);
    expect(await withRenderer((renderer) => renderer.renderChart(one("mine")), PATIENT)).toMatchObject({
      answer: { templates: [{ text: "mine" }] },
    });
    expect(await Promise.all(unanswered.asked)).toEqual([
      { kind: "failed", reason: "fault" },
      { kind: "failed", reason: "time" },
    ]);
    expect(await unanswered.renderer.renderChart(fine)).toEqual({ kind: "failed", reason: "time" });
  });

  test("start no worker and compile no module before a chart is there", async () => {
    const before = compiledModules();
    const unused = { ...PATIENT, memoryBytes: 65 * MIB };
    await withRenderer(async () => {}, unused);
    expect(compiledModules()).toBe(before);
    await withRenderer((renderer) => renderer.renderChart(fine), unused);
    await withRenderer((renderer) => renderer.renderChart(fine), { ...unused });
    expect(compiledModules()).toBe(before + 1);
  });

  test("can be made ready before they are lent", async () => {
    void warmRenderer();
    const rendering = await withRenderer((renderer) => renderer.renderChart(fine));
    // The one that was made ready is the one that was lent.
    expect(waitingRenderers()).toBe(1);
    expect(rendering).toMatchObject({ answer: { templates: [{ text: "a: blue" }] } });
  });
});
