import { GitHubFailure } from "../client/github-failure.js";

/** How often a job found nothing where a webhook says that something is. */
export interface Misses {
  misses: number;
}

const MAX_MISSES = 2;

/** Loads; a 404 is worth another try at first, since GitHub's copies can lag behind the webhook that names a commit. */
export async function retryMissing<T>(progress: Misses, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof GitHubFailure) || error.status !== 404 || progress.misses >= MAX_MISSES)
      throw error;
    progress.misses += 1;
    throw new GitHubFailure(error.message, { status: 404, retryable: true, cause: error });
  }
}
