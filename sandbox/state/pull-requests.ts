/** Pull requests as their authors handle them: open, close, draft and ready, another base. */
import { isAncestor } from "../git/bare-repository.js";
import type { Account, IssueComment, PullRequest, Reaction, Repository } from "./model.js";
import { keepHead } from "./push.js";
import { invalid, Refusal } from "./refusal.js";
import { identify, now, type World } from "./world.js";

export interface NewPullRequest {
  author: Account;
  title: string;
  body?: string;
  base: string;
  head: { repository: Repository; ref: string };
  draft?: boolean;
  /** only of a fork's, and true unless told */
  maintainerCanModify?: boolean;
}

/** Opens a pull request. */
export function openPullRequest(
  world: World,
  repository: Repository,
  given: NewPullRequest,
): Promise<PullRequest> {
  // In turn, since each takes the next number.
  return repository.inTurn(() => openNow(world, repository, given));
}

async function openNow(
  world: World,
  repository: Repository,
  { author, title, body = "", base, head, draft = false, maintainerCanModify = true }: NewPullRequest,
): Promise<PullRequest> {
  const sha = head.repository.branches.get(head.ref);
  const baseSha = repository.branches.get(base);
  if (sha === undefined) throw invalid("PullRequest", "head", "head is not a branch");
  if (baseSha === undefined) throw invalid("PullRequest", "base", "base is not a branch");
  if (repository.pulls.some((each) => isSame(each, head, base)))
    throw invalid(
      "PullRequest",
      "head",
      `A pull request already exists for ${head.repository.owner.login}:${head.ref}.`,
    );
  const at = now();
  const pull = identify(world, "PullRequest", {
    ...{
      repository,
      number: repository.pulls.length + 1,
      author,
      title,
      body,
      draft,
      state: "open" as const,
    },
    ...{ mergedAt: null, mergeCommit: null, mergedBy: null, closedAt: null },
    ...{ base: { ref: base, sha: baseSha }, head: { ...head, sha }, formerHeads: [], turns: [] },
    ...{ createdAt: at, updatedAt: at, reviews: [], threads: [], comments: [] },
    maintainerCanModify: head.repository !== repository && maintainerCanModify,
  });
  await keepHead(pull, sha);
  if (await isAncestor(repository.git, sha, baseSha)) {
    world.nodes.delete(pull.nodeId);
    throw invalid("PullRequest", "head", `No commits between ${base} and ${head.ref}`);
  }
  repository.pulls.push(pull);
  tell(world, pull, "opened", author);
  return pull;
}

function isSame(pull: PullRequest, head: NewPullRequest["head"], base: string): boolean {
  return (
    pull.state === "open" &&
    pull.head.repository === head.repository &&
    pull.head.ref === head.ref &&
    pull.base.ref === base
  );
}

/** Closes a pull request without merging it. */
export function closePullRequest(world: World, pull: PullRequest, sender: Account): void {
  if (pull.state === "closed") return;
  pull.state = "closed";
  pull.closedAt = now();
  tell(world, pull, "closed", sender);
}

/** Opens a closed pull request again, with the head that its branch has now. */
export async function reopenPullRequest(world: World, pull: PullRequest, sender: Account): Promise<void> {
  if (pull.state === "open") return;
  const sha = pull.head.repository.branches.get(pull.head.ref);
  if (pull.mergedAt !== null || sha === undefined)
    throw invalid("PullRequest", "state", "state cannot be changed. The pull request cannot be reopened.");
  await keepHead(pull, sha);
  pull.state = "open";
  pull.closedAt = null;
  if (pull.head.sha !== sha) pull.formerHeads.push(pull.head.sha);
  pull.head = { ...pull.head, sha };
  tell(world, pull, "reopened", sender);
}

/** Turns a draft into a pull request to be reviewed, or back. */
export function setDraft(world: World, pull: PullRequest, draft: boolean, sender: Account): void {
  if (pull.draft === draft) return;
  pull.draft = draft;
  if (!draft) pull.turns.push({ kind: "ReadyForReviewEvent", createdAt: now() });
  tell(world, pull, draft ? "converted_to_draft" : "ready_for_review", sender);
}

/** Changes title, description or base. */
export function editPullRequest(
  world: World,
  pull: PullRequest,
  edit: { title?: string; body?: string; base?: string },
  sender: Account,
): void {
  const changes: Record<string, unknown> = {};
  if (edit.title !== undefined && edit.title !== pull.title) {
    changes.title = { from: pull.title };
    pull.title = edit.title;
  }
  if (edit.body !== undefined && edit.body !== pull.body) {
    changes.body = { from: pull.body };
    pull.body = edit.body;
  }
  if (edit.base !== undefined && edit.base !== pull.base.ref) {
    const sha = pull.repository.branches.get(edit.base);
    if (sha === undefined) throw invalid("PullRequest", "base", "base is not a branch");
    changes.base = { ref: { from: pull.base.ref }, sha: { from: pull.base.sha } };
    pull.base = { ref: edit.base, sha };
    pull.turns.push({ kind: "BaseRefChangedEvent", createdAt: now() });
  }
  if (Object.keys(changes).length > 0) tell(world, pull, "edited", sender, changes);
}

/** Writes a comment below the pull request. */
export function addIssueComment(
  world: World,
  pull: PullRequest,
  author: Account,
  body: string,
): IssueComment {
  if (body.trim() === "") throw invalid("IssueComment", "body", "Body can't be blank");
  if (body.length > 65_536) throw new Refusal(422, "Validation Failed", { errors: [tooLong] });
  const comment = identify(world, "IssueComment", {
    ...{ pull, author, body, createdAt: now(), updatedAt: now(), reactions: [], minimizedReason: null },
  });
  pull.comments.push(comment);
  pull.updatedAt = comment.createdAt;
  const { repository } = pull;
  world.tell({ name: "issue_comment", action: "created", repository, sender: author, comment });
  return comment;
}

/** Changes the words of a comment below the pull request. */
export function editIssueComment(world: World, comment: IssueComment, sender: Account, body: string): void {
  const from = comment.body;
  if (body === from) return;
  comment.body = body;
  comment.updatedAt = now();
  const { repository } = comment.pull;
  world.tell({ name: "issue_comment", action: "edited", repository, sender, comment, from });
}

/** Reacts to a comment; tells whether the reaction is new, since one of a kind is all that a person has. */
export function react(
  world: World,
  comment: IssueComment,
  user: Account,
  content: string,
): { reaction: Reaction; isNew: boolean } {
  const known = comment.reactions.find((each) => each.user === user && each.content === content);
  if (known !== undefined) return { reaction: known, isNew: false };
  const reaction = identify(world, "Reaction", { user, content, createdAt: now() });
  comment.reactions.push(reaction);
  world.tell({ name: "unannounced", repository: comment.pull.repository, sender: user });
  return { reaction, isNew: true };
}

// https://github.com/telia-oss/github-pr-resource/issues/259
const tooLong = {
  resource: "IssueComment",
  code: "unprocessable",
  field: "data",
  message: "Body is too long (maximum is 65536 characters)",
};

function tell(
  world: World,
  pull: PullRequest,
  action: "opened" | "closed" | "reopened" | "edited" | "converted_to_draft" | "ready_for_review",
  sender: Account,
  changes?: Record<string, unknown>,
): void {
  pull.updatedAt = now();
  const { repository } = pull;
  world.tell({
    ...{ name: "pull_request", action, repository, sender, pull: { ...pull } },
    ...(changes === undefined ? {} : { changes }),
  });
}

/** A pull request as a copy of GitHub's that lags behind shows it: with the head before the last one. */
export function asOf(pull: PullRequest, isStale: boolean): PullRequest {
  const former = pull.formerHeads.at(-1);
  return isStale && former !== undefined ? { ...pull, head: { ...pull.head, sha: former } } : pull;
}
