import { describe, expect, it } from "vitest";
import { reviewChange } from "../../../src/engine.js";
import { DEFAULT_POLICY, type Policy } from "../../../src/policy/policy.js";
import type { Waiver } from "../../../src/policy/waiver.js";
import { renderChange } from "../../../src/render/render-change.js";
import { circumstancesAt } from "../../../src/review/circumstances.js";
import { changeOf, deployment } from "../../engine/review-files.js";

const waiver = (parts: Partial<Waiver> = {}): Waiver => ({
  workload: "Deployment/web",
  path: null,
  rule: "readiness-gate",
  reason: "moves to jobs",
  until: "2026-06-15",
  writtenAt: { path: ".github/surefoot.yml", line: 2, column: 5 },
  ...parts,
});

const old = deployment();
const bumped = old.replace("web:1", "web:2");

/** The review of an image bump over old debt, on a day. */
function review(day: string, waivers: Waiver[], policy: Partial<Policy> = {}) {
  const changeSet = changeOf({ "k8s/web.yaml": bumped }, { "k8s/web.yaml": old });
  const circumstances = circumstancesAt(new Date(`${day}T23:59:59Z`));
  return reviewChange(renderChange(changeSet), { ...DEFAULT_POLICY, waivers, ...policy }, circumstances);
}

describe("the life of a waiver", () => {
  it.each([
    // The words that announce its end, and what the check concludes where every old error blocks.
    ["2026-05-31", "success", null],
    ["2026-06-01", "success", "ends in 14 days, on 2026-06-15"],
    ["2026-06-05", "success", "ends in 10 days, on 2026-06-15"],
    ["2026-06-14", "success", "ends tomorrow, on 2026-06-15"],
    ["2026-06-15", "success", "ends today, on 2026-06-15"],
    ["2026-06-16", "failure", null],
    ["2030-01-01", "failure", null],
  ])("on %s: %s, %s", (day, conclusion, words) => {
    const plan = review(day, [waiver()], { block: "changed" });
    expect(plan.conclusion).toBe(conclusion);
    const notices = plan.problems.filter(({ code }) => code === "waiver");
    expect(notices.map(({ message }) => message)).toEqual(
      words === null ? [] : [expect.stringContaining(words)],
    );
    const announced = plan.check.annotations.filter(({ title }) => title === "waiver");
    expect(announced.map(({ level }) => level)).toEqual(notices.map(() => "notice"));
    expect(plan.title).not.toContain("ends");
  });

  it("makes an old error new once it has ended, and says so", () => {
    const plan = review("2026-06-16", [waiver()]);
    expect(plan.findings).toMatchObject([{ state: "new", waived: null, rule: "readiness-gate" }]);
    expect(plan.findings[0]?.message).toMatch(
      /Its waiver ended on 2026-06-15 \(“moves to jobs”, “.github\/surefoot.yml:2”\)\.$/,
    );
    expect(plan.conclusion).toBe("failure");
    expect(review("2026-06-16", []).conclusion).toBe("neutral");
  });

  it("blocks nothing after its end where the policy blocks nothing", () => {
    expect(review("2026-06-16", [waiver()], { block: "never" }).conclusion).toBe("neutral");
  });

  it("leaves a warning a warning after its end", () => {
    const ended = waiver({ until: "2026-01-01" });
    const plan = review("2026-06-16", [ended], { rules: { "readiness-gate": "warning" } });
    expect(plan.findings).toMatchObject([{ severity: "warning", state: "new" }]);
    expect(plan.conclusion).toBe("success");
  });

  it("takes the one that holds where another has ended", () => {
    const plan = review("2026-06-16", [waiver(), waiver({ until: "2027-01-31", reason: "once more" })]);
    expect(plan.findings[0]?.waived).toEqual({ reason: "once more", until: "2027-01-31" });
  });
});

describe("a waived finding", () => {
  it("gets no comment, no review, no suggestion and no failing annotation", () => {
    const plan = review("2026-05-01", [waiver()], { block: "changed" });
    expect([plan.comments, plan.reviewBody, plan.check.fixable]).toEqual([[], null, 0]);
    expect(plan.findings[0]?.fix).toBeNull();
    expect(plan.check.annotations).toMatchObject([
      { level: "notice", title: "readiness-gate (waived until 2026-06-15)" },
    ]);
  });

  it("stands in the title and the summary with its reason and its last day", () => {
    const plan = review("2026-05-01", [waiver({ reason: "moves to <jobs> @acme/ops" })]);
    expect(plan.title).toBe("1 workload, 1 finding waived");
    expect(plan.check.summary).toContain("Waived until 2026-06-15 (moves to \\<jobs\\> @<!-- -->acme/ops):");
  });

  it("stands folded in a review that has other things to say", () => {
    const change = changeOf(
      { "k8s/web.yaml": bumped, "k8s/api.yaml": deployment({ name: "api" }) },
      { "k8s/web.yaml": old },
    );
    const policy = { ...DEFAULT_POLICY, waivers: [waiver()] };
    const plan = reviewChange(
      renderChange(change),
      policy,
      circumstancesAt(new Date("2026-05-01T00:00:00Z")),
    );
    expect(plan.reviewBody).toContain("<summary>Waived: 1</summary>");
    expect(plan.comments.map(({ path }) => path)).toEqual(["k8s/api.yaml"]);
  });
});

describe("a waiver that is not in use", () => {
  it("is neither announced nor told as ended", () => {
    const others = [
      waiver({ workload: "Deployment/gone", until: "2020-01-01" }),
      waiver({ rule: "worst-case", until: "2026-06-16" }),
    ];
    const plan = review("2026-06-16", others);
    expect(plan.problems).toEqual([]);
    expect(plan.findings).toMatchObject([{ state: "existing", waived: null }]);
  });

  it("cannot cover what nobody could read", () => {
    const broken = "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web\n";
    const policy = {
      ...DEFAULT_POLICY,
      waivers: [waiver({ workload: "Deployment/*", rule: "manifest-shape" })],
    };
    const plan = reviewChange(
      renderChange(changeOf({ "a.yaml": broken })),
      policy,
      circumstancesAt(new Date("2026-05-01T00:00:00Z")),
    );
    expect(plan.findings).toMatchObject([{ rule: "manifest-shape", waived: null }]);
  });
});
