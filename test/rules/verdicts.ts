import { DEFAULT_POLICY, type Policy } from "../../src/policy/policy.js";
import type { RuleName } from "../../src/policy/rule-names.js";
import { judgeWorkload } from "../../src/rules/judge-workload.js";
import type { Workload } from "../../src/workload/workload.js";
import { readYaml } from "../workload/read-yaml.js";

interface Circumstances {
  policy?: Partial<Policy>;
  /** the immutable entry of the spec that changed */
  recreated?: string;
}

/** What one rule says of the first workload of a text, each as "severity container path: message". */
export function verdictsOf(rule: RuleName, yaml: string, circumstances: Circumstances = {}): string[] {
  const { workloads, neighbours } = readYaml(yaml);
  const policy = { ...DEFAULT_POLICY, ...circumstances.policy };
  const judgement = judgeWorkload(
    workloads[0] as Workload,
    neighbours,
    policy,
    circumstances.recreated ?? null,
  );
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
