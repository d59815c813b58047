import { describe, expect, it } from "vitest";
import { readManifest } from "../../../src/manifest/read-manifest.js";
import { mayStandBehind } from "../../../src/workload/sight/behind-services.js";

const service = (selector: string) =>
  readManifest(
    "svc.yaml",
    `apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {selector: {${selector}}, ports: [{port: 80}]}\n`,
    new Set(["Service"]),
    true,
  );
const changed = "metadata: {labels: {app: web, app.kubernetes.io/part-of: shop, tier: front}}";

describe("a file beside the change", () => {
  it.each<[string, string, string, boolean]>([
    ["may stand behind its Service", "app: web", "labels: {app: web}", true],
    ["may have its labels in quotes, or as JSON", "app: web", '"labels":{"app":"web"}', true],
    [
      "may have them in block style",
      "app.kubernetes.io/part-of: shop",
      "  app.kubernetes.io/part-of: shop\n",
      true,
    ],
    ["does not without one of them", "app: web, tier: front", "labels: {app: web}", false],
    ["does not by a part of a word", "app: web", "labels: {app: web-2}", false],
    [
      "does not where the Service has nothing that changed behind it",
      "app: other",
      "labels: {app: other}",
      false,
    ],
  ])("%s", (_, selector, text, expected) => {
    expect(mayStandBehind([changed], [service(selector)])(text)).toBe(expected);
  });

  it("does not without a Service", () => {
    expect(mayStandBehind([changed], [])(changed)).toBe(false);
  });
});
