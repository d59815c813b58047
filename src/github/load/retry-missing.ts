import { GitHubFailure } from "../client/github-failure.js";

/** Tries at which nothing found may still be GitHub's copies lagging behind. */
const LAGGING_TRIES = 2;

/**
 * Loads; a 404 is worth another try at first, since GitHub's copies can lag behind the webhook that names a commit.
 * `attempt` is 1 for the first try.
 */
export async function retryMissing<T>(attempt: number, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!isMissing(error) || attempt > LAGGING_TRIES) throw error;
    throw new GitHubFailure(error.message, { status: 404, retryable: true, cause: error });
  }
}

/** Whether GitHub says that it finds nothing. */
export function isMissing(error: unknown): error is GitHubFailure {
  return error instanceof GitHubFailure && error.status === 404;
}
