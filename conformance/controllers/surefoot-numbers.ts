/**
 * The numbers that a review prints, for the program beside it: one question a line in, one answer a line out, in order.
 * A question is a change of one file, as its text before and after, and what the policy says of the cluster and the app.
 */
import { createInterface } from "node:readline";
import type { ChangedFile } from "../../src/changeset/change-set.js";
import { reviewChange } from "../../src/engine.js";
import { POLICY_PATH } from "../../src/policy/policy.js";
import { readPolicy } from "../../src/policy/read-policy.js";
import { renderChange } from "../../src/render/render-change.js";

interface Question {
  before: string;
  after: string;
  policy: Record<string, unknown>;
}

const CIRCUMSTANCES = { asOf: "2026-01-01", docsUrl: "https://docs.example", rolloutUrl: null };

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(numbersOf(JSON.parse(line) as Question))}\n`);
}

function numbersOf({ before, after, policy }: Question) {
  const file: ChangedFile = {
    path: "web.json",
    previousPath: null,
    status: "modified",
    before: { kind: "text", text: before },
    after: { kind: "text", text: after },
    hunks: null,
  };
  const changeSet = { base: "base", head: "head", webUrl: null, files: [file], siblings: [], omissions: [] };
  const read = readPolicy(JSON.stringify(policy), POLICY_PATH);
  if (read.problems.length > 0) throw new Error(read.problems.map(({ message }) => message).join("; "));
  const plan = reviewChange(renderChange(changeSet), read, CIRCUMSTANCES);
  const [workload, ...others] = plan.workloads;
  if (workload?.after == null || others.length > 0) throw new Error(`one workload is expected: ${after}`);
  const { worstCase, guaranteed } = workload.after;
  return { worstCase, guaranteed };
}
