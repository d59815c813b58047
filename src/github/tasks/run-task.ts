/** A task to what it does, and to what is said when it is given up. */
import type { Task } from "../task.js";
import { ACKNOWLEDGE, ANSWER_COMMENT, FIX, RENEW_CHECKS } from "./request-tasks.js";
import {
  CLOSE_PULL_REQUEST,
  END_MERGE_GROUP,
  REVIEW_MERGE_GROUP,
  REVIEW_PULL_REQUEST,
  REVIEW_SUITE,
} from "./review-tasks.js";
import type { TaskKind, TaskTools, Try } from "./task-tools.js";

const KINDS: { [Kind in Task["kind"]]: TaskKind<Extract<Task, { kind: Kind }>> } = {
  "review-pull-request": REVIEW_PULL_REQUEST,
  "close-pull-request": CLOSE_PULL_REQUEST,
  "review-merge-group": REVIEW_MERGE_GROUP,
  "end-merge-group": END_MERGE_GROUP,
  "review-suite": REVIEW_SUITE,
  "answer-comment": ANSWER_COMMENT,
  acknowledge: ACKNOWLEDGE,
  fix: FIX,
  "renew-checks": RENEW_CHECKS,
};

// Each kind of task stands beside what does that kind, which the compiler does not see of a union.
const kindOf = ({ kind }: Task): TaskKind<Task> => KINDS[kind] as unknown as TaskKind<Task>;

/** Does a task, once. */
export function runTask(task: Task, at: Try, tools: TaskTools): Promise<void> {
  return kindOf(task).run(task, at, tools);
}

/** Says the last word on a task that failed for good. */
export function giveUpTask(task: Task, error: unknown, tools: TaskTools): Promise<void> {
  return kindOf(task).giveUp(task, error, tools);
}
