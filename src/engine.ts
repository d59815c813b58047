/**
 * The whole review as one pure function: text and policy in, plain data out. The App, the command line and the
 * golden tests call it; it knows no network, no clock, no environment and no file system.
 */
import type { ChangeSet } from "./changeset/change-set.js";
import type { Policy } from "./policy/policy.js";
import type { ReviewPlan } from "./review/review-plan.js";

/** Reviews a change. The same change and policy always give the same plan. */
export function reviewChangeSet(changeSet: ChangeSet, policy: Policy): ReviewPlan {
  void policy;
  return {
    base: changeSet.base,
    head: changeSet.head,
    conclusion: "success",
    title: "No workload changed",
    workloads: [],
    findings: [],
    comments: [],
    problems: [],
    reviewBody: null,
    check: { summary: "", annotations: [], fixable: 0 },
  };
}
