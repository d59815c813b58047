/**
 * Charts and kustomizations that were written to do harm, with finite inputs and low limits: each ends within these, and the
 * rest of the pull request is reviewed.
 */
import { afterAll, describe, expect, it } from "vitest";
import { RENDER_LIMITS } from "../../src/renderer/limits.js";
import { stopRenderers } from "../../src/renderer/renderer.js";
import { webChart } from "./chart-files.js";
import { deploymentYaml } from "./kustomized.js";
import { renderTrees, reviewTrees, type Texts } from "./review-trees.js";

const MIB = 1024 * 1024;
/** The time is that of a machine with more to do; where time is what ends, it is set lower. */
const LOW = {
  ...RENDER_LIMITS,
  ...{ memoryBytes: 64 * MIB, outputBytes: MIB, requestMs: 120_000, totalMs: 600_000 },
};
const HURRIED = { ...LOW, requestMs: 1 };

afterAll(stopRenderers);

/** What is beside the hostile source, and is judged whatever becomes of that. */
const PLAIN: Texts = { "k8s/plain.yaml": deploymentYaml("plain") };

/** Renders hostile files with the plain one beside them: what became of them, and what was judged. */
async function outcome(files: Texts, limits = LOW) {
  const [rendering] = await renderTrees(null, files, { limits });
  const plan = await reviewTrees(null, { ...files, ...PLAIN }, { limits });
  const judged = plan.workloads.map(({ name }) => name);
  const told = plan.problems.map(({ message }) => message).join("\n");
  const side = rendering?.after;
  if (side?.kind === "failed") return { judged, told, end: side.failure.reason, words: side.failure.message };
  const text = side?.kind === "rendered" ? side.texts.map((one) => one.text).join("\n") : "";
  return { judged, told, end: side?.kind ?? "none", words: text };
}

const chartWith = (template: string, more: Texts = {}): Texts => ({
  ...webChart("web", { "templates/more.yaml": template, ...more }),
});

describe("a chart", () => {
  it.each([
    [
      "doubles a text",
      '{{ $t := repeat 1024 "x" }}{{ range until 17 }}{{ $t = printf "%s%s" $t $t }}{{ end }}',
      LOW,
      ["limit", "more memory"],
    ],
    [
      "lengthens a list",
      "{{ $l := list }}{{ range until 300 }}{{ $l = concat $l (until 8000) }}{{ end }}{{ len $l }}",
      LOW,
      ["limit", "more memory"],
    ],
    [
      "loops in loops",
      "{{ range until 500 }}{{ range until 500 }}{{ end }}{{ end }}",
      HURRIED,
      ["limit", "longer"],
    ],
    [
      "prints much",
      '{{ range until 2 }}{{ repeat 99999 "0123456789" }}{{ end }}',
      LOW,
      ["limit", "prints more"],
    ],
    ["repeats a text too often", '{{ repeat 2000000 "x" }}', LOW, ["source", "repeat"]],
    [
      "matches what takes other engines long",
      '# {{ regexMatch "^(a+)+$" (printf "%sb" (repeat 40 "a")) }}',
      LOW,
      ["rendered", "# false"],
    ],
    [
      "evaluates a text that evaluates a text",
      `{{ define "t" }}{{ if lt (len .) 60 }}{{ tpl "{{ include \\"t\\" (printf \\"%sx\\" .) }}" . }}{{ end }}{{ end }}# {{ include "t" "x" }}`,
      LOW,
      ["rendered", "# "],
    ],
    [
      "reads files beside it",
      '# {{ .Files.Get "../../k8s/plain.yaml" }}{{ .Files.Get "/etc/hostname" }}.',
      LOW,
      ["rendered", "# ."],
    ],
    ["asks a cluster", '# {{ len (lookup "v1" "Secret" "default" "") }}', LOW, ["rendered", "# 0"]],
    ["asks for a name's address", '# {{ getHostByName "example.com" }}.', LOW, ["rendered", "# ."]],
    ["asks for the environment", '# {{ env "HOME" }}', LOW, ["source", '"env" not defined']],
  ] as const)("that %s ends", async (_, template, limits, [end, words]) => {
    const found = await outcome(chartWith(template), limits);
    expect(found).toMatchObject({ end, words: expect.stringContaining(words) });
    expect(found.judged).toContain("plain");
    if (end !== "rendered") expect(found.told).toContain("a chart that could not be rendered");
  });

  it("whose values expand beyond measure ends", async () => {
    const levels = Array.from({ length: 7 }, (_, i) =>
      i === 0
        ? "a0: &a0 [x, x]"
        : `a${i}: &a${i} [${Array(9)
            .fill(`*a${i - 1}`)
            .join(", ")}]`,
    );
    const found = await outcome(chartWith("", { "values.yaml": `${levels.join("\n")}\n` }));
    expect(found).toMatchObject({ end: "source" });
    expect(found.judged).toContain("plain");
  });

  it.each(["file:///etc/hostname", "https://schemas.example.com/values.json"])(
    "whose schema is at %s is rendered without it, and that is said",
    async ($ref) => {
      const found = await outcome(chartWith("", { "values.schema.json": JSON.stringify({ $ref }) }));
      expect(found.end).toBe("rendered");
      expect(found.told).toContain("values.schema.json refers to what is not in it");
      expect(found.judged).toContain("plain");
    },
  );
});

describe("a kustomization", () => {
  const OWN: Texts = { "base/web.yaml": deploymentYaml("web") };
  const kustomization = (text: string): Texts => ({ "base/kustomization.yaml": text });

  it.each([
    ["is fetched", "resources: [web.yaml, 'https://example.com/all.yaml?ref=main']\n", {}, "rendered"],
    [
      "is patched from elsewhere",
      "resources: [web.yaml]\npatches: [{path: 'https://example.com/p'}]\n",
      {},
      "refused",
    ],
    ["leaves the repository", "resources: [web.yaml, ../../../etc]\n", {}, "refused"],
    ["names a file of the machine", "resources: [web.yaml, /etc/hostname]\n", {}, "refused"],
    ["takes in itself", "resources: [web.yaml, .]\n", {}, "source"],
    [
      "runs a program",
      "resources: [web.yaml]\ntransformers: [run.yaml]\n",
      {
        "base/run.yaml":
          "apiVersion: v1\nkind: Run\nmetadata: {name: run, annotations: {config.kubernetes.io/function: 'exec: {path: ./run}'}}\n",
      },
      "refused",
    ],
    [
      "matches what takes other engines long",
      `resources: [web.yaml]\npatches: [{target: {name: '(w+)+x'}, patch: '[]'}]\n`,
      {},
      "rendered",
    ],
    [
      "takes in the same by many ways",
      "resources: [web.yaml, ../d0]\n",
      Object.fromEntries(
        Array.from({ length: 6 }, (_, i): [string, string] => [
          `d${i}/kustomization.yaml`,
          i === 5 ? "resources: [web.yaml]\n" : `resources: [../d${i + 1}, ../d${i + 1}]\n`,
        ]).concat([["d5/web.yaml", deploymentYaml("deep")]]),
      ),
      "source",
    ],
    [
      "makes much of little",
      "resources: [web.yaml]\nconfigMapGenerator:\n  - {name: a, files: [a, b=a, c=a, d=a]}\n",
      { "base/a": "x".repeat(400 * 1024) },
      "limit",
    ],
    [
      "brings a schema of its own",
      "resources: [web.yaml]\nopenapi: {path: schema.json}\n",
      { "base/schema.json": '{"definitions": {"a": {"$ref": "file:///etc/hostname"}}}' },
      "rendered",
    ],
  ] as [string, string, Texts, string][])("that %s ends", async (_, text, more, end) => {
    const found = await outcome({ ...OWN, ...more, ...kustomization(text) });
    expect(found.end).toBe(end);
    expect(found.judged).toContain("plain");
    if (end !== "rendered") expect(found.told).toContain("a kustomization that could not be built");
  });
});
