import nock from "nock";
import { afterEach, describe, expect, test } from "vitest";
import { wasTaken, whileTaken } from "../../../src/github/check/while-taken.js";
import type { GitHubClient } from "../../../src/github/client/github-client.js";
import { SurefootOctokit } from "../../../src/github/client/surefoot-octokit.js";
import { createInProcessMemory } from "../../../src/github/memory/in-process-memory.js";
import { createSharedHeads } from "../../../src/github/memory/shared-heads.js";
import type { PostedCheckRun } from "../../../src/github/posted.js";

const TARGET = {
  repository: { owner: "octo", repo: "shop" },
  ...{ appId: 1, base: "main", headSha: "a".repeat(40), pullNumber: 7 },
};

afterEach(() => nock.cleanAll());

describe("a review that no event asked for", () => {
  /** GitHub with the run as it was last posted; `onPost` is called when it is posted first. */
  function gitHub(onPost = () => {}) {
    let run: PostedCheckRun | undefined;
    const post = (_: string, body: nock.Body) => {
      const { output } = body as { output: { title: string; summary: string } };
      if (run === undefined) onPost();
      run = {
        ...{ id: 3, externalId: "7", completed: false, completedAt: null, conclusion: null },
        ...{ ...output, hasAnnotations: false },
      };
      return { id: run.id, completed_at: null };
    };
    nock("https://api.github.com")
      .post("/repos/octo/shop/check-runs")
      .reply(201, post)
      .patch("/repos/octo/shop/check-runs/3")
      .reply(200, post);
    return { isMarked: () => run !== undefined && wasTaken({ target: TARGET, runs: [run] }) };
  }

  const marksMeanwhile = (stopped: AbortSignal, { isMarked }: ReturnType<typeof gitHub>) =>
    whileTaken(
      new SurefootOctokit({ auth: { token: "t" } }) as GitHubClient,
      { target: TARGET, runs: [], stopped },
      createSharedHeads(createInProcessMemory()),
      async () => isMarked(),
    );

  test("is marked while it is under way", async () => {
    expect(await marksMeanwhile(new AbortController().signal, gitHub())).toBe(true);
  });

  test("is not where the process stops already, as it ends with reviews under way that are at no fault", async () => {
    expect(await marksMeanwhile(AbortSignal.abort(), gitHub())).toBe(false);
  });

  test("is not any more where the process is told to stop as it is marked", async () => {
    const stopping = new AbortController();
    expect(
      await marksMeanwhile(
        stopping.signal,
        gitHub(() => stopping.abort()),
      ),
    ).toBe(false);
  });
});
