/** The pages that people see: the pull request, the files that its texts link to, and the way to it from the root. */
import type { FastifyInstance } from "fastify";
import { pullPage } from "../present/urls.js";
import type { GitHub } from "../start-git-hub.js";
import type { Account } from "../state/model.js";
import { Refusal } from "../state/refusal.js";
import { pullRequestActions } from "../view/pull-request-actions.js";
import { findPull, viewPullRequest } from "../view/view-pull-request.js";
import { registerPullRequestPage } from "../web/page.js";
import type { PullRequestActions } from "../web/pull-request-view.js";
import { registerFiles } from "./register-files.js";

/** Adds the pages to the server; `viewer` is the person who looks at them and presses their buttons. */
export function registerPages(server: FastifyInstance, gitHub: GitHub, viewer: () => Account): void {
  const { world } = gitHub;
  registerPullRequestPage(server, {
    async views(owner, repo, number) {
      const pull = findPull(world, owner, repo, number);
      return pull === null ? null : viewPullRequest(pull);
    },
    actions(owner, repo, number) {
      const pull = findPull(world, owner, repo, number);
      return pull === null ? NOBODY : pullRequestActions(world, pull, viewer());
    },
    subscribe: (onChange) => world.listen(onChange),
  });
  server.get("/", async (_, reply) => {
    const pull = world.repositories.flatMap(({ pulls }) => pulls).at(0);
    if (pull === undefined) return reply.code(404).send("There is no pull request yet.");
    return reply.redirect(pullPage(world, pull));
  });
  registerFiles(server, world);
}

const refuse = (): Promise<never> => Promise.reject(new Refusal(404, "There is no such pull request."));

const NOBODY: PullRequestActions = {
  commitSuggestion: refuse,
  rerunCheck: refuse,
  requestCheckAction: refuse,
  comment: refuse,
  reply: refuse,
  resolve: refuse,
  markReadyForReview: refuse,
  merge: refuse,
};
