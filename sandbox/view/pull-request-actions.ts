import { requestAction, rerequestRun } from "../state/checks.js";
import { mergePullRequest } from "../state/merging.js";
import type { Account, CheckRun, PullRequest, Thread } from "../state/model.js";
import { addIssueComment, setDraft } from "../state/pull-requests.js";
import { Refusal } from "../state/refusal.js";
import { replyTo } from "../state/reviews.js";
import { commitSuggestion } from "../state/suggestions.js";
import { resolveThread } from "../state/threads.js";
import type { World } from "../state/world.js";
import type { PullRequestActions } from "../web/pull-request-view.js";

/** Returns what one person can do on the page of a pull request. */
export function pullRequestActions(world: World, pull: PullRequest, user: Account): PullRequestActions {
  const { repository } = pull;
  return {
    async commitSuggestion(commentId) {
      const comment = pull.threads.flatMap(({ comments }) => comments).find(({ id }) => id === commentId);
      if (comment === undefined) throw new Refusal(404, "There is no such comment.");
      await commitSuggestion(world, comment, user);
    },
    async rerunCheck(checkId) {
      rerequestRun(world, runNamed(checkId), user);
    },
    async requestCheckAction(checkId, identifier) {
      requestAction(world, runNamed(checkId), identifier, user);
    },
    async comment(body) {
      addIssueComment(world, pull, user, body);
    },
    async reply(threadId, body) {
      replyTo(world, threadNamed(threadId), user, body);
    },
    async resolve(threadId) {
      resolveThread(world, threadNamed(threadId), user);
    },
    async markReadyForReview() {
      setDraft(world, pull, false, user);
    },
    async merge() {
      await mergePullRequest(world, pull, user);
    },
  };

  function runNamed(checkId: number): CheckRun {
    const run = repository.runs.find(({ id }) => id === checkId);
    if (run === undefined) throw new Refusal(404, "There is no such check.");
    return run;
  }

  function threadNamed(threadId: string): Thread {
    const thread = pull.threads.find(({ nodeId }) => nodeId === threadId);
    if (thread === undefined) throw new Refusal(404, "There is no such conversation.");
    return thread;
  }
}
