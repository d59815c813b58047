import { count, type Element, h } from "../html.js";
import { icon } from "../icons.js";
import { renderMarkdown } from "../markdown.js";
import type { PageContext } from "../page-context.js";
import type { PullRequestView, ThreadView } from "../pull-request-view.js";
import { checksBox } from "./checks.js";
import { commentBox, commentForm } from "./comment.js";
import { mergeBox } from "./merge-box.js";
import { person } from "./person.js";
import { threadBox } from "./thread.js";
import { time } from "./time.js";

/** The conversation in GitHub's order: description, commits, reviews and comments, checks, merge, a new comment. */
export function conversation(context: PageContext): Element {
  const { view } = context;
  const placed = threadsByReview(view);
  const without = view.threads.filter((thread) => ![...placed.values()].flat().includes(thread));
  return h("section#conversation", { ariaLabel: "Conversation" }, [
    description(view),
    commitList(view),
    ...inOrderOfTime([
      ...view.reviews.map((review) => ({
        ...{ at: review.submittedAt, id: review.id },
        drawn: reviewBox(context, review, placed.get(review.id) ?? []),
      })),
      ...view.comments.map((comment) => ({
        ...{ at: comment.createdAt, id: comment.id },
        drawn: commentBox(comment),
      })),
    ]),
    ...without.map((thread) => threadBox(context, thread, "conversation")),
    checksBox(context),
    mergeBox(view),
    commentForm(view),
  ]);
}

interface Said {
  /** as GitHub writes a time: so that texts are in the order of the times */
  at: string;
  id: number;
  drawn: Element;
}

// GitHub's times have seconds and no less, but its ids go up.
function inOrderOfTime(said: readonly Said[]): Element[] {
  return said
    .toSorted((left, right) => (left.at === right.at ? left.id - right.id : left.at < right.at ? -1 : 1))
    .map(({ drawn }) => drawn);
}

function description({ author, body }: PullRequestView): Element {
  const text = body.trim() === "" ? h("p.muted", h("em", "No description provided.")) : renderMarkdown(body);
  return h("article#description.box.comment-box", [
    h("div.box-title", person(author), h("span.muted", "opened this pull request")),
    h("div.box-body", text),
  ]);
}

function commitList({ commits, author }: PullRequestView): Element {
  const rows = commits.map(({ sha, message, author: by }) =>
    h("li.commit", { dataCommit: sha }, [
      icon("commit"),
      h("span.commit-message", message.split("\n", 1)[0] ?? ""),
      h("span.muted", by === author ? "" : by),
      h("code.sha", sha.slice(0, 7)),
    ]),
  );
  return h("section#commits", { ariaLabel: count(commits.length, "commit") }, h("ul.commits", rows));
}

function reviewBox(
  context: PageContext,
  { id, author, body, submittedAt }: PullRequestView["reviews"][number],
  threads: readonly ThreadView[],
): Element {
  return h("section.review", { id: `pullrequestreview-${id}`, ariaLabel: `Review by ${author}` }, [
    h("div.event", icon("review"), person(author), h("span.muted", "reviewed "), time(submittedAt)),
    body.trim() === "" ? null : h("article.box.comment-box", h("div.box-body", renderMarkdown(body))),
    ...threads.map((thread) => threadBox(context, thread, "conversation")),
  ]);
}

// Without a review of its own a thread stands below the last.
function threadsByReview({ reviews, threads }: PullRequestView): Map<number, ThreadView[]> {
  const placed = new Map<number, ThreadView[]>(reviews.map(({ id }) => [id, []]));
  const last = reviews.at(-1);
  for (const thread of threads) {
    const list = placed.get(thread.reviewId ?? -1) ?? (last === undefined ? undefined : placed.get(last.id));
    list?.push(thread);
  }
  return placed;
}
