/** Reads the App's posts on GitHub, as GitHub itself shows them. */
import { CHECK_NAME, type GitHubClient, type RepositoryRef } from "../../src/github/client/github-client.js";
import { askGitHub } from "../../src/github/client/github-failure.js";

export interface PostedReview {
  state: string;
  headSha: string | null;
  body: string;
}

export interface PostedComment {
  path: string;
  /** null where the comment stands on a line that the diff no longer shows */
  line: number | null;
  /** null for a single line */
  startLine: number | null;
  side: string | null;
  body: string;
}

export interface PostedCheck {
  conclusion: string | null;
  title: string | null;
  externalId: string | null;
  annotations: number;
}

export interface PostedThread {
  isResolved: boolean;
  /** why its first comment is folded; null where it is not */
  folded: string | null;
}

export interface Posted {
  reviews(): Promise<PostedReview[]>;
  comments(): Promise<PostedComment[]>;
  /** completed runs of the App's check on a commit */
  checks(sha: string): Promise<PostedCheck[]>;
  threads(): Promise<PostedThread[]>;
}

const THREADS = `query($owner: String!, $repo: String!, $number: Int!) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      reviewThreads(first: 100) {
        nodes {
          isResolved
          comments(first: 1) { nodes { viewerDidAuthor isMinimized minimizedReason } }
        }
      }
    }
  }
}`;

interface ThreadsAnswer {
  repository: {
    pullRequest: {
      reviewThreads: {
        nodes: {
          isResolved: boolean;
          comments: {
            nodes: { viewerDidAuthor: boolean; isMinimized: boolean; minimizedReason: string | null }[];
          };
        }[];
      };
    };
  };
}

/** Looks at one pull request through the App's own eyes; `bot` is the App's login. */
export function lookAt(
  octokit: GitHubClient,
  repository: RepositoryRef,
  { number, appId, bot }: { number: number; appId: number; bot: string },
): Posted {
  const pull = { ...repository, pull_number: number, per_page: 100 };
  return {
    async reviews() {
      const { data } = await askGitHub("Reading the reviews", () =>
        octokit.request("GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews", pull),
      );
      const own = data.filter(({ user, body }) => user?.login === bot && body !== "");
      return own.map(({ state, commit_id: headSha, body }) => ({ state, headSha, body }));
    },
    async comments() {
      const { data } = await askGitHub("Reading the comments", () =>
        octokit.request("GET /repos/{owner}/{repo}/pulls/{pull_number}/comments", pull),
      );
      const own = data.filter(({ user }) => user.login === bot);
      return own.map(({ path, line, start_line, side, body }) => ({
        ...{ path, body, line: line ?? null, startLine: start_line ?? null, side: side ?? null },
      }));
    },
    async checks(ref) {
      const { data } = await askGitHub("Reading the check runs", () =>
        octokit.request("GET /repos/{owner}/{repo}/commits/{ref}/check-runs", {
          ...{ ...repository, ref, check_name: CHECK_NAME, app_id: appId, filter: "all" },
        }),
      );
      const completed = data.check_runs.filter(({ status }) => status === "completed");
      return completed.map(({ conclusion, external_id: externalId, output }) => ({
        ...{ conclusion, externalId, title: output.title, annotations: output.annotations_count },
      }));
    },
    async threads() {
      const { repository: found } = await askGitHub("Reading the threads", () =>
        octokit.graphql<ThreadsAnswer>(THREADS, { ...repository, number }),
      );
      return found.pullRequest.reviewThreads.nodes.flatMap(({ isResolved, comments: { nodes } }) => {
        const [first] = nodes;
        if (first?.viewerDidAuthor !== true) return [];
        return [{ isResolved, folded: first.isMinimized ? (first.minimizedReason ?? "") : null }];
      });
    },
  };
}
