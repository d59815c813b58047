import { describe, expect, it } from "vitest";
import type { CheckContent } from "../../../src/github/check/check-content.js";
import { ownVerdictOf } from "../../../src/github/check/own-verdict.js";
import { reconcileCheck } from "../../../src/github/check/reconcile-check.js";
import { type SharedVerdict, shareVerdict } from "../../../src/github/check/share-verdict.js";
import type { PostedCheckRun } from "../../../src/github/posted.js";
import { HEAD } from "../plans.js";

const URL = "https://github.com/octo/shop";
const verdict: CheckContent = {
  ...{ headSha: HEAD, externalId: "7", conclusion: "success", title: "within", summary: "a table" },
  annotations: [],
  actions: [],
  detailsUrl: null,
};
const self = { number: 7, baseRef: "main" };
const other: SharedVerdict = {
  ...{ number: 12, baseRef: "release", conclusion: "failure", title: "3 of 3", runId: 99 },
};

/** The run that a request makes. */
function runOf(request: ReturnType<typeof reconcileCheck>, id: number, externalId: string): PostedCheckRun {
  const { conclusion, output } = request!.body;
  return {
    ...{
      id,
      externalId,
      completed: true,
      completedAt: null,
      conclusion,
      title: output.title,
      summary: output.summary,
    },
    hasAnnotations: (output.annotations ?? []).length > 0,
  };
}

const share = (others: readonly SharedVerdict[], given: Partial<CheckContent> = {}): CheckContent =>
  shareVerdict({ ...verdict, ...given }, self, others, URL);

describe("a verdict that several share", () => {
  it.each([
    ["success", "failure", "failure"],
    ["success", "neutral", "neutral"],
    ["neutral", "success", "neutral"],
    ["failure", "neutral", "failure"],
    ["success", "success", "success"],
  ] as const)("of %s and %s is %s", (own, others, worst) => {
    expect(share([{ ...other, conclusion: others }], { conclusion: own }).conclusion).toBe(worst);
  });

  it("names each by its number, in the order of the numbers", () => {
    const { title, summary } = share([other, { ...other, number: 3, title: "fine" }]);
    expect(title).toBe("#3: fine; #7: within; #12: 3 of 3");
    expect(summary).toContain(
      `[#12](${URL}/pull/12) | \`release\` | failure: 3 of 3 ([details](${URL}/runs/99)) |`,
    );
  });

  it("keeps within GitHub's length of a title, naming all", () => {
    const many = Array.from({ length: 9 }, (_, i) => ({
      ...other,
      number: 100 + i,
      title: "🚀".repeat(120),
    }));
    const { title } = share(many, { title: "t".repeat(255) });
    expect(title.length).toBeLessThanOrEqual(255);
    expect(Buffer.from(title).toString()).toBe(title);
    expect(many.every(({ number }) => title.includes(`#${number}: `))).toBe(true);
  });

  it("lets no name out of its cell", () => {
    const { summary } = share([{ ...other, baseRef: "a|b`c", title: "x | <b> @octo --> \\" }]);
    expect(summary).toContain("| `` a\\|b`c `` | failure: x \\| \\<b\\> @<!-- -->octo --\\> \\\\ (");
  });
});

describe("the own verdict of a pull request", () => {
  const titled = { title: 'web --> "3 of 3"', conclusion: "neutral" as const };

  it("is read back from the run that speaks for several", () => {
    const run = runOf(reconcileCheck(share([other], titled), []), 1, "7");
    expect(run.conclusion).toBe("failure");
    expect(ownVerdictOf(run)).toMatchObject(titled);
    const alone = runOf(reconcileCheck({ ...verdict, ...titled }, []), 1, "7");
    expect(ownVerdictOf(alone)).toEqual(ownVerdictOf(run));
  });

  it("is not taken from a marker in words of a stranger's", () => {
    const [marker] = share([other]).summary.split("\n");
    const run = runOf(reconcileCheck({ ...verdict, summary: `x ${marker}` }, []), 1, "7");
    expect(ownVerdictOf({ ...run, conclusion: "failure", title: "bad" })).toMatchObject({
      ...{ conclusion: "failure", title: "bad" },
    });
  });

  it.each(["cancelled", "stale", null])("is none where the run came to %s", (conclusion) => {
    const run = runOf(reconcileCheck(verdict, []), 1, "7");
    expect(ownVerdictOf({ ...run, conclusion })).toBeNull();
    expect(ownVerdictOf({ ...run, completed: false })).toBeNull();
  });
});

describe("the newest run of a commit", () => {
  const mine = (id: number): PostedCheckRun => runOf(reconcileCheck(share([other]), []), id, "7");
  const theirs = (id: number): PostedCheckRun => ({ ...mine(id), externalId: "12" });

  it("is left alone where it speaks for both and each remembers its own", () => {
    expect(reconcileCheck(share([other]), [theirs(2), mine(1)])).toBeNull();
    expect(reconcileCheck(share([other]), [theirs(2), mine(1)], true)).toMatchObject({
      kind: "update",
      id: 1,
    });
  });

  it.each([
    ["its own verdict is another now", { summary: "another table" }, [theirs(2), mine(1)]],
    ["it has no run of its own yet", {}, [theirs(2)]],
    ["the newest says something else", {}, [{ ...theirs(2), title: "old" }, mine(1)]],
    ["the newest has not finished", {}, [{ ...theirs(2), completed: false }, mine(1)]],
  ])("is replaced where %s", (_, given, runs) => {
    expect(reconcileCheck(share([other], given), runs)).toMatchObject({
      ...{ kind: "create", body: { external_id: "7" } },
    });
  });

  it("is replaced where it was another's and this one is alone now", () => {
    expect(reconcileCheck(verdict, [theirs(2), mine(1)])).toMatchObject({ kind: "create" });
    expect(reconcileCheck(verdict, [mine(2), theirs(1)])).toMatchObject({ kind: "update", id: 2 });
  });
});
