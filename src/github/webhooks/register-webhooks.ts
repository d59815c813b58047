/** Webhooks to jobs. A handler takes identifiers, queues and returns: GitHub waits ten seconds and never retries. */
import type { Context, Probot } from "probot";
import type { Enqueued } from "../../queue/in-process-queue.js";
import { CHECK_NAME } from "../client/github-client.js";
import { mergeGroupBaseOf, pullNumberOf } from "../load/external-id.js";
import {
  enqueueCheckSuite,
  enqueueClosed,
  enqueueGroupEnd,
  enqueueMergeGroup,
  enqueuePullRequest,
  type JobContext,
} from "../tasks/run-task.js";

type PullRequestEvent = Context<
  | "pull_request.opened"
  | "pull_request.synchronize"
  | "pull_request.reopened"
  | "pull_request.ready_for_review"
  | "pull_request.converted_to_draft"
  | "pull_request.edited"
>;

/** Registers the events that this App answers. */
export function registerHandlers(app: Probot, context: JobContext): void {
  app.on(
    [
      "pull_request.opened",
      "pull_request.synchronize",
      "pull_request.reopened",
      "pull_request.ready_for_review",
      "pull_request.converted_to_draft",
    ],
    async (event) => onPullRequest(event, context),
  );
  app.on("pull_request.edited", async (event) => {
    // A new title changes nothing here; a new base changes the whole diff.
    if (event.payload.changes.base !== undefined) onPullRequest(event, context);
  });
  app.on("pull_request.closed", async (event) => onClosed(event, context));
  app.on("check_run.rerequested", async (event) => onCheckRun(event, context));
  app.on("check_suite.rerequested", async (event) => onCheckSuite(event, context));
  app.on("merge_group.checks_requested", async (event) => onMergeGroup(event, context));
  app.on("merge_group.destroyed", async (event) => onMergeGroupDestroyed(event, context));
}

function onPullRequest(event: PullRequestEvent, context: JobContext): void {
  const installationId = installationOf(event, context);
  if (installationId === null) return;
  const { number, head, base, draft } = event.payload.pull_request;
  const repository = event.repo();
  if (event.payload.action === "synchronize")
    context.heads.leave({ repository, headSha: event.payload.before }, number);
  const job = {
    installationId,
    repository,
    number,
    head: { sha: head.sha, baseRef: base.ref },
    askedAgain: false,
  };
  // The same head is other work as a draft, or against another base.
  const variant = `${base.ref} ${draft === true ? "draft" : "ready"}`;
  note(event, context, { pull: number }, enqueuePullRequest(context, job, variant, event.id));
}

function onClosed(event: Context<"pull_request.closed">, context: JobContext): void {
  const installationId = installationOf(event, context);
  if (installationId === null) return;
  const { number, head } = event.payload.pull_request;
  const closed = { installationId, repository: event.repo(), number, headSha: head.sha };
  note(event, context, { pull: number }, enqueueClosed(context, closed, event.id));
}

function onCheckRun(event: Context<"check_run.rerequested">, context: JobContext): void {
  const installationId = installationOf(event, context);
  const { name, external_id: externalId, head_sha: headSha, pull_requests: pulls } = event.payload.check_run;
  const headRef = event.payload.check_run.check_suite?.head_branch ?? null;
  if (installationId === null || name !== CHECK_NAME) return;
  const repository = event.repo();
  const baseSha = mergeGroupBaseOf(externalId);
  if (baseSha !== null) {
    const job = { installationId, repository, headSha, headRef, baseSha, askedAgain: true };
    note(event, context, { head: headSha }, enqueueMergeGroup(context, job, event.id));
    return;
  }
  // A fork's run names no pull request, so our own number in it comes first.
  const number = pullNumberOf(externalId) ?? pulls[0]?.number;
  if (number === undefined) return;
  const job = { installationId, repository, number, head: null, askedAgain: true, checkedSha: headSha };
  note(event, context, { pull: number }, enqueuePullRequest(context, job, "again", event.id));
}

function onCheckSuite(event: Context<"check_suite.rerequested">, context: JobContext): void {
  const installationId = installationOf(event, context);
  if (installationId === null) return;
  const { head_sha: headSha, head_branch: headRef } = event.payload.check_suite;
  const job = { installationId, repository: event.repo(), headSha, headRef };
  note(event, context, { head: headSha }, enqueueCheckSuite(context, job, event.id));
}

function onMergeGroup(event: Context<"merge_group.checks_requested">, context: JobContext): void {
  const installationId = installationOf(event, context);
  if (installationId === null) return;
  const { head_sha: headSha, head_ref: headRef, base_sha: baseSha } = event.payload.merge_group;
  const job = { installationId, repository: event.repo(), headSha, headRef, baseSha, askedAgain: false };
  note(event, context, { head: headSha }, enqueueMergeGroup(context, job, event.id));
}

function onMergeGroupDestroyed(event: Context<"merge_group.destroyed">, context: JobContext): void {
  const installationId = installationOf(event, context);
  // What is merged stays to be seen on the branch, with its verdict.
  if (installationId === null || event.payload.reason === "merged") return;
  const { head_sha: headSha } = event.payload.merge_group;
  const job = { installationId, repository: event.repo(), headSha };
  note(event, context, { head: headSha }, enqueueGroupEnd(context, job));
}

/** A repository's own webhook could send these events too, but without an installation nothing can be answered. */
export function installationOf(
  event: { payload: { installation?: { id: number } | undefined } },
  { log }: JobContext,
): number | null {
  const id = event.payload.installation?.id;
  if (id !== undefined) return id;
  log.warn({}, "An event without an installation was ignored");
  return null;
}

/** Logs what became of an event; one that found no place is answered so that it can be sent again. */
export function note(
  event: { id: string; name: string; repo(): { owner: string; repo: string } },
  { log }: JobContext,
  fields: object,
  outcome: Enqueued,
): void {
  log.info({ delivery: event.id, event: event.name, ...event.repo(), ...fields, outcome }, "Webhook");
  // Probot answers with this status, so that GitHub lists the delivery as failed and it can be sent again.
  if (outcome === "refused") throw Object.assign(new Error("The queue takes no more jobs"), { status: 503 });
}
