import type { ChangeSet } from "../../changeset/change-set.js";
import type { Problem } from "../../manifest/problem.js";
import { POLICY_PATH } from "../../policy/policy.js";
import { policyWithoutText, readPolicy } from "../../policy/read-policy.js";

/** Returns faults of the policy that the change itself brings: it is held to the schema before it can be in force. */
export function policyFaultsOf({ files }: ChangeSet): Problem[] {
  const after = files.find(({ path }) => path === POLICY_PATH)?.after;
  if (after === undefined || after === null) return [];
  const { problems } =
    after.kind === "text" ? readPolicy(after.text, POLICY_PATH) : policyWithoutText(after.kind, POLICY_PATH);
  return problems.filter(({ code }) => code === "policy");
}
