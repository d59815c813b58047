import type { RepositoryRef } from "../client/github-client.js";

/** The commit that is to be reviewed, and what it is compared with. */
export interface ReviewTarget {
  repository: RepositoryRef;
  /** null where the token is not the App's: then no check run is asked for, and none is posted */
  appId: number | null;
  /** a branch or a commit id */
  base: string;
  headSha: string;
  /** null for the head of a merge queue's group */
  pullNumber: number | null;
  /** commit that a merge queue's group is compared with once its base branch holds it */
  groupBase?: string;
  /** commits that were the pull request's head before, and that others may have */
  formerHeads?: readonly string[];
}
