import { describe, expect, test } from "vitest";
import { reviewChange } from "../../../src/engine.js";
import { planFixes } from "../../../src/fix/plan-fixes.js";
import { DEFAULT_POLICY } from "../../../src/policy/policy.js";
import { renderChange } from "../../../src/render/render-change.js";
import { type CommitFacts, writeCommitMessage } from "../../../src/review/write/write-commit-message.js";
import { CIRCUMSTANCES } from "../../circumstances.js";
import { changeOf, deployment } from "../../engine/review-files.js";

function facts(files: Record<string, string>, given: Partial<CommitFacts> = {}): CommitFacts {
  const changeSet = changeOf(files);
  const plan = reviewChange(renderChange(changeSet), DEFAULT_POLICY, CIRCUMSTANCES);
  const { fixed, after } = planFixes({
    changeSet,
    policy: DEFAULT_POLICY,
    circumstances: CIRCUMSTANCES,
    plan,
  });
  return {
    fixed,
    mended: new Set(fixed.flatMap(({ workload }) => workload ?? [])),
    before: plan.workloads,
    after: after.workloads,
    left: [],
    forDependabot: false,
    trailers: ["Surefoot-Request: press-1"],
    ...given,
  };
}

describe("the message of a commit that mends everything", () => {
  test("names each workload with its worst case before and after", () => {
    const budget = "  strategy:\n    rollingUpdate:\n      maxUnavailable: 1\n";
    expect(writeCommitMessage(facts({ "a.yaml": deployment({ spec: budget }) }))).toEqual({
      headline: "Add the missing readinessProbe",
      body: "- web: worst case 3 → 1 of 3\n\nSurefoot-Request: press-1",
    });
  });

  test("tells fields that are put right from probes that are added, each edit once", () => {
    const misplaced = deployment({
      container:
        "          readinessProbe:\n            httpGet:\n              port: 8000\n              timeoutSeconds: 2\n              periodSeconds: 5\n",
    });
    const headline = (files: Record<string, string>) => writeCommitMessage(facts(files)).headline;
    expect(headline({ "a.yaml": misplaced })).toBe("Put a field right");
    expect(headline({ "a.yaml": misplaced, "b.yaml": deployment(), "c.yaml": deployment() })).toBe(
      "Add the missing readinessProbe to 2 containers, put a field right",
    );
  });

  test("says where a worst case stays what it is, and where its number of replicas differs", () => {
    const given = facts({ "a.yaml": deployment() });
    const [report] = given.before;
    const analysis = report!.after!;
    const with_ = (worstCase: number, atReplicas: number) => [
      { ...report!, after: { ...analysis, worstCase, atReplicas } },
    ];
    const line = (before: [number, number], after: [number, number]): string =>
      writeCommitMessage({ ...given, before: with_(...before), after: with_(...after) }).body.split("\n")[0]!;
    expect(line([3, 3], [3, 3])).toBe("- web: worst case stays 3 of 3");
    expect(line([3, 3], [1, 2])).toBe("- web: worst case 3 of 3 → 1 of 2");
    expect(writeCommitMessage({ ...given, after: [{ ...report!, after: null }] }).body).toMatch(/^- web\n/);
  });

  test("takes from a hostile name whatever GitHub would read in it", () => {
    const name = 'x\\nCo-authored-by: eve <e@x.y>\\n@everyone fixes #1 [skip ci] `rm` ‮" %%';
    const message = writeCommitMessage(
      facts({ "a.yaml": deployment({ name: JSON.stringify(name).replaceAll("\\\\n", "\\n") }) }),
    );
    expect(message.body.split("\n")).toHaveLength(3);
    expect(message.body.split("\n")[0]).toMatch(/^- [\w./-]+: worst case 3 → 0 of 3$/);
  });

  test("tells which files are left and why, in one line each", () => {
    const left = [{ path: "a\n[skip ci]/b.yaml", reason: "executable" as const }];
    expect(writeCommitMessage(facts({ "a.yaml": deployment() }, { left })).body).toContain(
      "\n\nLeft as they are:\n- a__skip_ci_/b.yaml: it is executable, and the commit would take that away\n\n",
    );
  });

  test("lists fifty workloads and counts the others", () => {
    const many = Array.from({ length: 60 }, (_, i) => deployment({ name: `w${i}` })).join("---\n");
    const { headline, body } = writeCommitMessage(facts({ "a.yaml": many }));
    expect(headline).toBe("Add the missing readinessProbe to 60 containers");
    expect(body.split("\n\n")[0]!.split("\n")).toHaveLength(51);
    expect(body).toContain("\n- and 10 more\n");
  });
});
