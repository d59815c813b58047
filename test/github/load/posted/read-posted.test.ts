import { describe, expect, it } from "vitest";
import type { PullRequestNode } from "../../../../src/github/load/posted/posted-query.js";
import { readPullRequest } from "../../../../src/github/load/posted/read-posted.js";

function isBy(author: PullRequestNode["author"]): boolean {
  return readPullRequest({
    state: "OPEN",
    isDraft: false,
    headRefOid: "1".repeat(40),
    baseRefName: "main",
    changedFiles: 1,
    author,
    reviews: null,
    reviewThreads: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } },
  } as PullRequestNode).byBot;
}

describe("a pull request", () => {
  it.each([
    "renovate",
    "acme-renovate",
    "renovate-bot",
    "dependabot",
    "acme-bot",
    "acme-ci-bot",
    "acme-ci-robot",
    "bot",
    "Acme-Bot",
    "acme-bot-2",
    "acme-bot_acme",
    "acme[bot]",
    "argocd-image-updater",
  ])("of the user %s is a bot's", (login) => expect(isBy({ __typename: "User", login })).toBe(true));

  it.each(["talbot", "abbott", "botond", "bot-fan", "jean-talbot", "marvin_acme", "renovation"])(
    "of the user %s is a person's",
    (login) => expect(isBy({ __typename: "User", login })).toBe(false),
  );

  it("of an App is a bot's, and of an account that is gone nobody's", () => {
    expect([isBy({ __typename: "Bot", login: "acme" }), isBy(null)]).toEqual([true, false]);
  });
});
