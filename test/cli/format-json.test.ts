import { describe, expect, it } from "vitest";
import { formatJson } from "../../src/cli/formats/format-json.js";
import { deployment } from "./deployment.js";
import { planOf } from "./plan-of.js";

/** Every key of a document, nested ones in brackets, in the order in which they are printed. */
function keysOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "[]" : `[${keysOf(value[0])}]`;
  if (typeof value !== "object" || value === null) return "";
  return Object.entries(value)
    .map(([key, entry]) => `${key}${keysOf(entry) === "" ? "" : `{${keysOf(entry)}}`}`)
    .join(" ");
}

const ANALYSIS =
  "replicas{min max source} strategy maxSurge maxUnavailable minReadySeconds budget worstCase worstShare atReplicas gated serving coverage{gate{covered total} readiness{covered total} liveness{covered total} startup{covered total}} worstCaseBy budgetBy guaranteed unknownListeners{[]} datagrams{[]}";

describe("the published JSON", () => {
  const { plan } = planOf(
    {},
    { "k8s/web.yaml": deployment("web"), "k8s/bad.yaml": "kind: Deployment\na: [\n" },
  );
  const text = formatJson(plan);
  const document = JSON.parse(text);

  it("has the keys of the contract, in their order, and no other", () => {
    expect(Object.keys(document)).toEqual([
      "schema",
      "base",
      "head",
      "conclusion",
      "title",
      "workloads",
      "together",
      "findings",
      "comments",
      "problems",
    ]);
    expect(document.schema).toBe("surefoot.review/v1");
    expect(keysOf(document.workloads)).toBe(
      `[id kind apiVersion namespace name path line change rollsPods before after{${ANALYSIS}}]`,
    );
    const gate = document.findings.filter(({ rule }: { rule: string }) => rule === "readiness-gate");
    expect(keysOf(gate)).toBe(
      "[id rule severity state workload container path line endLine message waived fix{origin confidence text edits{[path startLine endLine replacement]} reason} compared]",
    );
    expect(keysOf(document.comments)).toBe("[path line side body suggestion]");
    expect(keysOf(document.problems)).toBe("[code path line column message]");
  });

  it("keeps startLine of a comment on several lines and previousId of a renamed workload", () => {
    const [workload] = plan.workloads;
    const [comment] = plan.comments;
    const renamed = {
      ...plan,
      workloads: [{ ...workload!, previousId: "old.yaml#apps/Deployment//web" }],
      comments: [{ ...comment!, startLine: 3 }],
    };
    const printed = JSON.parse(formatJson(renamed));
    expect(Object.keys(printed.workloads[0]).slice(0, 3)).toEqual(["id", "previousId", "kind"]);
    expect(Object.keys(printed.comments[0])).toEqual([
      "path",
      "startLine",
      "line",
      "side",
      "body",
      "suggestion",
    ]);
  });

  it("says null for numbers and objects that do not exist", () => {
    const [broken] = document.findings.filter(({ rule }: { rule: string }) => rule === "manifest-shape");
    expect(broken).toMatchObject({ container: null, waived: null, fix: null });
    expect(document.workloads[0]).toMatchObject({ namespace: null, before: null });
  });

  it("is whole, ends with a line feed and survives half a surrogate pair", () => {
    expect(text.endsWith("}\n")).toBe(true);
    const odd = formatJson({ ...plan, title: "\ud800\u2028\u0000" });
    expect(odd).toContain('"title": "\\ud800');
    expect(Buffer.from(odd).toString()).toBe(odd);
    expect(JSON.parse(odd).title).toBe("\ud800\u2028\u0000");
  });
});
