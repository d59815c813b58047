import { describe, expect, it } from "vitest";
import { readManifest } from "../../../src/manifest/read-manifest.js";
import { mayLeadNowhere, mayStandBehind } from "../../../src/workload/sight/behind-services.js";

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

describe("a Service beside the change", () => {
  const pods = (labels: string) => `labels: {${labels}}, containers: [{ports: [{name: http}]}]`;
  const named = (targetPort: string) =>
    readManifest(
      "svc.yaml",
      `apiVersion: v1\nkind: Service\nspec: {selector: {app: web}, ports: [{port: 80, targetPort: ${targetPort}}]}\n`,
      new Set(["Service"]),
      true,
    );

  it("may lead nowhere where no text with containers has what it selects by", () => {
    const lead = (selector: string, ...texts: string[]) =>
      mayLeadNowhere([pods("app: web")], [service(selector)], texts);
    expect(lead("app: wbe")).toBe(true);
    expect(lead("app: wbe", "data: {app: wbe}")).toBe(true);
    expect(lead("app: db", pods("app: db"))).toBe(false);
    expect(lead("app: web")).toBe(false);
    expect(lead("app: wbe", ...Array(301).fill(""))).toBe(false);
    expect(lead("")).toBe(false);
  });

  it("may lead nowhere where the pods that change have no port of the name that it asks for", () => {
    expect(mayLeadNowhere([pods("app: web")], [named("http")], [])).toBe(false);
    expect(mayLeadNowhere([pods("app: web")], [named("grpc")], [])).toBe(true);
    expect(mayLeadNowhere([pods("app: web")], [named("8080")], [])).toBe(false);
  });
});
