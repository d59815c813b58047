/** Webhooks of people who want something: a button of the check run. */
import type { Context, Probot } from "probot";
import { enqueueFix } from "./answer-jobs.js";
import { pullNumberOf } from "./find-pull-requests.js";
import { FIX_ACTION } from "./fix-action.js";
import { CHECK_NAME } from "./github-client.js";
import { installationOf, note } from "./handlers.js";
import type { JobContext } from "./review-jobs.js";

/** Registers the events that somebody waits for an answer to. */
export function registerAnswerHandlers(app: Probot, context: JobContext): void {
  app.on("check_run.requested_action", async (event) => onAction(event, context));
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
