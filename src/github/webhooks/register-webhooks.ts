/** Webhooks to tasks. A handler takes identifiers, queues and returns: GitHub waits ten seconds and never retries. */
import type { Context, Probot } from "probot";
import type { Enqueued } from "../../queue/queue.js";
import type { RepositoryRef } from "../client/github-client.js";
import type { Log } from "../client/log.js";
import type { SharedHeads } from "../memory/shared-heads.js";
import type { AnswerComment, Task } from "../task.js";
import { onAction, onCheckRun, onCheckSuite } from "./check-events.js";
import { onComment } from "./comment-events.js";
import { onMergeGroup, onMergeGroupDestroyed } from "./merge-group-events.js";
import { onClosed, onPullRequest, type PullRequestEvent } from "./pull-request-events.js";
import type { Asked } from "./webhook.js";

interface WebhookTools {
  enqueue(task: Task): Promise<Enqueued>;
  heads: SharedHeads;
  log: Log;
}

/** An event of a repository, as far as all of them are alike. */
interface RepositoryEvent {
  id: string;
  name: string;
  payload: { installation?: { id: number } | undefined };
  repo(): RepositoryRef;
}

/** Registers the events that this App answers. */
export function registerWebhooks(app: Probot, tools: WebhookTools): void {
  const answer = (event: RepositoryEvent, asked: Asked<Task> | null): Promise<void> =>
    onEvent(event, asked, tools);
  app.on(
    [
      "pull_request.opened",
      "pull_request.synchronize",
      "pull_request.reopened",
      "pull_request.ready_for_review",
      "pull_request.converted_to_draft",
      "pull_request.edited",
    ],
    async (event) => {
      await noteHead(event, tools.heads);
      await answer(event, onPullRequest(event));
    },
  );
  app.on("pull_request.closed", async (event) => {
    const { number, head } = event.payload.pull_request;
    await tools.heads.leave({ repository: event.repo(), headSha: head.sha }, number);
    await answer(event, onClosed(event));
  });
  app.on("check_run.rerequested", (event) => answer(event, onCheckRun(event)));
  app.on("check_run.requested_action", (event) => answer(event, onAction(event)));
  app.on("check_suite.rerequested", (event) => answer(event, onCheckSuite(event)));
  app.on("merge_group.checks_requested", (event) => answer(event, onMergeGroup(event)));
  app.on("merge_group.destroyed", (event) => answer(event, onMergeGroupDestroyed(event)));
  app.on(["issue_comment.created", "issue_comment.edited"], (event) => answer(event, onComment(event)));
  app.on("installation.new_permissions_accepted", (event) => onAccepted(event, tools));
}

async function noteHead(event: PullRequestEvent, heads: SharedHeads): Promise<void> {
  const { payload } = event;
  const { number, head } = payload.pull_request;
  const repository = event.repo();
  if (payload.action === "synchronize") await heads.leave({ repository, headSha: payload.before }, number);
  await heads.arrive({ repository, headSha: head.sha }, number);
}

// A repository's own webhook could send these events too, but without an installation nothing can be answered.
async function onEvent(
  event: RepositoryEvent,
  asked: Asked<Task> | null,
  { enqueue, log }: WebhookTools,
): Promise<void> {
  if (asked === null) return;
  const installationId = event.payload.installation?.id;
  if (installationId === undefined) return log.warn({}, "An event without an installation was ignored");
  const repository = event.repo();
  const task = { ...asked.task, installationId, repository, reference: event.id } as Task;
  if (task.kind === "answer-comment" && !task.isEdited) await enqueue(acknowledgementOf(task));
  const outcome = await enqueue(task);
  log.info({ delivery: event.id, event: event.name, ...repository, ...asked.fields, outcome }, "Webhook");
  // Probot answers with this status, so that GitHub lists the delivery as failed and it can be sent again.
  if (outcome === "refused") throw Object.assign(new Error("The queue takes no more jobs"), { status: 503 });
}

function acknowledgementOf({
  installationId,
  reference,
  repository,
  number,
  commentId,
}: AnswerComment): Task {
  return { kind: "acknowledge", installationId, reference, repository, number, commentId };
}

async function onAccepted(
  event: Context<"installation.new_permissions_accepted">,
  { enqueue, log }: WebhookTools,
): Promise<void> {
  const installationId = event.payload.installation.id;
  const outcome = await enqueue({ kind: "renew-checks", installationId, reference: event.id });
  log.info({ delivery: event.id, event: event.name, installationId, outcome }, "Webhook");
}
