import { plain } from "../cli/plain-text.js";
import type { Annotation, ReviewPlan } from "../review/review-plan.js";
import { workflowCommand } from "./workflow-command.js";

// The runner hands on no more of a level from one step (actions/runner, ExecutionContext.cs).
const MOST_OF_A_LEVEL = 10;

const COMMANDS = { failure: "error", warning: "warning", notice: "notice" } as const;

/** The plan's annotations as orders to the runner, the worst first, and notes that stand at no line. */
export function annotate({ check }: ReviewPlan, notes: readonly string[]): string[] {
  const room = { failure: MOST_OF_A_LEVEL, warning: MOST_OF_A_LEVEL, notice: MOST_OF_A_LEVEL - notes.length };
  const shown = check.annotations.filter(({ level }) => room[level]-- > 0);
  return [...shown.map(atLine), ...notes.map((note) => remark("notice", note))];
}

/** Says something that stands at no line. */
export function remark(level: "error" | "warning" | "notice", sentence: string): string {
  return workflowCommand(level, { title: "Surefoot" }, plain(sentence));
}

function atLine({ path, startLine, endLine, level, title, message }: Annotation): string {
  const place = { file: plain(path), line: startLine, endLine: Math.max(startLine, endLine) };
  return workflowCommand(COMMANDS[level], { ...place, title: plain(title) }, plain(message));
}
