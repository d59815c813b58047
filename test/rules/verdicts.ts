import { judgeWorkload } from "../../src/judge/judge-workload.js";
import { DEFAULT_POLICY, type Policy } from "../../src/policy/policy.js";
import type { RuleName } from "../../src/policy/rule-names.js";
import { type ChangeFacts, NO_CHANGE } from "../../src/workload/change/change-facts.js";
import type { Workload } from "../../src/workload/workload.js";
import { readYaml } from "../workload/read-yaml.js";

interface Circumstances {
  policy?: Partial<Policy>;
  change?: Partial<ChangeFacts>;
}

/** What one rule says of the first workload of a text, each as "severity container path: message". */
export function verdictsOf(rule: RuleName, yaml: string, circumstances: Circumstances = {}): string[] {
  const { workloads, neighbours } = readYaml(yaml);
  const policy = { ...DEFAULT_POLICY, ...circumstances.policy };
  const judgement = judgeWorkload(workloads[0] as Workload, neighbours, policy, {
    ...NO_CHANGE,
    ...circumstances.change,
  });
  return judgement.verdicts
    .filter((verdict) => verdict.rule === rule)
    .map(({ severity, container, path, message }) =>
      [severity, container?.name ?? "-", `${path.join("/")}:`, message].join(" "),
    );
}

/** Without the message: enough where the case is about whether and where. */
export function placesOf(rule: RuleName, yaml: string, circumstances: Circumstances = {}): string[] {
  return verdictsOf(rule, yaml, circumstances).map((verdict) => verdict.slice(0, verdict.indexOf(":")));
}
