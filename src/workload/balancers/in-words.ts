import { quoted } from "../../words/quote.js";
import { serviceName } from "../names.js";
import type { InjectedGate } from "./injected-gate.js";

/** Returns what says that pods get a gate, as the end of "relies on": "a readiness gate that …, as … says". */
export function injectedGateWords(gate: InjectedGate): string {
  if (gate.by === "neg")
    return `the readiness gate that GKE gives pods behind network endpoint groups, by the annotation cloud.google.com/neg of ${serviceName({ service: gate.service })}`;
  if (gate.by === "aws")
    return `the readiness gate that the AWS Load Balancer Controller gives pods, by the label elbv2.k8s.aws/pod-readiness-gate-inject of Namespace ${quoted(gate.namespace)}`;
  const sign = gate.sign === null ? "" : `, by ${quoted(gate.sign)}`;
  return `the readiness gate that a webhook of the cluster gives pods${sign}, as injectedReadinessGates of the policy says`;
}
