/**
 * Keys of the policy that only GitHub can show at work. Each folder of policy-cases/ is a pull request: base/ and head/,
 * maybe the policy of octo/platform and a request that fails, and all that the App posts.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { POLICY_PATH } from "../../src/policy/policy.js";
import { type Harness, pullRequestPayload, startHarness } from "./harness.js";
import { createRepository, type PullRequest, type Repository } from "./stand-in/repository.js";

const CASES = join(import.meta.dirname, "policy-cases");

let harness: Harness;
afterEach(async () => {
  const { violations } = harness.standIn;
  await harness.close();
  expect(violations, "requests that GitHub would not take").toEqual([]);
});

function filesIn(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const paths = entries.map((one) => join(one.parentPath, one.name));
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]));
}

async function review(folder: string): Promise<{ repository: Repository; pull: PullRequest }> {
  const repository = createRepository();
  repository.branches.set("main", repository.commit(filesIn(join(folder, "base"))));
  const pull = repository.open({ headSha: repository.commit(filesIn(join(folder, "head")), "main") });
  const platform = createRepository("octo", "platform");
  const shared = join(folder, "platform.yml");
  if (existsSync(shared))
    platform.branches.set("main", platform.commit({ [POLICY_PATH]: readFileSync(shared, "utf8") }));
  harness = await startHarness([repository, platform]);
  const fault = join(folder, "fault.json");
  if (existsSync(fault)) {
    const { on, status } = JSON.parse(readFileSync(fault, "utf8"));
    harness.standIn.faults.push({ on: new RegExp(on), status });
  }
  await harness.review("pull_request", pullRequestPayload("opened", repository, pull));
  return { repository, pull };
}

describe("a policy at work on GitHub", () => {
  it.each(readdirSync(CASES).filter((name) => !name.includes(".")))("%s", async (name) => {
    const folder = join(CASES, name);
    const { repository, pull } = await review(folder);
    const checks = repository.checkRuns.map(
      ({ conclusion, title, annotations }) =>
        `check: ${conclusion}, “${title}”, annotations: ${annotations.length}`,
    );
    const comments = pull.reviews.flatMap((one) => one.comments);
    const posted = `${[...checks, `reviews: ${pull.reviews.length}, comments: ${comments.length}`].join("\n")}\n`;
    const file = join(folder, "posted.txt");
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(file, posted);
    expect(posted).toBe(readFileSync(file, "utf8"));
  });
});
