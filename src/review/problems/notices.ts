import type { Problem, ProblemCode } from "../../manifest/problem.js";

/** Problems that say how the review was held, and not what it left out; with the level of their annotation. */
const NOTICES: Partial<Record<ProblemCode, "warning" | "notice">> = {
  policy: "warning",
  extends: "warning",
  annotation: "warning",
  "stream-end": "warning",
  listener: "warning",
  ceiling: "warning",
  startup: "notice",
  "health-path": "notice",
  "slow-check": "notice",
  "load-balancer": "notice",
  "pre-stop": "notice",
  apply: "notice",
  waiver: "notice",
};

/** Returns the level of the annotation that a problem deserves; null for one that stands in the tables alone. */
export function noticeLevel({ code }: Pick<Problem, "code">): "warning" | "notice" | null {
  return NOTICES[code] ?? null;
}

/** Whether something was not judged, or only in part. */
export function isUnjudged(problem: Pick<Problem, "code">): boolean {
  return noticeLevel(problem) === null;
}
