import type { ChangeSet } from "../changeset/change-set.js";
import type { Problem } from "../manifest/problem.js";
import type { Policy } from "../policy/policy.js";
import type { Finding } from "../rules/finding.js";
import type { Judgement } from "../rules/judge-workload.js";
import type { Circumstances } from "./circumstances.js";
import type { CommentableFile } from "./place-comments.js";
import type { WorkloadReport } from "./review-plan.js";

/** Everything that the engine found out. */
export interface ReviewMaterial {
  changeSet: ChangeSet;
  policy: Policy;
  circumstances: Circumstances;
  workloads: WorkloadReport[];
  findings: Finding[];
  problems: Problem[];
  /** faults in the policy that this change itself brings */
  policyFaults: Problem[];
  /** judgements of the head by workload id */
  judgements: ReadonlyMap<string, Judgement>;
  files: ReadonlyMap<string, CommentableFile>;
}
