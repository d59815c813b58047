import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { setOfRelease } from "../../../../src/render/helm/values/flux-release.js";

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
      'the chart was rendered without the values that stand in ConfigMap "web-values"',
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
