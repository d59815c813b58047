/** The events on this GitHub: the webhooks are made of them, and they tell the page to look again. */
import type {
  Account,
  App,
  CheckRun,
  CheckSuite,
  Installation,
  IssueComment,
  PullRequest,
  Repository,
  Review,
  ReviewComment,
  Thread,
} from "./model.js";

interface Common {
  repository: Repository;
  sender: Account;
  /** where only one App hears of it */
  onlyTo?: App;
}

export type PullRequestAction =
  | "opened"
  | "synchronize"
  | "reopened"
  | "closed"
  | "edited"
  | "ready_for_review"
  | "converted_to_draft";

/** An event of an installation: its App hears of it without asking. */
export type InstallationEvent = { sender: Account; installation: Installation } & (
  | { name: "installation"; action: "created" | "new_permissions_accepted" }
  | { name: "installation_repositories"; action: "added"; added: Repository[] }
);

export type GitHubEvent = RepositoryEvent | InstallationEvent;

export type RepositoryEvent = Common &
  (
    | {
        name: "pull_request";
        action: PullRequestAction;
        /** as it was at that moment */
        pull: PullRequest;
        /** the fields that an edit changed, by GitHub's names */
        changes?: Record<string, unknown>;
        before?: string;
        after?: string;
      }
    | { name: "push"; ref: string; before: string; after: string; forced: boolean }
    | {
        name: "check_run";
        action: "created" | "completed" | "rerequested" | "requested_action";
        run: CheckRun;
        identifier?: string;
      }
    | { name: "check_suite"; action: "requested" | "rerequested" | "completed"; suite: CheckSuite }
    | {
        name: "issue_comment";
        action: "created" | "edited";
        comment: IssueComment;
        /** the text that an edited one had before */
        from?: string;
      }
    | { name: "pull_request_review"; action: "submitted"; review: Review }
    | { name: "pull_request_review_comment"; action: "created"; comment: ReviewComment }
    | { name: "pull_request_review_thread"; action: "resolved" | "unresolved"; thread: Thread }
    /** an event that no webhook tells of, for the page that shows this GitHub */
    | { name: "unannounced" }
    | {
        name: "merge_group";
        action: "checks_requested" | "destroyed";
        headSha: string;
        headRef: string;
        baseSha: string;
        baseRef: string;
        reason?: "merged" | "invalidated" | "dequeued";
      }
  );
