import type { Context } from "probot";
import { commandLine } from "../answers/parse-command.js";
import type { AnswerComment } from "../task.js";
import type { Asked, Own } from "./webhook.js";

type CommentEvent = Context<"issue_comment.created" | "issue_comment.edited">;

/** Reads a comment that is a command. A bot's comment asks for nothing: two bots could go on for ever. */
export function onComment({ payload }: Pick<CommentEvent, "payload">): Asked<AnswerComment> | null {
  const { action, issue, comment, repository, sender } = payload;
  if (issue.pull_request == null || sender.type === "Bot" || comment.user?.type === "Bot") return null;
  const line = commandLine(comment.body);
  const wasSame = action === "edited" && commandLine(payload.changes.body?.from ?? "") === line;
  if (line === null || wasSame) return null;
  const { number } = issue;
  const { id, login } = sender;
  const task: Own<AnswerComment> = {
    ...{ kind: "answer-comment", number, sender: { id, login }, line },
    ...{ commentId: comment.id, createdAt: comment.created_at, isEdited: action === "edited" },
    ...{ repositoryUrl: repository.html_url, defaultBranch: repository.default_branch },
  };
  return { task, fields: { pull: number } };
}
