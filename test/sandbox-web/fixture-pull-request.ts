import { existsSync } from "node:fs";
/**
 * A pull request for the page to show, without a sandbox: sample changes from the tests, reviewed by the real engine,
 * so that the page is looked at with the words that people will read. A commit is reviewed again.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { structuredPatch } from "diff";
import type { PullRequestPage } from "../../sandbox/web/page.js";
import type { FileView, PullRequestActions, PullRequestView } from "../../sandbox/web/pull-request-view.js";
import type { ChangedFile, ChangeSet } from "../../src/changeset/change-set.js";
import { contentHunks } from "../../src/changeset/line-hunks.js";
import { readFolderChangeSet } from "../../src/changeset/read-folders.js";
import { reviewChange } from "../../src/engine.js";
import { applyEdits } from "../../src/manifest/edit/apply-edits.js";
import { DEFAULT_POLICY } from "../../src/policy/policy.js";
import { renderChange } from "../../src/render/render-change.js";
import type { ReviewPlan } from "../../src/review/review-plan.js";
import { CIRCUMSTANCES } from "../circumstances.js";

type Thread = PullRequestView["threads"][number];

export interface FixturePullRequest extends PullRequestPage {
  view: PullRequestView;
  /** every action that was called, with what it was given */
  calls: unknown[][];
  /** tells the page that something changed */
  change(edit: (view: PullRequestView) => void): void;
  /** ends the review that a commit or a re-run began, where nothing else does */
  finishReview(): void;
}

const AUTHOR = "surefoot[bot]";
const REVIEWED_AT = "2026-11-23T18:20:00Z";
const COMMENTED_AT = "2026-11-23T18:25:00Z";

/** The seed's Deployment as a new file. */
export async function seedFiles(): Promise<ChangedFile[]> {
  const text = await readFile("test/fixtures/seed/as-is.yaml", "utf8");
  return [changedFile("k8s/web.yaml", null, text)];
}

/** The changed files of sample pull requests, each in a folder of its own. */
export async function sampleFiles(names: readonly string[]): Promise<ChangedFile[]> {
  const folder = (name: string, side: string) => join("test/pull-requests", name, side);
  const sets = names.map(async (name) => {
    const set = await readFolderChangeSet({
      // git keeps no empty folder: where everything is added there is none
      before: existsSync(folder(name, "before")) ? folder(name, "before") : null,
      after: folder(name, "after"),
    });
    const inside = (path: string) => `${name}/${path}`;
    return set.files.map((file) => ({
      ...file,
      path: inside(file.path),
      previousPath: file.previousPath === null ? null : inside(file.previousPath),
    }));
  });
  return (await Promise.all(sets)).flat();
}

function changedFile(path: string, before: string | null, after: string): ChangedFile {
  const [old, now] = [before === null ? null : text(before), text(after)];
  const status = before === null ? "added" : "modified";
  return { path, previousPath: null, status, before: old, after: now, hunks: contentHunks(old, now) };
}

function text(content: string): { kind: "text"; text: string } {
  return { kind: "text", text: content };
}

/** Opens a pull request of these files, reviewed; `reviewMs` is how long a later review takes, null until it is told. */
export function openFixture(files: ChangedFile[], reviewMs: number | null = null): FixturePullRequest {
  let now = files;
  const calls: unknown[][] = [];
  const listeners = new Set<() => void>();
  const view = firstView();
  const post = (edit: (view: PullRequestView) => void): void => {
    edit(view);
    for (const listener of listeners) listener();
  };
  post((each) => postReview(each, now));

  const finishReview = (): void => post((each) => postReview(each, now));

  const reviewLater = (): void => {
    post((each) => {
      const [check] = each.checks;
      if (check) Object.assign(check, { status: "in_progress", conclusion: null, title: "", actions: [] });
      each.merge = { allowed: false, reason: "Waiting for the required check “surefoot”." };
    });
    if (reviewMs !== null) setTimeout(finishReview, reviewMs);
  };

  const actions: PullRequestActions = {
    async commitSuggestion(commentId) {
      calls.push(["commitSuggestion", commentId]);
      const thread = view.threads.find(({ comments }) => comments.some(({ id }) => id === commentId));
      if (thread?.line == null) throw refusal("Outdated suggestions cannot be applied.");
      now = withSuggestion(now, thread, thread.line);
      view.commits.push({
        sha: shaOf(view.commits.length),
        message: `Update ${thread.path}`,
        author: view.author,
      });
      view.files = now.map(fileView);
      reviewLater();
    },
    async rerunCheck(checkId) {
      calls.push(["rerunCheck", checkId]);
      reviewLater();
    },
    async requestCheckAction(checkId, identifier) {
      calls.push(["requestCheckAction", checkId, identifier]);
      throw refusal("This App has no button that fixes all.");
    },
    async comment(body) {
      calls.push(["comment", body]);
      if (body.startsWith("/merge")) throw refusal("This sandbox knows no such command.");
      post(({ comments, author }) => {
        const id = 9_000 + calls.length;
        comments.push({ id, author, body, createdAt: COMMENTED_AT, minimizedReason: null, reactions: [] });
      });
    },
    async reply(threadId, body) {
      calls.push(["reply", threadId, body]);
      post(({ threads, author }) =>
        threads
          .find(({ id }) => id === threadId)
          ?.comments.push(commentOf(9_000 + calls.length, author, body)),
      );
    },
    async resolve(threadId) {
      calls.push(["resolve", threadId]);
      post(({ threads }) =>
        Object.assign(threads.find(({ id }) => id === threadId) ?? {}, { isResolved: true }),
      );
    },
    async markReadyForReview() {
      calls.push(["markReadyForReview"]);
      post((each) => Object.assign(each, { draft: false }));
    },
    async merge() {
      calls.push(["merge"]);
      if (!view.merge.allowed) throw refusal(view.merge.reason);
      post((each) => Object.assign(each, { state: "merged" }));
    },
  };

  return {
    view,
    calls,
    change: post,
    finishReview,
    views: async (owner, repo, number) =>
      owner === view.owner && repo === view.repo && number === view.number ? structuredClone(view) : null,
    actions: () => actions,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  function firstView(): PullRequestView {
    return {
      ...{ owner: "octo-org", repo: "shop", number: 7, title: "Move the shop to the new cluster" },
      body: "Brings the first services over.\n\n- [x] `web`\n- [ ] the rest\n",
      ...{ author: "mona", state: "open", draft: false },
      base: { ref: "main", sha: shaOf(90) },
      head: { ref: "new-cluster", sha: shaOf(0), fullName: "octo-org/shop" },
      commits: [{ sha: shaOf(0), message: "Move the shop to the new cluster\n\nMore.", author: "mona" }],
      ...{ checks: [], files: now.map(fileView), reviews: [], threads: [], comments: [] },
      merge: { allowed: false, reason: "" },
    };
  }
}

function refusal(words: string): Error {
  return Object.assign(new Error(words), { status: 422 });
}

function shaOf(number: number): string {
  return number.toString(16).padStart(2, "0").repeat(20);
}

function commentOf(id: number, author: string, body: string): Thread["comments"][number] {
  return {
    id,
    author,
    body,
    isMinimized: false,
    minimizedReason: null,
    committable: body.includes("```suggestion"),
  };
}

// What the App posts, and what becomes of what it posted before.
function postReview(view: PullRequestView, files: ChangedFile[]): void {
  const plan = reviewChange(renderChange(changeSetOf(files, view.head.sha)), DEFAULT_POLICY, CIRCUMSTANCES);
  view.checks = [checkOf(plan)];
  const failing = plan.conclusion === "failure";
  view.merge = { allowed: !failing, reason: failing ? "The required check “surefoot” has failed." : "" };
  const open = new Map(plan.comments.map((comment) => [comment.fingerprint, comment]));
  for (const thread of view.threads) {
    if (open.delete(thread.id)) continue;
    Object.assign(thread, outdatedPlace(thread), { isResolved: true, isOutdated: true });
    for (const comment of thread.comments) comment.committable = false;
  }
  if (open.size === 0) return;
  const review = { id: 100 + view.reviews.length, author: AUTHOR, submittedAt: REVIEWED_AT };
  view.reviews.push({ ...review, body: plan.reviewBody ?? "" });
  for (const { fingerprint, path, line, startLine, side, body } of open.values())
    view.threads.push({
      ...{ id: fingerprint, path, line, startLine: startLine ?? null, side, reviewId: review.id },
      ...{ isResolved: false, isOutdated: false },
      original: { line, startLine: startLine ?? null, diffHunk: hunkUpTo(view, path, line) },
      comments: [commentOf(1_000 + view.threads.length, AUTHOR, body)],
    });
}

function outdatedPlace({ line }: Thread): Partial<Thread> {
  return line === null ? {} : { line: null, startLine: null };
}

function hunkUpTo({ files }: PullRequestView, path: string, line: number): string {
  const lines: string[] = [];
  let number = 0;
  for (const each of files.find((file) => file.path === path)?.patch?.split("\n") ?? []) {
    const header = /^@@ -\d+(?:,\d+)? \+(\d+)/.exec(each);
    if (header !== null) {
      lines.length = 0;
      number = Number(header[1]) - 1;
    } else if (!/^[-\\]/.test(each)) number += 1;
    lines.push(each);
    if (header === null && number === line) break;
  }
  return lines.join("\n");
}

function checkOf({ conclusion, title, check }: ReviewPlan): PullRequestView["checks"][number] {
  const { summary, annotations, fixable } = check;
  const fixAll = { label: "Fix all", description: "Commit every proven probe", identifier: "fix-all" };
  return {
    ...{ id: 5, name: "surefoot", app: "Surefoot", required: true, status: "completed", conclusion },
    ...{ title, summary, annotations, actions: fixable > 0 ? [fixAll] : [] },
  };
}

function changeSetOf(files: ChangedFile[], head: string): ChangeSet {
  const webUrl = `https://github.com/octo-org/shop/blob/${head}`;
  return { base: shaOf(90), head, webUrl, files, siblings: [], omissions: [] };
}

function withSuggestion(
  files: ChangedFile[],
  { path, startLine, comments }: Thread,
  line: number,
): ChangedFile[] {
  const block = /^(`{3,})suggestion\n([\s\S]*?)\n?^\1$/m.exec(comments[0]?.body ?? "");
  return files.map((file) => {
    if (file.path !== path || file.after?.kind !== "text" || block === null) return file;
    const edit = { path, startLine: startLine ?? line, endLine: line, replacement: block[2] ?? "" };
    const before = file.before?.kind === "text" ? file.before.text : null;
    return changedFile(path, before, applyEdits(file.after.text, [edit]));
  });
}

function fileView({ path, previousPath, status, before, after }: ChangedFile): FileView {
  const content = (side: ChangedFile["before"]) => (side?.kind === "text" ? side.text : "");
  const { hunks } = structuredPatch("", "", content(before), content(after), "", "", { context: 3 });
  const patch = hunks
    .map(
      ({ oldStart, oldLines, newStart, newLines, lines }) =>
        `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@\n${lines.join("\n")}`,
    )
    .join("\n");
  const starting = (sign: string) =>
    hunks.flatMap(({ lines }) => lines).filter((line) => line[0] === sign).length;
  return {
    path,
    previousPath,
    status,
    additions: starting("+"),
    deletions: starting("-"),
    patch: patch || null,
  };
}
