/** Returns a wait that is up to a fifth longer, in whole milliseconds: tasks that failed together do not come back together. */
export function withJitter(ms: number): number {
  return Math.round(ms * (1 + 0.2 * Math.random()));
}
