/** Why something was not judged. A closed set: switch on it, never on the message. */
export type ProblemCode =
  | "yaml-syntax"
  | "duplicate-key"
  | "stream-end"
  | "too-deep"
  | "alias-bomb"
  | "file-too-large"
  | "document-too-large"
  | "change-too-large"
  | "binary"
  | "link"
  | "template"
  | "rendering"
  | "patch"
  | "workload-ref"
  | "other-kind"
  | "test-data"
  | "shape"
  | "no-effect"
  | "autoscaler"
  | "not-loaded"
  | "neighbours-not-loaded"
  | "listener"
  | "ceiling"
  | "policy"
  | "extends"
  | "annotation"
  | "health-path"
  | "slow-check"
  | "load-balancer"
  | "pre-stop"
  | "startup"
  | "apply"
  | "waiver";

/** A fault in what was read, as data beside the result. Line and column are 1-based. */
export interface Problem {
  code: ProblemCode;
  path: string;
  line: number;
  column: number;
  message: string;
}

/** The order of places: by path, then by line. */
export function byPlace(left: { path: string; line: number }, right: { path: string; line: number }): number {
  return left.path === right.path ? left.line - right.line : left.path < right.path ? -1 : 1;
}

/** Returns each problem once: several renderings of one source have the same ones. */
export function withoutRepeats(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
