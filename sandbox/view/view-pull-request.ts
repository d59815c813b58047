/** A pull request as its page shows it, out of what the sandbox holds. */
import { listCommits } from "../git/list-commits.js";
import { limitPatches } from "../present/limit-patches.js";
import { compareOfPull } from "../state/diffs.js";
import { mergeability, runFor } from "../state/merging.js";
import type { CheckRun, IssueComment, PullRequest, Thread } from "../state/model.js";
import { findRepository, fullName } from "../state/repositories.js";
import { isCommittable } from "../state/suggestions.js";
import { newestRuns } from "../state/suites.js";
import { placeOf } from "../state/threads.js";
import type { World } from "../state/world.js";
import type {
  CheckView,
  FileView,
  IssueCommentView,
  PullRequestView,
  ThreadView,
} from "../web/pull-request-view.js";

/** The pull request of that number; null where there is none. */
export function findPull(world: World, owner: string, repo: string, number: number): PullRequest | null {
  return findRepository(world, owner, repo)?.pulls.find((each) => each.number === number) ?? null;
}

/** Returns what the page shows of a pull request at this moment. */
export async function viewPullRequest(pull: PullRequest): Promise<PullRequestView> {
  const { repository, base, head } = pull;
  const { mergeBase, files } = await compareOfPull(pull);
  const commits = mergeBase === null ? [] : await listCommits(repository.git, mergeBase, head.sha);
  const shownThreads = pull.threads.filter(({ comments }) => comments[0]?.review.state !== "PENDING");
  return {
    owner: repository.owner.login,
    repo: repository.name,
    number: pull.number,
    title: pull.title,
    body: pull.body,
    author: pull.author.login,
    state: pull.mergedAt === null ? pull.state : "merged",
    draft: pull.draft,
    base: { ref: base.ref, sha: base.sha },
    head: { ref: head.ref, sha: head.sha, fullName: fullName(head.repository) },
    commits: commits.map(({ sha, message, author }) => ({ sha, message, author: author.name })),
    checks: checksOf(pull),
    files: limitPatches(files).map(viewFile),
    reviews: pull.reviews
      .filter(({ state }) => state !== "PENDING")
      .map(({ id, author, body, submittedAt }) => ({
        ...{ id, author: author.login, body, submittedAt: submittedAt ?? "" },
      })),
    threads: await Promise.all(shownThreads.map(viewThread)),
    comments: pull.comments.map(viewComment),
    merge: await mergeability(pull),
  };
}

function checksOf(pull: PullRequest): CheckView[] {
  const { repository, head, base } = pull;
  const required = (repository.requiredChecks.get(base.ref) ?? []).map((each) => runFor(pull, each));
  const runs = newestRuns(repository.runs.filter(({ suite }) => suite.headSha === head.sha));
  return runs.map((run) => viewCheck(run, required.includes(run)));
}

function viewCheck(run: CheckRun, required: boolean): CheckView {
  const { id, name, suite, status, conclusion, title, summary } = run;
  return {
    ...{ id, name, app: suite.app.name, required, status, conclusion },
    title: title ?? "",
    summary: summary ?? "",
    annotations: run.annotations.map((each) => ({
      path: each.path,
      startLine: each.start_line,
      endLine: each.end_line,
      level: each.annotation_level,
      title: each.title ?? "",
      message: each.message,
    })),
    actions: run.actions,
    ...(run.detailsUrl === "" ? {} : { detailsUrl: run.detailsUrl }),
  };
}

function viewFile(file: ReturnType<typeof limitPatches>[number]): FileView {
  const { path, previousPath, status, additions, deletions, patch } = file;
  return {
    path,
    previousPath,
    status: status === "changed" ? "modified" : status,
    additions,
    deletions,
    patch,
  };
}

async function viewThread(thread: Thread): Promise<ThreadView> {
  const { path, line, startLine, isOutdated } = await placeOf(thread);
  const comments = await Promise.all(
    thread.comments.map(async (comment) => ({
      id: comment.id,
      author: comment.author.login,
      body: comment.body,
      isMinimized: comment.minimizedReason !== null,
      minimizedReason: comment.minimizedReason,
      committable: await isCommittable(comment),
    })),
  );
  const { nodeId, side, isResolved } = thread;
  const [first] = thread.comments;
  return {
    ...{ id: nodeId, path, line, startLine, side, isResolved, isOutdated, comments },
    ...(first === undefined ? {} : { reviewId: first.review.id }),
    original: { line: thread.line, startLine: thread.startLine, diffHunk: first?.diffHunk ?? "" },
  };
}

function viewComment({
  id,
  author,
  body,
  createdAt,
  minimizedReason,
  reactions,
}: IssueComment): IssueCommentView {
  const by = new Map<string, string[]>();
  for (const { content, user } of reactions) by.set(content, [...(by.get(content) ?? []), user.login]);
  return {
    ...{ id, author: author.login, body, createdAt, minimizedReason },
    reactions: [...by].map(([content, logins]) => ({ content, by: logins })),
  };
}
