import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { treeOf } from "../../../../src/changeset/tree.js";
import { setOfRelease } from "../../../../src/render/helm/values/flux-release.js";
import { withReferences } from "../../../../src/render/helm/values/referred-values.js";

function release(
  spec: string,
  chart = "{ chart: ./charts/web, sourceRef: { kind: GitRepository, name: shop } }",
): unknown {
  return parse(`
metadata: { name: web, namespace: shop }
spec: { chart: { spec: ${chart} }, ${spec} }
`);
}

describe("the set of a HelmRelease", () => {
  it("has the chart, the values and the release", () => {
    expect(setOfRelease(release("values: { replicas: 3 }"), "flux/web.yaml")).toEqual({
      name: "HelmRelease shop/web",
      chart: "charts/web",
      layers: [{ inline: { name: "spec.values", yaml: '{"replicas":3}' } }],
      release: { name: "web", namespace: "shop" },
      declaredIn: "flux/web.yaml",
    });
  });

  it.each([
    ["its own", "releaseName: w, targetNamespace: prod", { name: "w", namespace: "prod" }],
    ["one made of its target's", "targetNamespace: prod", { name: "prod-web", namespace: "prod" }],
  ])("has a release of %s name", (_, spec, expected) => {
    expect(setOfRelease(release(spec), "a.yaml")?.release).toEqual(expected);
  });

  it("takes values files from the source's root, in place of the chart's own", () => {
    const chart =
      "{ chart: charts/web, valuesFiles: [charts/web/values.yaml, ./envs/prod.yaml], ignoreMissingValuesFiles: true, sourceRef: { kind: GitRepository } }";
    const set = setOfRelease(release("values: { a: 1 }", chart), "a.yaml");
    expect(set?.replacesOwn).toBe(true);
    expect(set?.layers).toEqual([
      { file: "charts/web/values.yaml", isOptional: true },
      { file: "envs/prod.yaml", isOptional: true },
      { inline: { name: "spec.values", yaml: '{"a":1}' } },
    ]);
  });

  it("leaves out what Flux fills in, and says so", () => {
    const set = setOfRelease(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is Flux that fills this in
      release('values: { replicas: "${REPLICAS:=2}", hosts: ["${HOST}", b], price: "$5", env: { A: x } }'),
      "a.yaml",
    );
    expect(set?.layers).toEqual([
      { inline: { name: "spec.values", yaml: '{"hosts":["b"],"price":"$5","env":{"A":"x"}}' } },
    ]);
    expect(set?.notes).toEqual([
      "the chart was rendered without values that Flux fills in, such as replicas",
    ]);
  });

  it("says what it lacks", () => {
    const spec = "valuesFrom: [{ kind: ConfigMap, name: web-values }], postRenderers: [{ kustomize: {} }]";
    expect(setOfRelease(release(spec), "a.yaml")?.notes).toEqual([
      "what the release's post-renderers add to the chart is not known",
    ]);
  });

  it.each([
    ["of a remote repository", "{ chart: web, sourceRef: { kind: HelmRepository } }"],
    ["out of the repository", "{ chart: ../web, sourceRef: { kind: GitRepository } }"],
    ["that is not named", "{ sourceRef: { kind: GitRepository } }"],
  ])("is none for a chart %s", (_, chart) => {
    expect(setOfRelease(release("values: {}", chart), "a.yaml")).toBeNull();
  });
});

/** The layers and notes of a release beside files, in the folder `flux`. */
async function referred(valuesFrom: string, files: Readonly<Record<string, string>>) {
  const set = setOfRelease(release(`valuesFrom: ${valuesFrom}, values: { last: 1 }`), "flux/web.yaml");
  const texts = { "flux/web.yaml": "kind: HelmRelease\n", ...files };
  const [made] = await withReferences(set === null ? [] : [set], Object.keys(texts), treeOf(texts));
  const { layers = [], notes = [], readFrom = [] } = made ?? {};
  return { layers: layers.slice(0, -1), notes, readFrom };
}

const MAP = `apiVersion: v1
kind: ConfigMap
metadata: { name: web-values, namespace: shop }
data: { values.yaml: "replicas: 4", size: "7", word: "'7'" }
`;

describe("what a HelmRelease takes from other objects", () => {
  it("is the value of a ConfigMap beside it, a values file or one value", async () => {
    const from =
      "[{ kind: ConfigMap, name: web-values }, { kind: ConfigMap, name: web-values, valuesKey: size, targetPath: a.b }, { kind: ConfigMap, name: web-values, valuesKey: word, targetPath: c }]";
    expect(await referred(from, { "flux/maps.yaml": `kind: Service\n---\n${MAP}` })).toEqual({
      layers: [
        { inline: { name: "ConfigMap web-values", yaml: "replicas: 4" } },
        { inline: { name: "web-values", set: "a.b=7" } },
        { inline: { name: "web-values", setString: "c=7" } },
      ],
      notes: [],
      readFrom: ["flux/maps.yaml", "flux/maps.yaml", "flux/maps.yaml"],
    });
  });

  it("is the file of which the kustomization makes it", async () => {
    const files = {
      "flux/kustomization.yaml":
        "configMapGenerator: [{ name: web-values, files: [values.yaml=../web-prod.yaml] }]\nsecretGenerator: [{ name: keys, files: [values.yaml], literals: [short=x] }]\n",
      "web-prod.yaml": "replicas: 5\n",
      "flux/values.yaml": "key: k\n",
    };
    const from = "[{ kind: ConfigMap, name: web-values }, { kind: Secret, name: keys }]";
    expect(await referred(from, files)).toEqual({
      layers: [
        { inline: { name: "web-prod.yaml", yaml: "replicas: 5\n" } },
        { inline: { name: "flux/values.yaml", yaml: "key: k\n" } },
      ],
      notes: [],
      readFrom: ["web-prod.yaml", "flux/values.yaml"],
    });
  });

  it("is the value of a Secret that is not encrypted", async () => {
    const secret = (value: string) => `kind: Secret\nmetadata: { name: keys }\n${value}\n`;
    const from = "[{ kind: Secret, name: keys }]";
    const coded = await referred(from, { "flux/a.yaml": secret("data: { values.yaml: YTogMQ== }") });
    expect(coded.layers).toEqual([{ inline: { name: "Secret keys", yaml: "a: 1" } }]);
    const sops = "stringData: { values.yaml: 'ENC[AES256_GCM,data:x,type:str]' }";
    expect(await referred(from, { "flux/a.yaml": secret(sops) })).toMatchObject({
      layers: [],
      notes: ['the chart was rendered without the values that stand in Secret "keys"'],
    });
  });

  it.each([
    ["encrypted by sops", "'ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]'"],
    ["no base64", "'replicas: 4'"],
    ["base64 without its end", "YTogM"],
    ["no text", Buffer.from([0x61, 0xff, 0x3a]).toString("base64")],
    ["a text of NUL bytes", Buffer.from("a: 1\0").toString("base64")],
    ["encrypted before it was coded", Buffer.from("ENC[AES256_GCM,data:x]").toString("base64")],
  ])("is told where a Secret's data are %s", async (_, data) => {
    const secret = `kind: Secret\nmetadata: { name: keys }\ndata: { values.yaml: ${data} }\n`;
    expect(await referred("[{ kind: Secret, name: keys }]", { "flux/a.yaml": secret })).toEqual({
      layers: [],
      notes: ['the chart was rendered without the values that stand in Secret "keys"'],
      readFrom: [],
    });
  });

  it("is the value of a Secret whose base64 is in several lines", async () => {
    const secret = 'kind: Secret\nmetadata: { name: keys }\ndata: { values.yaml: "YTog\\nMQ==\\n" }\n';
    const { layers } = await referred("[{ kind: Secret, name: keys }]", { "flux/a.yaml": secret });
    expect(layers).toEqual([{ inline: { name: "Secret keys", yaml: "a: 1" } }]);
  });

  it.each([
    ["in another folder", { "maps/a.yaml": MAP }],
    ["of another namespace", { "flux/a.yaml": MAP.replace("shop", "other") }],
    ["twice", { "flux/a.yaml": MAP, "flux/b.yaml": MAP }],
    ["without the key", { "flux/a.yaml": MAP.replace("values.yaml", "values.json") }],
  ])("is told where it stands %s", async (_, files) => {
    expect(await referred("[{ kind: ConfigMap, name: web-values }]", files)).toEqual({
      layers: [],
      notes: ['the chart was rendered without the values that stand in ConfigMap "web-values"'],
      readFrom: [],
    });
  });

  it("has no values that Flux fills in", async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is Flux that fills this in
    const map = MAP.replace("replicas: 4", "a: ${A}\\nb: 2");
    const { layers, notes } = await referred("[{ kind: ConfigMap, name: web-values }]", {
      "flux/a.yaml": map,
    });
    expect(layers).toEqual([{ inline: { name: "ConfigMap web-values", yaml: '{"b":2}' } }]);
    expect(notes).toEqual(["the chart was rendered without values that Flux fills in, such as a"]);
  });
});
