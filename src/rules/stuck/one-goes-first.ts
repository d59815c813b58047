/** The way of a rolling update to let one old pod go before a new one comes: as an edit, and what it costs in words. */
import type { StrategyCure } from "../../kinds/kind.js";
import { kindOf } from "../../kinds/kinds.js";
import { type KeyPath, replacedAt } from "../../manifest/json-value.js";
import { pods } from "../../rollout/pods-in-words.js";
import type { VersionAnalysis } from "../../rollout/workload-analysis.js";
import type { Workload } from "../../workload/workload.js";
import type { RuleInput } from "../rule.js";

const ONE = { maxSurge: 0, maxUnavailable: 1 } as const;

/** Returns the entries that let one old pod go before a new one comes; undefined for a kind without such limits. */
export function oneGoesFirst(workload: Workload): StrategyCure | undefined {
  const limits = kindOf(workload).limitsAt?.(workload) ?? null;
  return limits === null ? undefined : { path: ["spec", ...limits], entries: ONE };
}

/** Returns a sentence on what those entries cost at a number of replicas. */
export function goesFirst(
  replicas: number,
  { workload, policy, group }: Pick<RuleInput, "workload" | "policy"> & { group: VersionAnalysis },
): string {
  const how = "maxUnavailable: 1 with maxSurge: 0 stops";
  if (replicas === 1) return `${how} the old pod first: ${untilNew(1, group)}.`;
  const all = pods(replicas);
  const { serving, coverage } = group.rollout;
  const isGated = !serving || coverage.gate.covered === coverage.gate.total;
  const limits = isGated ? null : (kindOf(workload).limitsAt?.(workload) ?? null);
  const lost =
    limits === null
      ? null
      : lossWithoutGate(replicas, limits, { workload, group, startupSeconds: policy.startupSeconds });
  if (lost === null || lost <= 1) return `${how} one first: 1 of ${all} is out at a time.`;
  return `${how} one first: 1 of ${all} is out at a time once a readiness probe gates each; as they are, up to ${lost} of ${replicas} are.`;
}

/** Returns what it costs that all old pods go first, as the end of a sentence; nobody misses those that serve nothing. */
export function untilNew(replicas: number, { rollout }: Pick<VersionAnalysis, "rollout">): string {
  return rollout.serving || rollout.datagrams.length > 0
    ? `each rollout is an outage until the new ${replicas === 1 ? "one serves" : "ones serve"}`
    : `nothing runs until the new ${replicas === 1 ? "one does" : "ones do"}`;
}

/** Where nothing waits for a new pod to serve, the next old one goes as soon as it runs. */
function lossWithoutGate(
  replicas: number,
  limits: KeyPath,
  {
    workload,
    group,
    startupSeconds,
  }: { workload: Workload; group: VersionAnalysis; startupSeconds: number | null },
): number | null {
  const spec = replacedAt(workload.spec, [...limits], ONE);
  const { outcomeAt } = kindOf(workload).rollout.read({ ...group.written, spec });
  return outcomeAt?.(replicas, { gated: false, startupSeconds })?.worstCase ?? null;
}
