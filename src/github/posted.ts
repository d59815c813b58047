/** This App's posts on GitHub, as they are compared with what is to stand there. */

/** A thread of this App's on a pull request: its first comment holds a marker that GitHub says we wrote. */
export interface PostedThread {
  /** node ids of the thread and of its first comment; null where GitHub does not show them yet */
  id: string | null;
  commentId: string | null;
  path: string;
  fingerprint: string;
  /** the head that the comment was written for */
  headSha: string;
  state: "open" | "resolved-by-us" | "resolved-by-someone";
  outdated: boolean;
  /** minimised as outdated */
  folded: boolean;
  /** someone answered in it */
  replied: boolean;
  canResolve: boolean;
}

export interface PostedCheckRun {
  id: number;
  externalId: string | null;
  completed: boolean;
  /** as GitHub writes it */
  completedAt: string | null;
  /** lower case, as REST writes it */
  conclusion: string | null;
  title: string | null;
  summary: string | null;
  hasAnnotations: boolean;
}

/** The state of a pull request, and what this App has posted on it. */
export interface PullRequestState {
  open: boolean;
  draft: boolean;
  headSha: string;
  baseRef: string;
  /** by an App, or by what updates dependencies under a user's name */
  byBot: boolean;
  /** how many files the pull request changes */
  changedFiles: number;
  threads: PostedThread[];
  /** where the first hundred threads were not all */
  nextThreads: string | null;
  /** changes that this App has reviewed, as `changeOf` names them */
  reviewed: string[];
  /** short hashes of findings that the body of one of its reviews told */
  told: string[];
}

/** Names what a review was about: the same head against another base is another change. */
export function changeOf({ base, head }: { base: string | null; head: string }): string {
  return `${base ?? "none"}...${head}`;
}
