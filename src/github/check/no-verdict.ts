/** Titles of check runs that ended without a verdict. */
export const UNFINISHED = "Surefoot could not finish this review";
export const UNREADABLE = "Surefoot may not read this change";
export const ENDED_TWICE = "Surefoot ended twice while it reviewed this";

const ALL: readonly string[] = [UNFINISHED, UNREADABLE, ENDED_TWICE];

/** Whether a run's title says that it has none. */
export function isNoVerdict(title: string): boolean {
  return ALL.includes(title);
}
