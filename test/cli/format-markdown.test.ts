import { describe, expect, it } from "vitest";
import { formatMarkdown } from "../../src/cli/formats/format-markdown.js";
import { deployment } from "./deployment.js";
import { planOf } from "./plan-of.js";

describe("a plan as Markdown", () => {
  it("is the review and then its inline comments with their places, without the hidden markers", () => {
    const { plan } = planOf({}, { "k8s/a.yaml": deployment("a"), "k8s/b.yaml": deployment("b") });
    const text = formatMarkdown(plan);
    expect(text.startsWith(plan.reviewBody as string)).toBe(true);
    expect(text.match(/^### .*$/gm)).toEqual(["### `k8s/a.yaml:17`", "### `k8s/b.yaml:17`"]);
    expect(text.match(/^```suggestion$/gm)).toHaveLength(2);
    expect(plan.comments[0]!.body).toContain("<!-- surefoot:comment:");
    expect(text).not.toContain("<!-- surefoot:");
    expect(text.endsWith("\n")).toBe(true);
  });

  it("is the check's summary where there is no review", () => {
    const { plan } = planOf({}, { "k8s/a.yaml": deployment("a", { probe: true }) });
    expect(plan.reviewBody).toBeNull();
    expect(formatMarkdown(plan)).toBe(`${plan.check.summary}\n`);
  });

  it("lets no path break out of its heading", () => {
    const { plan } = planOf({}, { "k8s/`x`\n# @all <b>.yaml": deployment("a") });
    expect(formatMarkdown(plan).match(/^### .*$/gm)).toEqual(["### `` k8s/`x` # @all <b>.yaml:17 ``"]);
  });
});
