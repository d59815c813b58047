/**
 * What an installation's owner has granted since: the reviews that had to do without are made again. Nothing else is
 * done at an installation: a review of every open pull request would be a storm that nobody asked for.
 */
import type { Context, Probot } from "probot";
import { MISSING_MARKER } from "../check/missing-permissions.js";
import { grantedPermissions } from "../client/permissions.js";
import type { JobContext } from "../tasks/run-task.js";
import { type OpenPull, openPulls } from "./open-pulls.js";
import { enqueueWithRoom, isChecked } from "./sweep.js";

/** The others are renewed by their next push. */
const MAX_RENEWED = 200;

/** Registers the one event of an installation that is answered. */
export function registerInstallationHandlers(app: Probot, context: JobContext, signal: AbortSignal): void {
  app.on("installation.new_permissions_accepted", async (event) => onAccepted(event, context, signal));
}

function onAccepted(
  event: Context<"installation.new_permissions_accepted">,
  context: JobContext,
  signal: AbortSignal,
): void {
  const installationId = event.payload.installation.id;
  const outcome = context.queue.enqueue(`installation ${installationId}`, {
    id: event.id,
    async run() {
      const octokit = await context.clientFor(installationId);
      // The token that is at hand was made before, and knows nothing of it.
      await grantedPermissions(octokit, { fresh: true });
      const pulls: OpenPull[] = [];
      for await (const pull of openPulls(octokit, context.appId, { withSummaries: true })) {
        if (signal.aborted) break;
        if (pulls.length >= MAX_RENEWED) {
          context.log.warn(
            { installationId, queued: MAX_RENEWED },
            "Further checks are renewed by their next push",
          );
          break;
        }
        // Without the right to write checks there is no run that could say so.
        if (saysMissing(pull) || !isChecked(pull)) pulls.push(pull);
      }
      // Beside this job, which would hold its place in the queue and wait for the others.
      void enqueueAll(installationId, pulls, context, signal);
    },
    giveUp: () => Promise.resolve(),
  });
  context.log.info({ delivery: event.id, event: event.name, installationId, outcome }, "Webhook");
}

async function enqueueAll(
  installationId: number,
  pulls: readonly OpenPull[],
  context: JobContext,
  signal: AbortSignal,
): Promise<void> {
  for (const pull of pulls) await enqueueWithRoom(context, installationId, pull, signal);
  context.log.info({ installationId, queued: pulls.length }, "Checks are renewed with what was granted");
}

function saysMissing({ number, runs }: OpenPull): boolean {
  return runs.some(
    ({ externalId, summary }) => externalId === String(number) && summary?.includes(MISSING_MARKER),
  );
}
