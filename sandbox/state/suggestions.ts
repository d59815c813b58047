/**
 * "Commit suggestion": what GitHub's button does with the block in a comment, and when it does nothing. The sentences
 * are those of GitHub's page, as every saved page of a pull request holds them.
 */
import type { Code } from "mdast";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { findObjects, readObjects } from "../git/read-objects.js";
import type { Account, PullRequest, ReviewComment } from "./model.js";
import { makeCommit, pushBranch } from "./push.js";
import { Refusal } from "./refusal.js";
import { canPush } from "./repositories.js";
import { placeOf } from "./threads.js";
import type { World } from "./world.js";

// GitHub signs for who presses a button.
const WEB_FLOW = { name: "GitHub", email: "noreply@github.com" };

/** The text of the first suggestion block in a comment; null where it has none. */
export function suggestionOf(markdown: string): string | null {
  const { children } = unified().use(remarkParse).parse(markdown);
  const block = children.find((node): node is Code => node.type === "code" && node.lang === "suggestion");
  return block?.value ?? null;
}

/** Whether the button can be pressed now. */
export async function isCommittable(comment: ReviewComment): Promise<boolean> {
  try {
    return (await applied(comment)) !== null;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** Applies a comment's suggestion to the head branch as a commit of the user's; its id. */
export async function commitSuggestion(world: World, comment: ReviewComment, user: Account): Promise<string> {
  const { pull } = comment.thread;
  const { repository, ref, sha } = pull.head;
  if (!canPush(repository, user)) throw new Refusal(403, "You must have write access to commit suggestions.");
  const { path, text } = await applied(comment);
  if (repository.branches.get(ref) !== sha)
    throw new Refusal(422, "Suggestion cannot be applied right now. Please check back later.");
  const { name, email } = comment.author;
  const commit = await makeCommit(repository, [sha], {
    changes: { [path]: text },
    message: `Update ${path}\n\nCo-authored-by: ${name} <${email}>\n`,
    author: user,
    committer: WEB_FLOW,
  });
  await pushBranch(world, repository, ref, commit, user);
  return commit;
}

async function applied(comment: ReviewComment): Promise<{ path: string; text: string }> {
  const { thread, review } = comment;
  const suggestion = suggestionOf(comment.body);
  if (suggestion === null) throw new Refusal(422, "This comment has no suggestion.");
  if (thread.pull.state === "closed")
    refuse("Suggestions cannot be applied while the pull request is closed.");
  if (thread.isResolved) refuse("This suggestion has been applied or marked resolved.");
  if (review.state === "PENDING") refuse("Suggestions cannot be applied from pending reviews.");
  if (thread.side === "LEFT") refuse("Applying suggestions on deleted lines is not supported.");
  const { path, line, startLine } = await placeOf(thread);
  if (line === null) return refuse("Outdated suggestions cannot be applied.");
  const before = await textAt(thread.pull, path);
  const text = replaceLines(before, startLine ?? line, line, suggestion);
  if (text === before) refuse("This suggestion is invalid because no changes were made to the code.");
  return { path, text };
}

function refuse(sentence: string): never {
  throw new Refusal(422, sentence);
}

async function textAt(pull: PullRequest, path: string): Promise<string> {
  const { git } = pull.repository;
  const [object] = await findObjects(git, [`${pull.head.sha}:${path}`]);
  const [bytes] = object ? await readObjects(git, [object.oid]) : [null];
  if (!bytes) throw new Refusal(422, "Suggestion cannot be applied right now. Please check back later.");
  return bytes.toString("utf8");
}

/**
 * Puts a suggestion in the place of whole lines, 1-based and inclusive. An empty one takes them away. Whether the file
 * ends with a line feed stays as it is: https://github.com/reviewdog/reviewdog/issues/1927
 */
export function replaceLines(text: string, start: number, end: number, suggestion: string): string {
  const endsOpen = !text.endsWith("\n");
  const lines = (endsOpen ? text : text.slice(0, -1)).split("\n");
  const wanted = suggestion === "" ? [] : suggestion.split("\n");
  // GitHub's pages do not say what it does with the ends of lines; those of the file are the least surprise.
  const ending = lines[start - 1]?.endsWith("\r") ? "\r" : "";
  lines.splice(start - 1, end - start + 1, ...wanted.map((line) => `${line}${ending}`));
  return `${lines.join("\n")}${endsOpen || lines.length === 0 ? "" : "\n"}`;
}
