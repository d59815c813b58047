/** What two reviews of one change find, without places: by workload its numbers, and by rule what is found. */
import type { ReviewPlan } from "../../../src/review/review-plan.js";

/** Returns what the first has and the second has not, and the other way round, as lines. */
export function compareReviews(ours: ReviewPlan, theirs: ReviewPlan): string[] {
  const [left, right] = [factsOf(ours), factsOf(theirs)];
  return [
    ...without(left, right).map((line) => `ours    ${line}`),
    ...without(right, left).map((line) => `native  ${line}`),
  ];
}

function factsOf({ workloads, findings }: ReviewPlan): string[] {
  const names = new Map(
    workloads.map(({ id, kind, namespace, name }) => [id, `${kind}/${namespace ?? ""}/${name ?? ""}`]),
  );
  const numbers = workloads
    // What is beside the change is told by one of the two alone where the files around differ.
    .filter(({ change }) => change !== "context")
    .map(({ kind, namespace, name, before, after, rollsPods, isRefused }) => {
      const side = (one: typeof after) =>
        one === null ? "-" : `${one.worstCase}/${JSON.stringify(one.replicas)}/${one.budget}`;
      return `${kind}/${namespace ?? ""}/${name ?? ""} ${side(before)} -> ${side(after)} rolls=${rollsPods}${isRefused ? " refused" : ""}`;
    });
  const found = findings.map(({ rule, severity, state, compared, workload, container, object }) => {
    const subject =
      workload === null
        ? (object?.replace(/^[^#]*#/, "") ?? "")
        : (names.get(workload) ?? workload.replace(/^[^#]*#/, ""));
    return `${rule} ${severity} ${compared ? state : "not compared"} ${subject} ${container ?? ""}`;
  });
  return [...new Set([...numbers, ...found])].sort();
}

function without(lines: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return lines.filter((line) => !known.has(line));
}
