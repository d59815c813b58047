import { describe, expect, it } from "vitest";
import type { Policy } from "../../src/policy/policy.js";
import { deployment, reviewFiles } from "../engine/review-files.js";
import { strayMarkup } from "./stray-markup.js";

/** A Deployment with annotations of its own, each a line. */
function annotated(annotations: string[], options: Parameters<typeof deployment>[0] = {}): string {
  const lines = annotations.flatMap((line) => line.split("\n")).map((line) => `    ${line}\n`);
  return deployment(options).replace("  name: web\n", `  name: web\n  annotations:\n${lines.join("")}`);
}

function review(before: string | null, after: string, policy: Partial<Policy> = {}) {
  return reviewFiles({ "k8s/web.yaml": after }, before === null ? {} : { "k8s/web.yaml": before }, policy);
}

const wait = { spec: "  minReadySeconds: 20\n" };
const start = (seconds: number) => `surefoot/startup-seconds: "${seconds}"`;
const waive = (until: string) => `surefoot/waive: "readiness-gate until ${until}: moves to jobs"`;
const bumped = (text: string) => text.replace("image: web:1", "image: web:2");

describe("the start-up time that an object states", () => {
  it("stands above the policy's, in the numbers and in the suggested delay", () => {
    const text = annotated([start(45)], wait);
    const plan = review(null, text, { startupSeconds: 10 });
    expect(plan.workloads[0]?.after?.worstCase).toBe(2);
    expect(plan.findings[0]?.fix?.text).toContain("initialDelaySeconds: 45");
    expect(plan.findings[0]?.message).toContain(
      "where the app takes 45 s to start, as its annotation says, while",
    );
    expect(plan.reviewBody).toContain("start-up 45 s (annotation surefoot/startup-seconds)");
  });

  it("holds for its own workload alone", () => {
    const both = `${annotated([start(10)], wait)}---\n${deployment({ name: "api", ...wait })}`;
    const [web, api] = review(null, both).workloads;
    expect([web?.after?.worstCase, api?.after?.worstCase]).toEqual([0, 3]);
  });

  it("holds for both sides: a change that only states it makes no number better", () => {
    const plan = review(deployment(wait), annotated([start(10)], wait));
    expect(plan.workloads[0]).toMatchObject({ change: "modified", rollsPods: false });
    expect([plan.workloads[0]?.before?.worstCase, plan.workloads[0]?.after?.worstCase]).toEqual([0, 0]);
    expect(plan.problems).toMatchObject([{ code: "startup", line: 6 }]);
    expect(plan.check.annotations).toContainEqual(
      expect.objectContaining({
        level: "notice",
        title: "startup",
        message:
          "This change states that the app takes 10 s to start (not stated before). The numbers before the change go by it too.",
      }),
    );
  });

  it("makes no old error new where it is raised, and none good where it is taken away", () => {
    const raised = review(annotated([start(10)], wait), annotated([start(45)], wait));
    expect(raised.findings).toMatchObject([{ severity: "error", state: "existing" }]);
    const gone = review(annotated([start(10)], wait), deployment(wait));
    expect(gone.findings).toMatchObject([{ severity: "error", state: "existing" }]);
    expect(gone.problems[0]?.message).toMatch(
      /no longer states how long the app takes to start \(10 s before\)/,
    );
  });

  it("is a problem at its line and ignored where it is malformed", () => {
    const plan = review(null, annotated(["a: b", "surefoot/startup-seconds: soon"], wait));
    expect(plan.workloads[0]?.after?.worstCase).toBe(3);
    expect(plan.problems).toMatchObject([
      {
        code: "annotation",
        path: "k8s/web.yaml",
        line: 7,
        message: expect.stringContaining('is "soon"; allowed:'),
      },
    ]);
  });
});

describe("a waiver on an object", () => {
  const text = annotated([waive("2027-01-31")]);
  const strict = { block: "changed" } as const;

  it("counts where the base has it with the same text", () => {
    const plan = review(text, bumped(text), strict);
    expect(plan.findings[0]?.waived).toEqual({ reason: "moves to jobs", until: "2027-01-31" });
    expect([plan.conclusion, plan.problems]).toEqual(["success", []]);
  });

  it.each([
    ["is added", deployment(), text],
    ["comes with a new workload", null, text],
    ["is changed", annotated([waive("2026-12-31")]), text],
    [
      "moves from the pods to the object",
      deployment().replace(
        "        app: web\n    spec",
        `        app: web\n      annotations: { ${waive("2027-01-31")} }\n    spec`,
      ),
      text,
    ],
  ])("has no effect where it %s", (_, before, after) => {
    const plan = review(before, bumped(after), strict);
    expect(plan.findings[0]?.waived).toBeNull();
    expect(plan.conclusion).toBe("failure");
    expect(plan.problems).toMatchObject([{ code: "waiver", line: 6 }]);
    expect(plan.problems[0]?.message).toContain("which the base does not have, so it does not count here");
  });

  it("counts line by line: what is added beside an old one takes nothing from it", () => {
    const old = "surefoot/waive: |\n  readiness-gate until 2027-01-31: moves to jobs";
    const before = annotated([old]);
    const after = annotated([`${old}\n  worst-case until 2027-01-31: as well`]);
    const plan = review(before, bumped(after), { ...strict, worstCase: { max: { pods: 1 } } });
    expect(plan.findings.map(({ rule, waived }) => [rule, waived !== null])).toEqual([
      ["worst-case", false],
      ["readiness-gate", true],
    ]);
    expect(plan.problems).toMatchObject([{ code: "waiver", line: 8 }]);
  });

  it("covers no other workload of the file", () => {
    const other = deployment({ name: "api" });
    const plan = review(`${text}---\n${other}`, bumped(`${text}---\n${bumped(other)}`), strict);
    expect(
      plan.findings.map(({ workload, waived }) => [workload?.split("/").at(-1), waived !== null]),
    ).toEqual([
      ["web", true],
      ["api", false],
    ]);
  });

  it("follows its object into another file", () => {
    const change = reviewFiles(
      { "k8s/web.yaml": "a: 1\n", "apps/web.yaml": bumped(text) },
      { "k8s/web.yaml": text },
    );
    expect(change.findings[0]?.waived).not.toBeNull();
  });

  it("blocks once it has ended, and is announced before", () => {
    const ended = annotated([waive("2026-06-14")]);
    expect(review(ended, bumped(ended)).conclusion).toBe("failure");
    const ending = annotated([waive("2026-06-25")]);
    const plan = review(ending, bumped(ending));
    expect(plan.conclusion).toBe("success");
    expect(plan.problems[0]?.message).toMatch(/for “Deployment\/web” ends in 10 days, on 2026-06-25/);
  });

  it("lets the policy's waiver count beside it, whichever holds longer", () => {
    const ended = annotated([waive("2026-06-14")]);
    const waiver = {
      workload: "Deployment/web",
      path: null,
      rule: "readiness-gate",
      reason: "the policy's",
      until: "2027-01-31",
      writtenAt: { path: ".github/surefoot.yml", line: 1, column: 1 },
    } as const;
    const plan = review(ended, bumped(ended), { waivers: [waiver] });
    expect(plan.findings[0]?.waived?.reason).toBe("the policy's");
  });
});

describe("an annotation in the wrong place or form", () => {
  it.each([
    [
      "surefoot/waver: x",
      /nothing reads “surefoot\/waver”; allowed: surefoot\/startup-seconds, surefoot\/waive$/,
    ],
    ["surefoot/waive: nonsense", /^surefoot\/waive has "nonsense"; allowed: <rule> until/],
    ["surefoot/waive: 7", /^surefoot\/waive is 7; allowed: text/],
  ])("is told at its line: %s", (line, message) => {
    const plan = review(null, annotated([line]));
    expect(plan.problems).toMatchObject([
      { code: "annotation", line: 6, message: expect.stringMatching(message) },
    ]);
    expect(plan.check.annotations).toContainEqual(
      expect.objectContaining({ level: "warning", startLine: 6 }),
    );
  });

  it("says nothing of a key without a value, of other keys, and of a workload that stays as it is", () => {
    const quiet = annotated([
      "surefoot/waive:",
      "surefoot/startup-seconds: ~",
      "surefoot.dev/x: y",
      "surefoot: z",
    ]);
    expect(review(null, quiet).problems).toEqual([]);
    const bad = annotated(["surefoot/waive: nonsense"]);
    const other = deployment({ name: "api" });
    expect(review(`${bad}---\n${other}`, `${bad}---\n${bumped(other)}`).problems).toEqual([]);
  });

  it("is told in part where there are very many", () => {
    const keys = Array.from({ length: 5_000 }, (_, at) => `surefoot/k${at}: x`);
    const lines = Array.from({ length: 20_000 }, (_, at) => `  line ${at}`);
    const text = annotated([...keys, "surefoot/waive: |", ...lines]);
    const plan = review(null, text);
    expect(plan.problems.length).toBeLessThan(100);
  });

  it("cannot break out of what it is told in", () => {
    const hostile = annotated([
      `"surefoot/${"`".repeat(3)}<img>@acme": x`,
      'surefoot/waive: "<b>@acme\\u202e [x](y)"',
    ]);
    const { check } = review(null, hostile);
    expect(strayMarkup(check.summary)).toEqual([]);
    for (const { message } of check.annotations) expect(message).not.toMatch(/\u202e/);
  });
});
