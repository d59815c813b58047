import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { treeOf } from "../../../../src/changeset/tree.js";
import { setsOfApplication } from "../../../../src/render/helm/values/argo-application.js";
import { applicationsOf } from "../../../../src/render/helm/values/argo-application-set.js";
import { ParameterFiles } from "../../../../src/render/helm/values/parameter-files.js";

const REPOSITORY = "https://git.example/shop/web.git";
const FILE = "argo/web.yaml";

/** An Application with this source, or these sources. */
function application(source: string | string[], rest = ""): unknown {
  const sources =
    typeof source === "string" ? { source: parse(source) } : { sources: source.map((one) => parse(one)) };
  return {
    metadata: { name: "web-prod", namespace: "argocd" },
    spec: { ...sources, destination: { namespace: "shop" }, ...parse(rest || "{}") },
  };
}

const layers = (source: string | string[]) =>
  setsOfApplication(application(source), FILE).map((set) => set.layers);

describe("the set of an Application", () => {
  it("has the chart, the release and the file that says so", () => {
    const [set] = setsOfApplication(application(`{ repoURL: ${REPOSITORY}, path: ./charts/web/ }`), FILE);
    expect(set).toEqual({
      name: "Application web-prod",
      chart: "charts/web",
      layers: [],
      release: { name: "web-prod", namespace: "shop" },
      declaredIn: FILE,
    });
  });

  it("takes the release's own name and namespace first", () => {
    const helm = "{ releaseName: shop-web, namespace: web }";
    const [set] = setsOfApplication(application(`{ path: charts/web, helm: ${helm} }`), FILE);
    expect(set?.release).toEqual({ name: "shop-web", namespace: "web" });
  });

  it.each([
    ["below its folder", "values-prod.yaml", { file: "charts/web/values-prod.yaml" }],
    ["beside its folder", "../../envs/prod.yaml", { file: "envs/prod.yaml" }],
    ["from the root", "/envs/prod.yaml", { file: "envs/prod.yaml" }],
    ["by the application's name", "../$ARGOCD_APP_NAME.yaml", { file: "charts/web-prod.yaml" }],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is Argo CD that fills this in
    ["by the namespace in braces", "${ARGOCD_APP_NAMESPACE}.yaml", { file: "charts/web/shop.yaml" }],
    ["out of the repository", "../../../prod.yaml", { elsewhere: "../../../prod.yaml" }],
    ["by a URL", "https://files.example/prod.yaml", { elsewhere: "https://files.example/prod.yaml" }],
    ["by a pattern", "envs/*.yaml", { elsewhere: "envs/*.yaml" }],
    ["by a variable of a cluster", "$ARGOCD_APP_REVISION.yaml", { elsewhere: "$ARGOCD_APP_REVISION.yaml" }],
  ])("finds a values file that is named %s", (_, file, layer) => {
    expect(layers(`{ path: charts/web, helm: { valueFiles: ["${file}"] } }`)).toEqual([[layer]]);
  });

  it("puts layers in the order of their precedence", () => {
    const helm = `{
      parameters: [{ name: image.tag, value: "1,2" }, { name: count, value: "3", forceString: true }],
      fileParameters: [{ name: config, path: files/app.conf }],
      values: "a: 1", valueFiles: [values-prod.yaml], ignoreMissingValueFiles: true }`;
    expect(layers(`{ path: charts/web, helm: ${helm} }`)).toEqual([
      [
        { file: "charts/web/values-prod.yaml", isOptional: true },
        { inline: { name: "values", yaml: "a: 1" } },
        { inline: { name: "image.tag", set: "image.tag=1\\,2" } },
        { inline: { name: "count", setString: "count=3" } },
        { file: "charts/web/files/app.conf", key: "config" },
      ],
    ]);
  });

  it("keeps a list in braces as it is, and commas that are escaped already", () => {
    const parameters = String.raw`[{ name: a, value: "{x,y}" }, { name: b, value: 'x\,y' }]`;
    expect(layers(`{ path: web, helm: { parameters: ${parameters} } }`)).toEqual([
      [{ inline: { name: "a", set: "a={x,y}" } }, { inline: { name: "b", set: String.raw`b=x\,y` } }],
    ]);
  });

  it("takes an object of values in place of a text", () => {
    expect(layers('{ path: web, helm: { values: "a: 1", valuesObject: { b: 2 } } }')).toEqual([
      [{ inline: { name: "valuesObject", yaml: '{"b":2}' } }],
    ]);
  });

  it.each([
    ["the same repository", REPOSITORY, { file: "envs/prod.yaml" }],
    ["another repository", "https://git.example/shop/other.git", { elsewhere: "$values/envs/prod.yaml" }],
  ])("finds a file by the ref of a source of %s", (_, url, layer) => {
    const chart = `{ repoURL: ${REPOSITORY}, path: charts/web, helm: { valueFiles: [$values/envs/prod.yaml] } }`;
    expect(layers([chart, `{ repoURL: ${url}, ref: values }`])).toEqual([[layer]]);
  });

  it.each([
    ["a chart of a remote repository", "{ repoURL: https://charts.example, chart: web }"],
    ["a kustomization", "{ path: apps/web, kustomize: { namePrefix: a- } }"],
    ["a folder of plain files", "{ path: apps/web, directory: { recurse: true } }"],
    ["a plugin", "{ path: apps/web, plugin: { name: tanka } }"],
    ["a folder out of the repository", "{ path: ../web }"],
    ["no source", "{}"],
  ])("is none for %s", (_, source) => {
    expect(layers(source)).toEqual([]);
  });

  it("is none where the Application has no name", () => {
    expect(setsOfApplication({ spec: { source: { path: "web" } } }, FILE)).toEqual([]);
  });
});

const FOLDERS = [
  "charts",
  "charts/web",
  "clusters",
  "clusters/Prod_EU",
  "clusters/test",
  "clusters/test/deep",
  ".git/x",
];

const CONFIGS = {
  "envs/bad.json": "[1]",
  "envs/eu/prod.json": '{"env": "prod"}',
  "envs/test.json": '[{"env": "test"}, {"env": "test2"}]',
  "other.json": '{"env": "other"}',
};

/** Names and paths of the Applications that a set makes, once the files that it asks for are read. */
async function made(
  generators: string,
  template = "",
  spec = "",
  texts: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  const set = parse(`
spec:
  generators: ${generators}
  template:
    metadata: { name: "web-{{ env }}" }
    spec:
      source: { repoURL: ${REPOSITORY}, path: charts/web, helm: { valueFiles: ["values-{{env}}.yaml"] } }
`);
  Object.assign(set.spec.template, parse(template || "{}"));
  Object.assign(set.spec, parse(spec || "{}"));
  const files = new ParameterFiles(Object.keys(texts));
  const around = { folders: FOLDERS, files, effort: { left: 1_000_000 } };
  applicationsOf(set, around);
  while (await files.load(treeOf(texts))) applicationsOf(set, around);
  return applicationsOf(set, around).applications.map((one) => {
    const { metadata, spec: filled } = one.value as { metadata: { name: string }; spec: { source: object } };
    return `${metadata.name} ${JSON.stringify(Object.values(filled.source).slice(1))}`;
  });
}

const PLAIN = (name: string) => `web-${name} ["charts/web",{"valueFiles":["values-${name}.yaml"]}]`;

describe("the Applications of an ApplicationSet", () => {
  it.each([
    ["a list", "[{ list: { elements: [{ env: dev }, { env: prod }] } }]", "", [PLAIN("dev"), PLAIN("prod")]],
    [
      "a list with Go's templates",
      "[{ list: { elements: [{ env: { name: dev } }] } }]",
      'metadata: { name: "web-{{ .env.name }}" }\nspec: { source: { path: charts/web, repoURL: x } }',
      ['web-dev ["x"]'],
    ],
    [
      "two lists",
      "[{ matrix: { generators: [{ list: { elements: [{ env: dev }, { env: prod }] } }, { list: { elements: [{ zone: a }] } }] } }]",
      "",
      [PLAIN("dev"), PLAIN("prod")],
    ],
    [
      "folders, without those that are left out",
      `[{ git: { repoURL: ${REPOSITORY}, directories: [{ path: clusters/* }, { path: clusters/test, exclude: true }] } }]`,
      `metadata: { name: "{{path.basenameNormalized}}" }\nspec: { source: { repoURL: ${REPOSITORY}, path: "{{path}}", x: "{{path[1]}}" } }`,
      ['prod-eu ["clusters/Prod_EU","Prod_EU"]'],
    ],
  ])("are those of %s", async (_, generators, template, expected) => {
    const spec = template.includes(".env") ? "goTemplate: true" : "";
    expect(await made(generators, template, spec)).toEqual(expected);
  });

  it.each([
    [
      "files",
      `[{ git: { repoURL: ${REPOSITORY}, files: [{ path: "envs/*.json" }, { path: envs/bad.json, exclude: true }] } }]`,
      [PLAIN("prod"), PLAIN("test"), PLAIN("test2")],
    ],
    [
      "a list and the file of each",
      `[{ matrix: { generators: [{ list: { elements: [{ at: prod }] } }, { git: { repoURL: ${REPOSITORY}, files: [{ path: "envs/eu/{{at}}.json" }] } }] } }]`,
      [PLAIN("prod")],
    ],
    [
      "files, and a list that is laid over them",
      `[{ merge: { mergeKeys: [path.filename], generators: [{ git: { repoURL: ${REPOSITORY}, files: [{ path: "envs/eu/*" }] } }, { list: { elements: [{ path.filename: prod.json, env: live }, { path.filename: gone.json, env: gone }] } }] } }]`,
      [PLAIN("live")],
    ],
    [
      "a list, and another that is laid over it",
      "[{ merge: { mergeKeys: [zone], generators: [{ list: { elements: [{ env: a, zone: x }, { env: b, zone: y }] } }, { list: { elements: [{ zone: y, env: c }, { zone: z, env: d }] } }] } }]",
      [PLAIN("a"), PLAIN("c")],
    ],
  ])("are those of %s", async (_, generators, expected) => {
    expect(await made(generators, "", "", CONFIGS)).toEqual(expected);
  });

  it("know the folder and the name of a file", async () => {
    const generators = `[{ git: { repoURL: ${REPOSITORY}, files: [{ path: envs/eu }] } }]`;
    const template = `metadata: { name: "{{path.basename}}-{{path.filename}}" }\nspec: { source: { repoURL: ${REPOSITORY}, path: "{{path}}" } }`;
    expect(await made(generators, template, "", CONFIGS)).toEqual(['eu-prod.json ["envs/eu"]']);
  });

  it("name folders as Go's templates do", async () => {
    const generators = `[{ git: { repoURL: ${REPOSITORY}, directories: [{ path: clusters/test }] } }]`;
    const template = `metadata: { name: "{{.path.basename}}" }\nspec: { source: { repoURL: ${REPOSITORY}, path: "{{.path.path}}" } }`;
    expect(await made(generators, template, "goTemplate: true")).toEqual(['test ["clusters/test"]']);
  });

  it.each([
    ["clusters", "[{ clusters: {} }]"],
    [
      "folders of another repository",
      "[{ git: { repoURL: https://git.example/x, directories: [{ path: '*' }] } }]",
    ],
    [
      "files with classes of letters",
      `[{ git: { repoURL: ${REPOSITORY}, files: [{ path: "[pt]*/a.json" }] } }]`,
    ],
    ["files of which one is none", `[{ git: { repoURL: ${REPOSITORY}, files: [{ path: "envs/*" }] } }]`],
    [
      "lists that keys do not tell apart",
      "[{ merge: { mergeKeys: [zone], generators: [{ list: { elements: [{ env: a, zone: x }, { env: b, zone: x }] } }, { list: { elements: [] } }] } }]",
    ],
    ["a list with a selector", "[{ list: { elements: [{ env: dev }] }, selector: {} }]"],
    ["a list with a template of its own", "[{ list: { elements: [{ env: dev }], template: {} } }]"],
    ["a parameter that is not there", "[{ list: { elements: [{ zone: dev }] } }]"],
    [
      "a matrix with clusters",
      "[{ matrix: { generators: [{ list: { elements: [{ env: a }] } }, { clusters: {} }] } }]",
    ],
  ])("are not told of %s", async (_, generators) => {
    expect(await made(generators, "", "", CONFIGS)).toEqual([]);
  });

  it("are not told where a pipeline or a patch decides", async () => {
    const list = "[{ list: { elements: [{ env: dev }] } }]";
    expect(await made(list, 'metadata: { name: "{{ .env | upper }}" }')).toEqual([]);
    expect(await made(list, "", "templatePatch: 'spec: {}'")).toEqual([]);
  });

  it("are one hundred at most", async () => {
    const elements = Array.from({ length: 150 }, (_, index) => `{ env: e${index} }`).join(", ");
    expect(await made(`[{ list: { elements: [${elements}] } }]`)).toHaveLength(100);
  });
});
