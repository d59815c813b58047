/** The Probot app: webhooks in, reviews and check runs out. Where it listens is for whoever runs it (server.ts). */
import type { Probot } from "probot";
import { createRecentReplies } from "./github/answers/replies.js";
import { GitHubFailure } from "./github/client/github-failure.js";
import { createClientFor } from "./github/client/installation-client.js";
import type { Log } from "./github/client/log.js";
import { createPolicyCaches } from "./github/memory/policy-cache.js";
import { createRecentPosts } from "./github/memory/recent-posts.js";
import { createSharedHeads } from "./github/memory/shared-heads.js";
import { registerInstallationHandlers } from "./github/sweep/renew-checks.js";
import { sweep } from "./github/sweep/sweep.js";
import type { JobContext } from "./github/tasks/run-task.js";
import { registerAnswerHandlers } from "./github/webhooks/comment-tasks.js";
import { registerHandlers } from "./github/webhooks/register-webhooks.js";
import { createJobQueue } from "./queue/in-process-queue.js";

export interface SurefootOptions {
  /** the App's number at GitHub: its own check runs are told apart by it */
  appId: number;
  /** where people reach the pages that this process serves, without a final slash; left out where they do not */
  publicUrl?: string;
  /** pull requests that are reviewed at the same time */
  concurrency?: number;
  /** pull requests that may have work at the same time; a webhook for one more is refused */
  queueLength?: number;
  /** milliseconds before each further try of a failed review, and of a failed sweep */
  backoffMs?: readonly number[];
  log?: Log;
}

export interface Surefoot {
  /** Queues the open pull requests that were missed while nothing listened; how many. */
  sweep(): Promise<number>;
  /** Resolves when no review is at hand. */
  idle(): Promise<void>;
  /** Takes no more work and waits for what is at hand; how many reviews were left. */
  drain(timeoutMs: number): Promise<number>;
}

/** Puts the App onto a Probot, whose octokit should be SurefootOctokit. */
export function surefoot(app: Probot, options: SurefootOptions): Surefoot {
  const { appId, concurrency, queueLength, backoffMs } = options;
  const log = options.log ?? app.log;
  const stopped = new AbortController();
  const queue = createJobQueue({
    log,
    retryAfter: (error) =>
      error instanceof GitHubFailure && error.retryable ? error.retryAfterMs : undefined,
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(queueLength === undefined ? {} : { maxLength: queueLength }),
    ...(backoffMs === undefined ? {} : { backoffMs }),
  });
  const context: JobContext = {
    appId,
    publicUrl: options.publicUrl,
    clientFor: createClientFor(app),
    queue,
    recent: createRecentPosts(),
    policiesOf: createPolicyCaches(),
    heads: createSharedHeads(),
    replies: createRecentReplies(),
    log,
  };
  registerHandlers(app, context);
  registerAnswerHandlers(app, context);
  registerInstallationHandlers(app, context, stopped.signal);
  return {
    sweep: () => sweep(app, context, stopped.signal, backoffMs),
    idle: () => queue.whenBelow(1),
    drain(timeoutMs) {
      stopped.abort();
      return queue.drain(timeoutMs);
    },
  };
}
