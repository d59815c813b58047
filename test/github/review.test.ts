import { afterEach, expect, it } from "vitest";
import { type Harness, pullRequestPayload, startHarness } from "./harness.js";
import { deployment } from "./manifests.js";
import { createRepository } from "./stand-in/repository.js";

let harness: Harness;
afterEach(() => harness.close());

it("reviews an opened pull request with one review and one check run, in four requests", async () => {
  const repository = createRepository();
  const main = repository.commit({ "README.md": "# shop\n" });
  repository.branches.set("main", main);
  const pull = repository.open({ headSha: repository.commit({ "k8s/web.yaml": deployment("web") }, "main") });
  harness = await startHarness([repository]);

  await harness.review("pull_request", pullRequestPayload("opened", repository, pull));

  expect(harness.standIn.violations).toEqual([]);
  expect(harness.standIn.requests).toHaveLength(4);
  expect(pull.reviews).toHaveLength(1);
  expect(pull.threads).toHaveLength(1);
  expect(repository.checkRuns).toMatchObject([
    { conclusion: "failure", externalId: "1", headSha: pull.headSha },
  ]);
});
