import { describe, expect, test } from "vitest";
import { type Change, JOBS } from "../../src/analysis/jobs.js";
import { DEFAULT_POLICY } from "../../src/policy/policy.js";
import { writeFixAnswer } from "../../src/review/answers/fix-answer.js";
import { CIRCUMSTANCES } from "../circumstances.js";
import { changeOf, deployment } from "../engine/review-files.js";

const CHANGE: Change = {
  changeSet: changeOf({ "a.yaml": deployment(), "b.yaml": deployment({ name: "api" }) }),
  policy: DEFAULT_POLICY,
  circumstances: CIRCUMSTANCES,
};
const IN_PART = "\n\nThis change is judged in part, so there may be more in it.";

/** Of 2,000 workloads one is judged. */
const ONE = 1 / 2_000;

describe("an answer about a change of which a part is judged", () => {
  const explained = (workload: string, share: number) => JOBS.explain({ ...CHANGE, share, workload });

  test("does not say that a workload is not there", () => {
    expect(explained("api", 1).ok).toBe(true);
    expect(explained("api", ONE)).toMatchObject({ ok: false, text: expect.stringContaining(IN_PART) });
    expect(explained("nobody", 1).text).not.toContain(IN_PART);
  });

  test("does not say that all fixes are made, nor that there are none", () => {
    const fixed = (share: number) => {
      const { files, fixes, left, inPart } = JOBS.fix({
        ...{ ...CHANGE, share },
        ...{ excluded: new Map(), forDependabot: false, trailers: [] },
      });
      return writeFixAnswer(
        files.length === 0
          ? { kind: "nothing", reason: "no-fixes", left, inPart }
          : { kind: "committed", sha: "abc", made: { fixes, files: files.length }, left, inPart },
      );
    };
    expect(fixed(1)).toBe("Committed abc: 2 fixes in 2 files, proven together. The review of it follows.");
    expect(fixed(ONE)).toBe(
      `Committed abc: 1 fix in 1 file, proven together. The review of it follows.${IN_PART}`,
    );
    expect(fixed(0)).toBe(
      `Nothing was committed: no finding of this pull request has a proven fix that is still to be made.${IN_PART}`,
    );
  });
});
