/** Calls about pull requests: https://docs.github.com/en/rest/pulls */
import { presentFile } from "../present/commit.js";
import { LISTED_FILES, limitPatches } from "../present/limit-patches.js";
import { headLabel, presentPullRequest, presentPullRequestSimple } from "../present/pull-request.js";
import {
  presentIssueComment,
  presentReaction,
  presentReview,
  presentReviewComment,
} from "../present/review.js";
import { compareOfPull } from "../state/diffs.js";
import {
  addIssueComment,
  asOf,
  closePullRequest,
  editPullRequest,
  openPullRequest,
  react,
  reopenPullRequest,
} from "../state/pull-requests.js";
import { invalid, notFound } from "../state/refusal.js";
import { findRepository } from "../state/repositories.js";
import { createReview, type ReviewRequest, replyTo } from "../state/reviews.js";
import { reviewCommentsOf } from "../state/threads.js";
import {
  type Answer,
  type Endpoint,
  pullOf,
  type RepositoryCall,
  repositoryEndpoint,
  senderOf,
} from "./endpoint.js";
import { answerPage } from "./pages.js";

const READ = ["pull_requests", "read"] as const;
const WRITE = ["pull_requests", "write"] as const;

export const PULL_ENDPOINTS: Endpoint[] = [
  repositoryEndpoint("GET /repos/{owner}/{repo}/pulls", READ, listPulls),
  repositoryEndpoint("POST /repos/{owner}/{repo}/pulls", WRITE, openPull),
  repositoryEndpoint("GET /repos/{owner}/{repo}/pulls/{pull_number}", READ, async (call) => ({
    status: 200,
    body: await presentPullRequest(call.world, asOf(pullOf(call), call.isStale)),
  })),
  repositoryEndpoint("PATCH /repos/{owner}/{repo}/pulls/{pull_number}", WRITE, editPull),
  repositoryEndpoint("GET /repos/{owner}/{repo}/pulls/{pull_number}/files", READ, async (call) => {
    const pull = asOf(pullOf(call), call.isStale);
    const { files } = await compareOfPull(pull);
    const { world, repository } = call;
    return answerPage(call, limitPatches(files).slice(0, LISTED_FILES), (file) =>
      presentFile(world, repository, pull.head.sha, file),
    );
  }),
  repositoryEndpoint("GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews", READ, (call) => {
    const own = senderOf(call.actor);
    // A pending review is seen by its author alone.
    const shown = pullOf(call).reviews.filter(({ state, author }) => state !== "PENDING" || author === own);
    return answerPage(call, shown, (review) => presentReview(call.world, review));
  }),
  repositoryEndpoint("POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews", WRITE, async (call) => {
    const { world, actor, body } = call;
    const review = await createReview(world, pullOf(call), senderOf(actor), (body ?? {}) as ReviewRequest);
    return { status: 200, body: presentReview(world, review) };
  }),
  repositoryEndpoint("GET /repos/{owner}/{repo}/pulls/{pull_number}/comments", READ, (call) =>
    answerPage(call, reviewCommentsOf(pullOf(call)), (comment) => presentReviewComment(call.world, comment)),
  ),
  repositoryEndpoint(
    "POST /repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies",
    WRITE,
    async (call) => {
      const { world, actor, params, body } = call;
      const thread = pullOf(call).threads.find(
        ({ comments }) => String(comments[0]?.id) === params.comment_id,
      );
      if (thread === undefined) throw notFound();
      const comment = replyTo(world, thread, senderOf(actor), (body as { body: string }).body);
      return { status: 201, body: await presentReviewComment(world, comment) };
    },
  ),
  // The comments below a pull request are an issue's, and either permission is enough.
  // https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps
  repositoryEndpoint("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", READ, (call) =>
    answerPage(call, pullOf(call, "issue_number").comments, (comment) =>
      presentIssueComment(call.world, comment),
    ),
  ),
  repositoryEndpoint("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", WRITE, (call) => {
    const { world, actor, body } = call;
    const text = (body as { body: string }).body;
    const comment = addIssueComment(world, pullOf(call, "issue_number"), senderOf(actor), text);
    return { status: 201, body: presentIssueComment(world, comment) };
  }),
  repositoryEndpoint("POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions", WRITE, (call) => {
    const { world, repository, actor, params, body } = call;
    const comment = repository.pulls
      .flatMap(({ comments }) => comments)
      .find(({ id }) => String(id) === params.comment_id);
    if (comment === undefined) throw notFound();
    const { content } = body as { content: string };
    const { reaction, isNew } = react(world, comment, senderOf(actor), content);
    return { status: isNew ? 201 : 200, body: presentReaction(world, reaction) };
  }),
];

function listPulls(call: RepositoryCall): Promise<Answer> {
  const { state = "open", head, base, direction = "desc" } = call.query;
  const chosen = call.repository.pulls.filter(
    (pull) =>
      (state === "all" || pull.state === state) &&
      (base === undefined || pull.base.ref === base) &&
      (head === undefined || headLabel(pull) === head),
  );
  const sorted = direction === "asc" ? chosen : chosen.reverse();
  return answerPage(call, sorted, (pull) => presentPullRequestSimple(call.world, pull));
}

async function openPull({ world, repository, actor, body }: RepositoryCall): Promise<Answer> {
  const given = body as { title?: string; head: string; base: string; body?: string; draft?: boolean };
  const [owner, ref] = given.head.includes(":") ? given.head.split(":", 2) : [undefined, given.head];
  const from = owner === undefined ? repository : findRepository(world, owner, repository.name);
  if (from === null) throw invalid("PullRequest", "head", "head is not a branch");
  const pull = await openPullRequest(world, repository, {
    author: senderOf(actor),
    title: given.title ?? ref!,
    base: given.base,
    head: { repository: from, ref: ref! },
    ...(given.body === undefined ? {} : { body: given.body }),
    ...(given.draft === undefined ? {} : { draft: given.draft }),
  });
  return { status: 201, body: await presentPullRequest(world, pull) };
}

async function editPull(call: RepositoryCall): Promise<Answer> {
  const { world, actor, body } = call;
  const { state, ...edit } = body as { title?: string; body?: string; base?: string; state?: string };
  const pull = pullOf(call);
  editPullRequest(world, pull, edit, senderOf(actor));
  if (state === "closed") closePullRequest(world, pull, senderOf(actor));
  if (state === "open") await reopenPullRequest(world, pull, senderOf(actor));
  return { status: 200, body: await presentPullRequest(world, pull) };
}
