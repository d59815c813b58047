/** Helm in the module: what a chart prints, what is constant, and why it fails. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { HelmAnswer, HelmRequest } from "../../src/renderer/helm.js";
import type { Renderer } from "../../src/renderer/renderer.js";
import { chart, print, render } from "./chart.js";
import { lendRenderer } from "./lend-renderer.js";

let renderer: Renderer;
let giveBack: () => Promise<void>;
beforeAll(async () => {
  [renderer, giveBack] = await lendRenderer();
});
afterAll(() => giveBack());

const one = (template: string, more: Partial<HelmRequest> = {}): Promise<HelmAnswer> =>
  render(renderer, chart({ "templates/a.yaml": template }, more));

describe("a chart", () => {
  test("is rendered with its release, its values and what is put over them", async () => {
    const { templates } = await render(
      renderer,
      chart(
        {
          "values.yaml": "size: 1\nimage: {tag: a, name: web}\n",
          "templates/a.yaml":
            "{{ .Release.Name }} {{ .Release.Namespace }} {{ .Release.IsUpgrade }} {{ .Values.size }} {{ .Values.image.tag }} {{ .Values.image.name }} {{ .Values.note }}",
        },
        {
          release: { name: "blue", namespace: "eu", isUpgrade: true },
          values: [
            { name: "values-eu.yaml", yaml: "size: 2\nimage: {tag: b}\n" },
            { name: "parameters", set: "size=3" },
            { name: "parameters", setString: "image.tag=007" },
            { name: "parameters", setFile: { key: "note", text: "a,b=c" } },
          ],
        },
      ),
    );
    expect(templates).toMatchObject([
      { name: "shop/templates/a.yaml", file: "deploy/shop/templates/a.yaml", chart: [] },
    ]);
    expect(templates[0]?.text).toBe("blue eu true 3 007 web a,b=c");
  });

  test("leaves out what prints nothing, what is printed for people, and what .helmignore names", async () => {
    const { templates } = await render(
      renderer,
      chart({
        ".helmignore": "templates/old.yaml\nextra/\n",
        "extra/b.txt": "b",
        "templates/NOTES.txt": '{{ fail "not for a cluster" }}',
        "templates/_helpers.tpl": '{{ define "x" }}x{{ end }}',
        "templates/empty.yaml": "{{ if false }}a{{ end }}\n",
        "templates/files.yaml": '{{ range $path, $_ := .Files.Glob "**" }}{{ $path }} {{ end }}',
        "templates/old.yaml": "old: true",
      }),
    );
    expect(templates.map(({ file, text }) => [file, text])).toEqual([
      ["deploy/shop/templates/files.yaml", ".helmignore "],
    ]);
  });

  test("has the Kubernetes version and the API versions that it is asked for, and those of every cluster", async () => {
    const template =
      '{{ .Capabilities.KubeVersion }} {{ .Capabilities.APIVersions.Has "apps/v1" }} {{ .Capabilities.APIVersions.Has "acme.io/v1" }} {{ .Capabilities.APIVersions.Has "acme.io/v2" }}';
    const { templates } = await one(template, { kubeVersion: "1.31.2", apiVersions: ["acme.io/v1"] });
    expect(templates[0]).toMatchObject({ text: "v1.31.2 true true false", trusted: true });
  });

  test("has its dependencies: in its folder, from another one, and twice by an alias", async () => {
    const library = {
      "libs/parts/Chart.yaml": "apiVersion: v2\nname: parts\nversion: 0.1.0\ntype: library\n",
      "libs/parts/templates/_name.tpl":
        '{{ define "parts.name" }}{{ .Chart.Name }}-{{ .Values.size }}{{ end }}',
    };
    const request = chart({
      "Chart.yaml":
        "apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies:\n" +
        "  - {name: cache, version: 1.x, alias: near}\n  - {name: cache, version: 1.x, alias: far}\n" +
        '  - {name: parts, version: 0.1.0, repository: "file://../../libs/parts"}\n' +
        '  - {name: mail, version: 1.0.0, repository: "https://charts.example.com", condition: mail.enabled}\n' +
        '  - {name: search, version: 2.0.0, repository: "https://charts.example.com"}\n',
      "values.yaml": "near: {size: 1}\nfar: {size: 2}\nmail: {enabled: false}\n",
      "charts/redis-fork/Chart.yaml": "apiVersion: v2\nname: cache\nversion: 1.2.3\n",
      "charts/redis-fork/templates/c.yaml": 'name: {{ include "parts.name" . }}\n',
    });
    const { templates, missing, places } = await render(renderer, {
      ...request,
      files: { ...request.files, ...library },
      dependencies: [{ at: "charts/parts", folder: "libs/parts" }],
    });
    expect(templates.map(({ name, file, chart: way, text }) => [name, file, way, text])).toEqual([
      [
        "shop/charts/far/templates/c.yaml",
        "deploy/shop/charts/redis-fork/templates/c.yaml",
        ["far"],
        "name: far-2\n",
      ],
      [
        "shop/charts/near/templates/c.yaml",
        "deploy/shop/charts/redis-fork/templates/c.yaml",
        ["near"],
        "name: near-1\n",
      ],
    ]);
    expect(missing).toEqual([
      { chart: [], name: "search", version: "2.0.0", repository: "https://charts.example.com" },
    ]);
    expect(places?.map(({ file }) => file)).toContain("libs/parts/templates/_name.tpl");
  });
});

describe("what Helm makes anew at every rendering", () => {
  test.each([
    ["randAlphaNum 5", "aaaaa"],
    ["randNumeric 3", "111"],
    ["randInt 3 9", "3"],
    ["uuidv4", "00000000-0000-4000-8000-000000000000"],
    ['now | date "2006-01-02"', "2000-01-01"],
    ['(genCA "ca" 1).Cert | len', "59"],
    ['htpasswd "a" "b" | trunc 9', "a:$2a$10$"],
    ['lookup "v1" "Secret" "eu" "x" | toJson', "{}"],
  ])("%s is a constant, and told", async (call, printed) => {
    const { templates } = await one(`{{ ${call} }}`);
    expect(templates[0]).toMatchObject({
      text: printed,
      trusted: true,
      settled: [/\w+/.exec(call.replace(/^\(/, ""))?.[0]],
    });
  });

  test("and what it gives in any order has one", async () => {
    const dict = 'dict "c" 1 "a" 2 "b" 3';
    expect(await print(renderer, `{{ keys (${dict}) (dict "z" 1) }} {{ values (${dict}) }}`)).toBe(
      "[a b c z] [2 3 1]",
    );
  });

  test("is told of the file that includes another by its path, and not of the others", async () => {
    const files = {
      "templates/deployment.yaml":
        'sum: {{ include (print $.Template.BasePath "/secret.yaml") . | sha256sum }}\n',
      "templates/other.yaml": "a: b\n",
      "templates/secret.yaml": "key: {{ randAlpha 8 }}\n",
    };
    for (const trace of [true, false]) {
      const { templates } = await render(renderer, chart(files, { trace }));
      expect(templates.map(({ settled }) => settled)).toEqual([["randAlpha"], undefined, ["randAlpha"]]);
    }
  });
});

describe("what a chart could look for outside", () => {
  test.each([
    ['{{ .Files.Get "../../../etc/passwd" }}{{ .Files.Get "/etc/passwd" }}', ""],
    ['{{ getHostByName "example.com" }}', ""],
    ['{{ .Files.Get "notes.txt" }}', "own"],
  ])("%s", async (template, printed) => {
    const { templates } = await render(
      renderer,
      chart({ "notes.txt": "own", "templates/a.yaml": `[${template}]` }),
    );
    expect(templates[0]?.text).toBe(`[${printed}]`);
  });

  test.each(["https://example.com/shop.json", "file:///etc/hostname", "other.json"])(
    "a schema that refers to %s is not applied, and that is said",
    async (reference) => {
      const { templates, unchecked } = await render(
        renderer,
        chart({ "values.schema.json": JSON.stringify({ $ref: reference }), "templates/a.yaml": "a: b" }),
      );
      expect(templates[0]?.text).toBe("a: b");
      expect(unchecked).toEqual([{ chart: [], message: expect.stringContaining("nothing is fetched") }]);
    },
  );
});

describe("a chart that fails", () => {
  test.each([
    ['a: b\nc: {{ required "an image is needed" .Values.image }}', "execute", "an image is needed", 2],
    ['a: b\n{{ fail "not with\\nthese values" }}', "execute", "not with\nthese values", 2],
    ["{{ .Values.image.tag }}", "execute", "nil pointer evaluating interface {}.tag", 1],
    ["a:\n{{ if }}", "parse", "missing value for if", 2],
    ["{{ nothing }}", "parse", 'function "nothing" not defined', 1],
    ['{{ include "none" . }}', "execute", 'no template "none"', 1],
  ])("%s", async (template, stage, message, line) => {
    const { templates, error } = await one(template);
    expect(templates).toEqual([]);
    expect(error).toMatchObject({
      stage,
      at: { template: "shop/templates/a.yaml", file: "deploy/shop/templates/a.yaml", line },
    });
    expect(error?.message).toContain(message);
  });

  test.each<[string, Record<string, string>, Partial<HelmRequest>, string]>([
    ["chart", { "Chart.yaml": "a: [" }, {}, "cannot load Chart.yaml"],
    ["chart", { "Chart.yaml": "name: shop\n" }, {}, "chart.metadata.version is required"],
    ["chart", { "values.yaml": "a: [" }, {}, "cannot load values.yaml"],
    ["values", {}, { values: [{ name: "prod.yaml", yaml: "a: [" }] }, "prod.yaml: "],
    ["schema", { "values.schema.json": '{"required": ["size"]}' }, {}, "missing property 'size'"],
    [
      "kube-version",
      { "Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\nkubeVersion: '>=1.33.0'\n" },
      { kubeVersion: "1.30" },
      "chart requires kubeVersion: >=1.33.0 which is incompatible with Kubernetes v1.30",
    ],
  ])("in its %s", async (stage, files, more, message) => {
    const { error } = await render(renderer, chart({ "templates/a.yaml": "a: b", ...files }, more));
    expect(error).toMatchObject({ stage, at: null });
    expect(error?.message).toContain(message);
  });

  test("says no more of a text of its own than fits", async () => {
    const { error } = await one(`{{ fail (repeat 9000 "x") }}`);
    expect(error?.message).toBe(`${"x".repeat(4000)}…`);
  });

  test("repeats no text to any length", async () => {
    await expect(print(renderer, '{{ repeat 2000000 "x" }}')).rejects.toThrow("repeat of 2000000 bytes");
  });
});
