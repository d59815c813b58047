/** Limits that every engine of the queue keeps. */

/** Milliseconds before each further try. About 20 minutes in all: GitHub's short outages pass in that time. */
export const BACKOFF_MS = [2_000, 10_000, 60_000, 300_000, 900_000];

/** Tasks of a lane that may wait without being replaceable: an author who sends more does not wait for the answers. */
export const MAX_LASTING = 20;

/** Further tries of a task that is not replaceable: a person waits for its answer, and the reviews of its lane wait behind it. */
export const LASTING_RETRIES = 3;

/** A day: a limit of GitHub's is over after an hour, and nobody waits longer for a verdict. */
export const DEADLINE_MS = 86_400_000;

/** Tasks that failed for good and are kept in mind. */
export const MAX_DEAD = 1_000;
