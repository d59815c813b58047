import { describe, expect, it } from "vitest";
import { deployment, reviewFiles } from "../engine/review-files.js";

const LIVENESS = "          livenessProbe: {httpGet: {port: nobody}}\n";
const places = (after: Record<string, string>, before: Record<string, string> = {}, policy = {}) =>
  reviewFiles(after, before, policy).comments.map(
    ({ path, line, suggestion }) => `${path}:${line}${suggestion === null ? "" : " suggestion"}`,
  );

describe("comments", () => {
  it("say all of one container in one place", () => {
    const plan = reviewFiles({
      "a.yaml": deployment({ container: `${LIVENESS.replace("}}", "}, failureThreshold: 9}")}` }),
    });
    expect(plan.comments).toHaveLength(1);
    expect(plan.findings.map(({ rule }) => rule)).toEqual(["readiness-gate", "probe-target"]);
    expect(plan.comments[0]?.findings).toEqual(plan.findings.map(({ id }) => id));
    expect(plan.comments[0]?.body.match(/\*\*Error\*\*/g)).toHaveLength(2);
  });

  it("stand at what they speak of where they have no edit to carry", () => {
    expect(places({ "a.yaml": deployment({ replicas: "-1" }) })).toEqual(["a.yaml:6"]);
  });

  it("stand at the first line of theirs that the diff shows", () => {
    const spec = "  strategy:\n    rollingUpdate:\n      maxSurge: 0\n      maxUnavailable: 0\n";
    const padding = "  minReadySeconds: 0\n  revisionHistoryLimit: 3\n  progressDeadlineSeconds: 700\n";
    const before = deployment({ spec: spec + padding });
    // The fault is in line 10; the hunk of the change behind it begins in line 11.
    const after = before.replace("progressDeadlineSeconds: 700", "progressDeadlineSeconds: 701");
    expect(places({ "a.yaml": after }, { "a.yaml": before })).toEqual(["a.yaml:10"]);
    const further = before.replace(
      "matchLabels:\n      app: web",
      "matchLabels:\n      app: web\n      a: b",
    );
    expect(
      reviewFiles({ "a.yaml": further }, { "a.yaml": before }).comments.map(({ line }) => line),
    ).not.toContain(10);
  });

  it("carry no suggestion where GitHub's button would rewrite line ends, and still say what to add", () => {
    const [comment] = reviewFiles({ "a.yaml": deployment().replaceAll("\n", "\r\n") }).comments;
    expect(comment).toMatchObject({ line: 19, suggestion: null });
    expect(comment?.body).toContain("```yaml\nreadinessProbe:\n");
  });

  it("carry no suggestion of a line that is too long to be shown", () => {
    const json = JSON.stringify({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "web", annotations: { long: "x".repeat(50_000) } },
      spec: {
        selector: { matchLabels: { app: "web" } },
        template: {
          metadata: { labels: { app: "web" } },
          spec: { containers: [{ name: "a", image: "a", ports: [{ containerPort: 1 }] }] },
        },
      },
    });
    const plan = reviewFiles({ "a.json": json });
    expect(plan.comments).toMatchObject([{ line: 1, suggestion: null }]);
    expect(plan.findings[0]?.fix?.edits).toHaveLength(1);
  });

  it("are at most thirty, errors before warnings, and the body lists the rest", () => {
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => {
        const spec = index < 10 ? "  strategy: {type: Recreate}\n" : "";
        return [`k8s/${String(index).padStart(2, "0")}.yaml`, deployment({ name: `w${index}`, spec })];
      }),
    );
    const plan = reviewFiles(files);
    expect(plan.comments).toHaveLength(30);
    expect(plan.comments.every(({ path }) => path >= "k8s/10")).toBe(true);
    expect(plan.reviewBody).toContain("Besides the comments below");
    expect(plan.reviewBody?.match(/^- Warning at/gm)).toHaveLength(20);
  });

  it.each([
    ["all", {}, 1],
    ["new", {}, 0],
    ["none", {}, 0],
    ["new", { added: true }, 1],
    ["none", { added: true }, 0],
  ])("are, with comments: %s and %j, %d", (comments, { added }: { added?: boolean }, count) => {
    const before = added ? {} : { "a.yaml": deployment({ replicas: "2" }) };
    expect(places({ "a.yaml": deployment() }, before, { comments })).toHaveLength(
      // A change of replicas alone shows no line of the container: old debt goes into the body then.
      added ? count : 0,
    );
    const body = reviewFiles({ "a.yaml": deployment() }, before, { comments: comments as "all" }).reviewBody;
    expect(body === null ? 0 : 1).toBe(count);
  });

  it("are not made of warnings that were there before", () => {
    const recreate = "  strategy: {type: Recreate}\n";
    const before = { "a.yaml": deployment({ spec: recreate }) };
    const after = { "a.yaml": deployment({ spec: recreate }).replace("web:1", "web:2") };
    const plan = reviewFiles(after, before);
    expect(plan.findings.map(({ state, severity }) => `${state} ${severity}`)).toEqual([
      "existing warning",
      "existing warning",
    ]);
    expect([plan.comments, plan.reviewBody]).toEqual([[], null]);
  });

  it("are known again by what they speak of, never by a line", () => {
    const prints = (text: string) =>
      reviewFiles({ "a.yaml": text }).comments.map(({ fingerprint }) => fingerprint);
    expect(prints(`# one line more\n${deployment()}`)).toEqual(prints(deployment()));
    expect(prints(deployment({ name: "other" }))).not.toEqual(prints(deployment()));
    expect(prints(deployment())[0]).toMatch(/^[0-9a-f]{16}$/);
  });
});
