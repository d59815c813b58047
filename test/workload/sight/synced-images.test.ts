import { describe, expect, it } from "vitest";
import { placesOf } from "../../rules/verdicts.js";
import { deploymentOf, serviceOf } from "../read-yaml.js";

const web = (image = "shop-web", replicas = 1) =>
  deploymentOf({
    spec: `replicas: ${replicas}`,
    containers: `{name: web, image: "${image}", ports: [{containerPort: 8000}]}`,
  }) + serviceOf("{port: 8000}");
const skaffold = (artifact: string, apiVersion = "skaffold/v4beta11") =>
  `---\napiVersion: ${apiVersion}\nkind: Config\nbuild: {artifacts: [{${artifact}}]}\n`;
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
