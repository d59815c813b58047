/** The facts that the name of a merge queue's own branch tells. */
export interface MergeGroupRef {
  /** branch that the queue merges into */
  baseRef: string;
  /** the last pull request of the group */
  pullNumber: number;
}

/**
 * Reads `gh-readonly-queue/<base>/pr-<number>-<sha>`, the form of every such branch; null for any other.
 * https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue
 */
export function readMergeGroupRef(ref: string | null): MergeGroupRef | null {
  const match = /^(?:refs\/heads\/)?gh-readonly-queue\/(.+)\/pr-([1-9]\d{0,9})-[0-9a-f]+$/.exec(ref ?? "");
  return match === null ? null : { baseRef: match[1]!, pullNumber: Number(match[2]) };
}
