/** What the README promises is what the tool does. `UPDATE_GOLDEN=1` writes its review anew, and that in docs/cli.md. */
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { POLICY_PATH } from "../src/policy/policy.js";
import { readPolicy } from "../src/policy/read-policy.js";
import { RULE_NAMES } from "../src/policy/rule-names.js";
import { runSurefoot } from "./cli/run-surefoot.js";
import { firstCells } from "./documents.js";

const readme = readFileSync("README.md", "utf8");
const SAMPLE = /(?<=<!-- sample -->\n```text\n)[\s\S]*?(?=```\n)/;

async function reviewOfTheSample(): Promise<string> {
  const change = ["--before", "samples/pull-request/before", "--after", "samples/pull-request/after"];
  const { status, stdout } = await runSurefoot(["review", ...change]);
  expect(status).toBe(1);
  return stdout;
}

/** The failing workload up to its source line, and the verdict: ten lines at most. */
function excerptOf(review: string): string {
  const [failing] = /^Deployment web[\s\S]*?\n +\d+ │.*\n/m.exec(review) as RegExpExecArray;
  const [verdict] = /^✗.*\n/m.exec(review) as RegExpExecArray;
  return `${failing}\n${verdict}`;
}

function compareOrWrite(file: string, review: string): void {
  const text = readFileSync(file, "utf8");
  const written = text.replace(SAMPLE, () => review);
  if (process.env.UPDATE_GOLDEN) writeFileSync(file, written);
  else expect(SAMPLE.exec(text)?.[0]).toBe(review);
}

describe("the README", () => {
  test("shows the review that the tool prints of the sample, and the command line's page all of it", async () => {
    const review = await reviewOfTheSample();
    const excerpt = excerptOf(review);
    expect(excerpt.split("\n").length - 1).toBeLessThanOrEqual(10);
    compareOrWrite("README.md", excerpt);
    compareOrWrite("docs/cli.md", review);
  });

  test("has at most 150 lines, with all three ways in on its first screen", () => {
    const lines = readme.split("\n");
    expect(lines.length - 1).toBeLessThanOrEqual(150);
    // A screen is 60 lines; what is drawn of the picture stands for some of them.
    const screen = lines.slice(0, 60).join("\n");
    for (const page of ["docs/action.md", "docs/cli.md", "docs/operating.md"])
      expect(screen).toContain(`](${page})`);
    expect(screen).toContain("](docs/images/failing.png)");
  });

  test("names scripts that exist, and first two commands that need Node and npm alone", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
    const named = [...readme.matchAll(/\bnpm run ([\w-]+)|\bnpm (test)\b/g)].map(
      ([, run, own]) => run ?? own,
    );
    expect(named).toContain("test");
    expect(named.filter((name) => !((name as string) in scripts))).toEqual([]);
    const [, commands] = /Two commands need nothing but Node[\s\S]*?```sh\n([\s\S]*?)```/.exec(
      readme,
    ) as RegExpExecArray;
    const lines = (commands as string).trim().split("\n");
    expect(lines.map((line) => line.replace(/ *#.*/, ""))).toEqual(["npm ci", "npm run sample"]);
  });

  test("lists every rule, with a link to its page", () => {
    expect(firstCells(readme, "rule | severity | says")).toEqual(
      RULE_NAMES.map((name) => `[\`${name}\`](docs/rules/${name}.md)`),
    );
  });

  test("shows a policy that is valid", () => {
    const [, example] = /```yaml\n(# \.github\/surefoot\.yml\n[\s\S]*?)```/.exec(readme) as RegExpExecArray;
    expect(readPolicy(example as string, POLICY_PATH).problems).toEqual([]);
  });
});
