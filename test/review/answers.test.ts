import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { examineChange } from "../../src/engine.js";
import { DEFAULT_POLICY, POLICY_PATH } from "../../src/policy/policy.js";
import { readPolicy } from "../../src/policy/read-policy.js";
import { RULE_NAMES } from "../../src/policy/rule-names.js";
import { renderChange } from "../../src/render/render-change.js";
import { writeUnknownCommand } from "../../src/review/answers/command-list.js";
import { writeExplainAnswer } from "../../src/review/answers/explain-answer.js";
import { writeFixAnswer } from "../../src/review/answers/fix-answer.js";
import { type WrittenWaiver, writeWaiveAnswer } from "../../src/review/answers/waive-answer.js";
import { CIRCUMSTANCES } from "../circumstances.js";
import { changeOf, deployment } from "../engine/review-files.js";
import { strayMarkup } from "./stray-markup.js";

const material = (files: Record<string, string>, before: Record<string, string> = {}) =>
  examineChange(renderChange(changeOf(files, before)), DEFAULT_POLICY, CIRCUMSTANCES);

const AT = {
  asOf: "2026-06-15",
  policy: { repositoryUrl: "https://github.com/o/r", defaultBranch: "main", exists: true },
};
const EDIT_URL = "https://github.com/o/r/edit/main/.github/surefoot.yml";
const RULES = RULE_NAMES.map((name) => `\`${name}\``).join(", ");

describe("a waiver", () => {
  const good: WrittenWaiver = {
    rule: "readiness-gate",
    workload: "web",
    until: "2026-06-15",
    reason: 'moves: "Q1" # soon',
  };
  const { workloads } = material({ "apps/[a]/web.yaml": deployment() });

  test("is written as the policy takes it, up to the last day and with a path that means itself", () => {
    const { text, ok } = writeWaiveAnswer(good, workloads, AT);
    const yaml = /```yaml\n([\s\S]*?)```/.exec(text)?.[1] ?? "";
    expect([ok, parse(yaml)]).toEqual([
      true,
      {
        waivers: [
          {
            ...{ workload: "Deployment/web", path: "apps/\\[a\\]/web.yaml", rule: "readiness-gate" },
            ...{ reason: 'moves: "Q1" # soon', until: "2026-06-15" },
          },
        ],
      },
    ]);
    expect(text).toContain(`(${EDIT_URL})`);
    expect(readPolicy(yaml, POLICY_PATH).problems).toEqual([]);
  });

  test("comes with a page that makes the policy where there is none, and has the waiver written already", () => {
    const nowhere = { ...AT.policy, defaultBranch: "re(l)ease/1", exists: false };
    const { text } = writeWaiveAnswer(good, workloads, { ...AT, policy: nowhere });
    const [, label, address] = /\[(Create [^\]]+)\]\(([^)\s]+)\) with this waiver/.exec(text) ?? [];
    const page = new URL(address as string);
    expect(label).toBe("Create `.github/surefoot.yml`");
    expect(page.origin + page.pathname).toBe("https://github.com/o/r/new/re%28l%29ease/1");
    expect(page.searchParams.get("filename")).toBe(POLICY_PATH);
    const policy = readPolicy(page.searchParams.get("value"), POLICY_PATH);
    expect([policy.problems, policy.waivers.length]).toEqual([[], 1]);
  });

  test.each([
    [{ rule: "readyness" }, `\`readyness\` is no rule; allowed: ${RULES}`],
    [{ rule: null }, `the rule is missing; allowed: ${RULES}`],
    [{ workload: null }, "the workload is missing: its name, or `Kind/name`"],
    [{ until: null }, "the last day is missing; allowed: a day such as `2027-01-31`, 2026-06-15 or later"],
    [
      { until: "2027-02-29" },
      "`2027-02-29` is no day of the calendar; allowed: a day such as `2027-01-31`, 2026-06-15 or later",
    ],
    [{ until: "31.1.2027" }, "`31.1.2027` is no day of the calendar"],
    [
      { until: "2026-06-14" },
      "`2026-06-14` is over; allowed: a day such as `2027-01-31`, 2026-06-15 or later",
    ],
    [{ reason: null }, "the reason is missing: a few words behind `because`"],
    [{ reason: "x".repeat(501) }, "the reason has 501 characters; allowed: 500"],
  ])("is refused with what is allowed: %j", (given, message) => {
    const { text, ok } = writeWaiveAnswer({ ...good, ...given }, workloads, AT);
    expect([ok, text]).toEqual([false, expect.stringContaining(`- ${message}`)]);
    expect(text).toContain("`/surefoot waive <rule> <workload> until <date> because <reason>`");
    expect(text).not.toContain("yaml");
  });

  test.each(["2028-02-29", "2026-12-31", "2100-02-28"])("may end on %s", (until) => {
    expect(writeWaiveAnswer({ ...good, until }, workloads, AT).ok).toBe(true);
  });

  test("of a workload that the change does not touch lists those that it does", () => {
    const { text, ok } = writeWaiveAnswer({ ...good, workload: "api" }, workloads, AT);
    expect([ok, text]).toEqual([
      false,
      "This pull request changes no workload `api`. It changes:\n\n- `Deployment/web`",
    ]);
  });
});

describe("an explanation", () => {
  test("of a workload that is gone says so", () => {
    const { text } = writeExplainAnswer(material({}, {}), "web");
    expect(text).toBe("This pull request changes no workload.");
    const two = `${deployment()}---\n${deployment({ name: "api" })}`;
    const removed = writeExplainAnswer(
      material({ "a.yaml": deployment({ name: "api" }) }, { "a.yaml": two }),
      "web",
    );
    expect(removed.text).toContain("This change removes the workload");
  });

  test("stays within what GitHub takes, of however many workloads", () => {
    const many = Object.fromEntries(
      Array.from({ length: 900 }, (_, i) => [`${"p".repeat(200)}/${i}.yaml`, deployment()]),
    );
    const { text } = writeExplainAnswer(material(many), "web");
    expect(text.length).toBeLessThan(20_000);
    expect(text).toMatch(/- and \d+ more workloads$/);
  });
});

describe("words of strangers in an answer", () => {
  const hostile = "`</details>@everyone #1 <img src=x> [a](javascript:b) | ``` \u202e";

  test.each([
    ["an unknown command", writeUnknownCommand(hostile)],
    ["a workload that there is not", writeExplainAnswer(material({ "a.yaml": deployment() }), hostile).text],
    [
      "a rule",
      writeWaiveAnswer({ rule: hostile, workload: hostile, until: hostile, reason: null }, [], AT).text,
    ],
    [
      "a reason",
      writeWaiveAnswer(
        { rule: "readiness-gate", workload: "web", until: "2027-01-01", reason: hostile },
        material({ [`${hostile.replaceAll("/", "")}.yaml`]: deployment() }).workloads,
        AT,
      ).text,
    ],
    [
      "a path",
      writeFixAnswer({
        ...{ kind: "nothing", reason: "no-fixes", inPart: false },
        left: [{ path: hostile, reason: "bytes" }],
      }),
    ],
  ])("mean nothing: %s", (_, text) => {
    const ours = `[Edit \`.github/surefoot.yml\`](${EDIT_URL})`;
    expect(strayMarkup(text.replace(ours, "the page"))).toEqual([]);
  });
});

describe("an answer to a request for all fixes", () => {
  test("counts what was made and lists what was left", () => {
    const left = Array.from({ length: 32 }, (_, i) => ({ path: `${i}.yaml`, reason: "too-many" as const }));
    const text = writeFixAnswer({
      ...{ kind: "committed", sha: "abc", made: { fixes: 1, files: 2 } },
      ...{ left, inPart: false },
    });
    expect(text).toMatch(
      /^Committed abc: 1 fix in 2 files, proven together\. The review of it follows\.\n\nLeft as they are:\n\n- `0\.yaml`: more than one commit takes/,
    );
    expect(text).toMatch(/- and 2 more files$/);
  });

  test("does not claim numbers of a commit that an earlier try made", () => {
    expect(writeFixAnswer({ kind: "committed", sha: "abc", made: null, left: [], inPart: false })).toBe(
      "Committed abc. The review of it follows.",
    );
  });
});
