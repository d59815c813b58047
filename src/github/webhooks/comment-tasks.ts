/** Webhooks of people who want something: a button of the check run, and commands in comments. */
import type { Context, Probot } from "probot";
import { commandLine, parseCommand } from "../answers/parse-command.js";
import { FIX_ACTION } from "../check/fix-action.js";
import { CHECK_NAME } from "../client/github-client.js";
import { pullNumberOf } from "../load/external-id.js";
import type { JobContext } from "../tasks/run-task.js";
import { enqueueComment, enqueueFix } from "../tasks/task-kinds.js";
import { installationOf, note } from "./register-webhooks.js";

type CommentEvent = Context<"issue_comment.created" | "issue_comment.edited">;

/** Registers the events that somebody waits for an answer to. */
export function registerAnswerHandlers(app: Probot, context: JobContext): void {
  app.on("check_run.requested_action", async (event) => onAction(event, context));
  app.on(["issue_comment.created", "issue_comment.edited"], async (event) => onComment(event, context));
}

function onAction(event: Context<"check_run.requested_action">, context: JobContext): void {
  const { check_run: run, requested_action: action, sender } = event.payload;
  const number = pullNumberOf(run.external_id);
  if (run.name !== CHECK_NAME || action?.identifier !== FIX_ACTION.identifier || number === null) return;
  const installationId = installationOf(event, context);
  if (installationId === null) return;
  const { id, login } = sender;
  const job = {
    ...{ installationId, repository: event.repo(), number },
    ...{ sender: { id, login }, checkRunId: run.id },
  };
  note(event, context, { pull: number }, enqueueFix(context, job, event.id));
}

// Whatever a bot writes asks for nothing: two of them could go on for ever.
function onComment(event: CommentEvent, context: JobContext): void {
  const { action, issue, comment, repository, sender } = event.payload;
  if (issue.pull_request == null || sender.type === "Bot" || comment.user?.type === "Bot") return;
  const command = parseCommand(comment.body);
  const line = commandLine(comment.body);
  if (command === null || line === null || isSameCommand(event, line)) return;
  const installationId = installationOf(event, context);
  if (installationId === null) return;
  const { number } = issue;
  const { id, login } = sender;
  const job = {
    ...{ installationId, repository: event.repo(), number, sender: { id, login }, command, line },
    ...{ commentId: comment.id, createdAt: comment.created_at, isEdited: action === "edited" },
    ...{ repositoryUrl: repository.html_url, defaultBranch: repository.default_branch },
  };
  note(event, context, { pull: number }, enqueueComment(context, job, event.id));
}

function isSameCommand({ payload }: CommentEvent, line: string): boolean {
  return payload.action === "edited" && commandLine(payload.changes.body?.from ?? "") === line;
}
