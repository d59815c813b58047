import { describe, expect, it } from "vitest";
import { partsOfTests } from "../../src/render/test-parts.js";

describe("what a policy is tested with, beside its kyverno-test.yaml", () => {
  it.each([
    ["policies/replicas/web.yaml", true],
    ["policies/replicas/resources/web.yaml", true],
    ["policies/replicas/resource/web.yaml", true],
    ["policies/replicas/live/web.yaml", false],
    ["policies/replicas/resources/live/web.yaml", false],
    ["policies/web.yaml", false],
    ["policies/resources/web.yaml", false],
    ["web.yaml", false],
  ])("%s: %s", (path, expected) => {
    const content = { kind: "text" as const, text: "" };
    const texts = ["policies/replicas/kyverno-test.yaml", path].map((name) => [name, content] as const);
    expect(partsOfTests(texts)(path)).toBe(expected);
  });

  it("is not all that there is where the test is at the root", () => {
    const content = { kind: "text" as const, text: "" };
    expect(
      partsOfTests([
        ["kyverno-test.yaml", content],
        ["web.yaml", content],
      ])("web.yaml"),
    ).toBe(false);
  });
});

describe("what a chart's tests compare its renderings with", () => {
  const rendered = "---\n# Source: web/templates/deployment.yaml\nkind: Deployment\n";
  it.each([
    ["test/web/baseline/default.yaml", rendered, true],
    ["charts/web/tests/golden/all.yaml", rendered, true],
    ["test/web/baseline/default.yaml", "kind: Deployment\n", false],
    ["clusters/prod/baseline/web.yaml", rendered, false],
    ["clusters/test/web.yaml", rendered, false],
  ])("%s: %s", (path, text, expected) => {
    expect(partsOfTests([[path, { kind: "text", text }]])(path)).toBe(expected);
  });
});
