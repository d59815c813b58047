import { describe, expect, it } from "vitest";
import { readManifest } from "../../../src/manifest/read-manifest.js";
import { isSynced, syncedImagesIn } from "../../../src/workload/sight/synced-images.js";
import { placesOf } from "../../rules/verdicts.js";
import { deploymentOf, serviceOf } from "../read-yaml.js";

const web = (image = "shop-web", replicas = 1) =>
  deploymentOf({
    spec: `replicas: ${replicas}`,
    containers: `{name: web, image: "${image}", ports: [{containerPort: 8000}]}`,
  }) + serviceOf("{port: 8000}");
const skaffold = (artifact: string, apiVersion = "skaffold/v4beta11") =>
  `---\napiVersion: ${apiVersion}\nkind: Config\nbuild: {artifacts: [{${artifact}}]}\nmanifests: {rawYaml: [web.yaml]}\n`;
const SYNCED = skaffold("image: shop-web, sync: {infer: ['**/*.js']}");

describe("an image that Skaffold copies sources into", () => {
  it.each([
    ["is nobody's to wait for", web() + SYNCED, "warning"],
    ["counts without a sync", web() + skaffold("image: shop-web"), "error"],
    ["counts with a tag of its own", web("shop-web:1.4.2") + SYNCED, "error"],
    ["counts under another name", web("shop-api") + SYNCED, "error"],
    ["counts in several pods", web("shop-web", 3) + SYNCED, "error"],
    [
      "is told by Skaffold's own file alone",
      web() + skaffold("image: shop-web, sync: {infer: ['**/*.js']}", "example.com/v1"),
      "error",
    ],
  ])("%s", (_, text, severity) => {
    expect(placesOf("readiness-gate", text).map((place) => place.split(" ")[0])).toEqual([severity]);
  });
});

/** Whether shop/skaffold.yaml with these entries copies sources into the containers of a file. */
function synced(entries: string, path = "shop/k8s/web.yaml", sync = "{infer: ['**/*.js']}"): boolean {
  const text = `apiVersion: skaffold/v4beta11\nkind: Config\nbuild: {artifacts: [{image: web, sync: ${sync}}]}\n${entries}\n`;
  const manifest = readManifest("shop/skaffold.yaml", text, new Set());
  return isSynced({ image: "web" }, { path }, { syncedImages: syncedImagesIn(manifest) });
}

describe("a file that Skaffold deploys", () => {
  it.each<[string, string, string, boolean]>([
    ["by default", "", "shop/k8s/web.yaml", true],
    ["by default, deeper", "", "shop/k8s/prod/web.yaml", false],
    ["by default, elsewhere", "", "shop/deploy/web.yaml", false],
    ["of another folder", "", "k8s/web.yaml", false],
    ["by kubectl's default", "deploy: {kubectl: {}}", "shop/k8s/web.yaml", true],
    ["of a list", "manifests: {rawYaml: [deploy/*.yaml]}", "shop/deploy/web.yaml", true],
    ["beside a list", "manifests: {rawYaml: [deploy/*.yaml]}", "shop/k8s/web.yaml", false],
    ["of a folder in a list", "manifests: {rawYaml: [./deploy]}", "shop/deploy/dev/web.yaml", true],
    ["at any depth", "manifests: {rawYaml: ['deploy/**/*.yaml']}", "shop/deploy/dev/web.yaml", true],
    ["of an older list", "deploy: {kubectl: {manifests: [dev/web.yaml]}}", "shop/dev/web.yaml", true],
    ["of an overlay", "manifests: {kustomize: {paths: [overlays/dev]}}", "shop/overlays/dev/web.yaml", true],
    [
      "of another overlay",
      "manifests: {kustomize: {paths: [overlays/dev]}}",
      "shop/overlays/prod/web.yaml",
      false,
    ],
    ["of the kustomization beside it", "deploy: {kustomize: {}}", "shop/web.yaml", true],
    [
      "of a chart",
      "deploy: {helm: {releases: [{name: web, chartPath: chart}]}}",
      "shop/chart/templates/web.yaml",
      true,
    ],
    [
      "beside a chart",
      "deploy: {helm: {releases: [{name: web, chartPath: chart}]}}",
      "shop/k8s/web.yaml",
      false,
    ],
    [
      "of a profile alone",
      "profiles: [{name: dev, manifests: {rawYaml: [dev/web.yaml]}}]",
      "shop/dev/web.yaml",
      false,
    ],
    ["by a pattern that takes long", `manifests: {rawYaml: ['${"*a".repeat(9)}']}`, "shop/aaaaaaaaaa", false],
  ])("%s", (_, entries, path, expected) => expect(synced(entries, path)).toBe(expected));

  it.each<[string, boolean]>([
    ["{}", true],
    ["{manual: [{src: '*.js', dest: .}]}", true],
    ["{auto: true}", true],
    ["{auto: false}", false],
    ["{auto: false, infer: ['*']}", true],
    ["null", false],
  ])("has its sources copied by sync: %s is %s", (sync, expected) => {
    expect(synced("", undefined, sync)).toBe(expected);
  });

  it("has none copied by an artifact of a profile", () => {
    const text =
      "apiVersion: skaffold/v4beta11\nkind: Config\nprofiles: [{name: dev, build: {artifacts: [{image: web, sync: {}}]}}]\n";
    expect(syncedImagesIn(readManifest("skaffold.yaml", text, new Set()))).toEqual([]);
  });
});
