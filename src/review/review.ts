import type { ChangeSet, Hunk } from "../changeset/change-set.js";
import type { Judgement } from "../judge/judge-workload.js";
import type { Manifest } from "../manifest/manifest.js";
import type { Problem } from "../manifest/problem.js";
import type { Policy } from "../policy/policy.js";
import type { Circumstances } from "./circumstances.js";
import type { Finding } from "./findings/finding.js";
import type { WorkloadReport } from "./review-plan.js";
import type { Together } from "./together/together.js";

/** Facts about a file of the head by which comments are placed. */
export interface CommentableFile {
  hunks: readonly Hunk[] | null;
  /** GitHub's button can rewrite a whole file with CR in it, so there it gets no suggestion */
  hasCarriageReturns: boolean;
}

/** Everything that the engine found out. */
export interface Review {
  changeSet: ChangeSet;
  policy: Policy;
  circumstances: Circumstances;
  workloads: WorkloadReport[];
  /** objects in front of several workloads, by their places */
  together: Together[];
  findings: Finding[];
  problems: Problem[];
  /** faults in the policy that this change itself brings */
  policyFaults: Problem[];
  /** judgements of the head by workload id */
  judgements: ReadonlyMap<string, Judgement>;
  files: ReadonlyMap<string, CommentableFile>;
  /** every manifest of the head, changed or beside one that is */
  headManifests: readonly Manifest[];
}
