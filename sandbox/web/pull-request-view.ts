/**
 * A pull request as its page shows it: plain data out of the sandbox's state. The page knows nothing else of the
 * sandbox, and the sandbox nothing of HTML.
 */
export interface PullRequestView {
  owner: string;
  repo: string;
  number: number;
  title: string;
  /** Markdown */
  body: string;
  author: string;
  state: "open" | "closed" | "merged";
  draft: boolean;
  base: { ref: string; sha: string };
  head: { ref: string; sha: string; fullName: string };
  commits: { sha: string; message: string; author: string }[];
  checks: CheckView[];
  files: FileView[];
  reviews: { id: number; author: string; body: string; submittedAt: string }[];
  threads: ThreadView[];
  /** below the pull request, the oldest first */
  comments: IssueCommentView[];
  merge: { allowed: boolean; reason: string };
}

export interface CheckView {
  id: number;
  name: string;
  app: string;
  required: boolean;
  status: "queued" | "in_progress" | "completed";
  conclusion: string | null;
  title: string;
  /** Markdown */
  summary: string;
  annotations: {
    path: string;
    startLine: number;
    endLine: number;
    level: string;
    title: string;
    message: string;
  }[];
  actions: { label: string; description: string; identifier: string }[];
  /** the App's own page about it; left out where it names none */
  detailsUrl?: string;
}

export interface FileView {
  path: string;
  previousPath: string | null;
  status: "added" | "modified" | "removed" | "renamed";
  additions: number;
  deletions: number;
  /** unified diff without its header; null for binary and large files */
  patch: string | null;
}

export interface ThreadView {
  id: string;
  path: string;
  /** 1-based; null for an outdated thread */
  line: number | null;
  startLine: number | null;
  side: "LEFT" | "RIGHT";
  isResolved: boolean;
  isOutdated: boolean;
  /** the review that began it: the page shows it below that one; left out, below the last */
  reviewId?: number;
  /** the lines as they were when it began: GitHub shows an outdated thread at them. `diffHunk` ends at `line` */
  original?: { line: number; startLine: number | null; diffHunk: string };
  comments: {
    id: number;
    author: string;
    /** Markdown; may hold a suggestion block */
    body: string;
    isMinimized: boolean;
    minimizedReason: string | null;
    /** whether "Commit suggestion" can be pressed now */
    committable: boolean;
  }[];
}

/** A comment below the pull request: GitHub calls it one of an issue. */
export interface IssueCommentView {
  id: number;
  author: string;
  /** Markdown */
  body: string;
  createdAt: string;
  /** null where it is shown */
  minimizedReason: string | null;
  /** by GitHub's names, such as `eyes`, with everyone who reacted so; the oldest first */
  reactions: { content: string; by: string[] }[];
}

/** The actions that a reader has on the page. Each answers in words when it is refused. */
export interface PullRequestActions {
  commitSuggestion(commentId: number): Promise<void>;
  rerunCheck(checkId: number): Promise<void>;
  requestCheckAction(checkId: number, identifier: string): Promise<void>;
  comment(body: string): Promise<void>;
  reply(threadId: string, body: string): Promise<void>;
  resolve(threadId: string): Promise<void>;
  markReadyForReview(): Promise<void>;
  merge(): Promise<void>;
}
