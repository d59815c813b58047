import type { StrategyCure } from "../kinds/kind.js";
import { kindOf } from "../kinds/kinds.js";
import { get } from "../manifest/json-value.js";
import { pods } from "../rollout/pods-in-words.js";
import type { VersionAnalysis } from "../rollout/workload-analysis.js";
import { quoted } from "../words/quote.js";
import { workloadName } from "../workload/names.js";
import type { Workload } from "../workload/workload.js";
import type { Rule, RuleInput, Verdict } from "./rule.js";
import { type BudgetlessCounts, budgetlessCounts } from "./stuck/budgetless-counts.js";
import { keptType } from "./stuck/kept-type.js";
import { goesFirst, oneGoesFirst, untilNew } from "./stuck/one-goes-first.js";
import { type OneWriter, oneWriterOf } from "./stuck/one-writer.js";
import { type OwnDomain, ownDomain } from "./stuck/own-node.js";
import { type FullQuota, fullQuota } from "./stuck/quota-room.js";
import { repairByHand } from "./stuck/repair.js";

/** No old pod may go before a new one is ready, and the new one has no place beside it. */
export const stuckRollout: Rule = {
  name: "stuck-rollout",
  text: {
    severity: "error",
    title: "A rollout that waits for a place which its own old pods take",
    help: "The strategy stops no old pod before a new one is ready, and the new one may not run where an old one does: both take a port of the node, a required anti-affinity keeps them apart, or a volume is for one of them. Where no other place is free the new pod stays Pending, and the old ones stay for it. maxUnavailable: 1 with maxSurge: 0 lets one go first.",
  },
  judges: "cost",
  check(input) {
    const { analysis, change } = input;
    // An object that is made anew, or whose pods are let go of, has no old pod beside the new one.
    if (change.recreated !== null || change.letsGoOfPods) return [];
    const repair = repairByHand(input);
    if (repair !== null) return [repair];
    const kept = keptType(input);
    if (kept !== null) return [kept];
    for (const group of analysis.byVersion) {
      const counts = group.refused ? null : budgetlessCounts(input.workload, group);
      if (counts === null) continue;
      const found = findingAt({ counts, group, ...input });
      if (found === null) continue;
      // Whoever is not served misses nothing while a rollout waits, if it does; where it never can proceed somebody has to know.
      const mayWait = found.severity === "warning" && (found.subject === "claim" || found.isApart === true);
      const { cure, isSlight: isMinor, isApart: _, ...told } = found;
      const { serving, datagrams } = analysis.rollout;
      // Who answers UDP alone serves all the same, and is not judged for that.
      const isSlight = mayWait && (isMinor === true || (!serving && datagrams.length === 0));
      return [{ container: null, ...told, ...(isSlight ? { isSlight } : { cure }) }];
    }
    return [];
  },
};

interface Stuck extends RuleInput {
  counts: BudgetlessCounts;
  group: VersionAnalysis;
}

type Found = Pick<Verdict, "severity" | "subject" | "path" | "message" | "cure" | "isSlight"> &
  Partial<Pick<OwnDomain, "isApart">>;

/** What can never proceed comes first, then what waits for a volume, whose cure is another one. */
function findingAt(stuck: Stuck): Found | null {
  const domain = ownDomain(stuck.workload, stuck.change);
  const ofNode = domain === null ? null : placeFinding(domain, stuck);
  if (ofNode?.severity === "error") return ofNode;
  const quota = fullQuota(stuck.workload, stuck.neighbours, stuck.counts);
  const ofQuota = quota === null ? null : quotaFinding(quota, stuck);
  if (ofQuota?.severity === "error") return ofQuota;
  const writer = oneWriterOf(stuck.workload, stuck.neighbours);
  return (writer === null ? null : claimFinding(writer, stuck)) ?? ofNode ?? ofQuota;
}

function quotaFinding({ from, isSure, why }: FullQuota, stuck: Stuck): Found {
  const { counts, workload } = stuck;
  const isAlways = from === counts.from;
  const where = isSure ? "" : ", if both are of one namespace";
  return {
    severity: isAlways && isSure ? "error" : "warning",
    subject: "quota",
    path: ["spec", "replicas"],
    message: `A rollout of ${workloadName(workload)} can never proceed${isAlways ? "" : ` from ${from} replicas on`}${where}: ${noneGoes(from, stuck)}, and ${why}. ${goesFirst(from, stuck)}`,
    cure: oneGoesFirst(workload),
  };
}

function placeFinding(domain: OwnDomain, stuck: Stuck): Found | null {
  const { unit, one, why, path, isApart, isPinned, untoldPort } = domain;
  const { counts, policy, workload } = stuck;
  const { nodes } = policy;
  const name = workloadName(workload);
  // Where nothing asks a container it may count as ready in the moment before it ends, so that the old one goes after all.
  const never = untoldPort === null ? "can never proceed" : "can proceed only by chance";
  const byChance =
    untoldPort === null
      ? ""
      : " It proceeds only if the new one counts as ready in a moment before it ends, and then the old one goes while nothing serves.";
  const found = (severity: Verdict["severity"], replicas: number, message: string): Found => ({
    severity,
    subject: "node",
    path,
    isApart,
    message: `${message} ${goesFirst(replicas, stuck)}`,
    cure: oneGoesFirst(workload),
  });
  if (isPinned)
    return found(
      "error",
      counts.from,
      `A rollout of ${name} ${never}: ${noneGoes(counts.from, stuck)}, its pods are bound to one node, and a new one ${untoldPort === null ? "does not fit there beside an old one, as" : "is restarted again and again beside an old one, as"} ${why}.${byChance}`,
    );
  if (nodes !== null && counts.to >= nodes) {
    const isAlways = counts.from >= nodes;
    const replicas = Math.max(counts.from, nodes);
    return found(
      isAlways ? "error" : "warning",
      replicas,
      `A rollout of ${name} ${never}${isAlways ? "" : ` from ${nodes} replicas on`}: ${noneGoes(replicas, stuck)}, and an old one runs on ${count(nodes)}, where a new one ${untoldPort === null ? "does not fit" : "is restarted again and again"}, as ${why}.${byChance}`,
    );
  }
  // However many nodes there are, the scheduler does not know on which of them the port is free.
  if (untoldPort !== null)
    return found(
      "warning",
      counts.from,
      `A rollout of ${name} may wait for another node: ${noneGoes(counts.from, stuck)}, and no container declares port ${untoldPort}, so the scheduler may put a new one where an old one runs. There it is restarted again and again, as ${why}, and the rollout waits.`,
    );
  if (nodes !== null && unit === "node") return null;
  const room = counts.from === 1 ? `a second ${one}` : `one more ${one} than its ${pods(counts.from)} run on`;
  return found(
    "warning",
    counts.from,
    `A rollout of ${name} waits for ${room}: ${noneGoes(counts.from, stuck)}, and a new one does not fit beside an old one, as ${why}. Where there is none it stays Pending, and the rollout never ends.`,
  );
}

function count(nodes: number): string {
  return nodes === 1
    ? "the only node that the policy counts"
    : `each of the ${nodes} nodes that the policy counts`;
}

function claimFinding({ claim, mode, isOfUnseenClass, path }: OneWriter, stuck: Stuck): Found | null {
  const { counts, group, workload } = stuck;
  const name = workloadName(workload);
  const none = noneGoes(counts.from, stuck);
  const common = { subject: "claim", path, cure: recreateCure(workload) };
  if (mode === "ReadWriteOncePod")
    return {
      ...common,
      severity: "error",
      message: `A rollout of ${name} can never proceed: ${none}, and a new one cannot run beside it, as its claim ${quoted(claim.name)} is ReadWriteOncePod. ${recreates(stuck)}`,
    };
  // On the only node there is, the volume is where the new pod starts.
  if (stuck.policy.nodes === 1) return null;
  // Several pods with one such claim share a node already, and so would one more.
  if (counts.from > 1 || (group.settled.replicas?.max ?? 1) > 1) return null;
  const unless = isOfUnseenClass
    ? ", unless the claim's class (the cluster's default) needs no attaching, as NFS does"
    : "";
  return {
    ...common,
    severity: "warning",
    // Who brings the claim chooses its class, and may not know that it matters.
    isSlight: isOfUnseenClass && !stuck.change.newClaims.has(claim.name),
    message: `A rollout of ${name} may never end: ${none}, and its claim ${quoted(claim.name)} is ReadWriteOnce, so a new one on another node waits for the volume, and the old one for it${unless}. ${recreates(stuck)}`,
  };
}

/** "no old pod goes before a new one is ready (maxUnavailable, 25% by default, of 3 rounds down to 0)" */
function noneGoes(replicas: number, { workload, group }: Stuck): string {
  const path = [...(kindOf(workload).limitsAt?.(workload) ?? []), "maxUnavailable"];
  const limit = get(workload.traits.withDefaults(workload.spec, group.written.apiVersion), ...path);
  const isDefault = get(workload.object.value, "spec", ...path) == null;
  const isRounded = typeof limit === "string" && Number.parseInt(limit, 10) > 0;
  const rounds = `of ${replicas} rounds down to 0`;
  const how = isDefault
    ? `maxUnavailable, ${limit} by default,${isRounded ? ` ${rounds}` : ""}`
    : `maxUnavailable: ${limit}${isRounded ? ` ${rounds}` : ""}`;
  return `no old pod goes before a new one is ready (${how})`;
}

/** All old pods go first, where the kind has such a strategy; a rolling update's numbers beside it are refused. */
function recreateCure(workload: Workload): StrategyCure | undefined {
  const { recreateType, limitsAt } = kindOf(workload);
  if (recreateType === undefined) return oneGoesFirst(workload);
  const limits = limitsAt?.(workload)?.[1] ?? "rollingUpdate";
  return {
    path: ["spec", workload.traits.strategyField],
    entries: { type: recreateType, [limits]: null },
  };
}

function recreates(stuck: Stuck): string {
  const { workload, counts } = stuck;
  const { recreateType } = kindOf(workload);
  if (recreateType === undefined) return goesFirst(counts.from, stuck);
  const stops = counts.from === 1 ? "the old pod" : "the old pods";
  return `${recreateType} stops ${stops} first: ${untilNew(counts.from, stuck.group)}.`;
}
