import { kindOf } from "../kinds/kinds.js";
import { type KubernetesVersion, nameVersions } from "../policy/kubernetes-version.js";
import type { StrategyFault } from "../rollout/strategy-fault.js";
import type { VersionAnalysis, WorkloadAnalysis } from "../rollout/workload-analysis.js";
import { andList } from "../words/list.js";
import type { Workload } from "../workload/workload.js";
import type { Rule } from "./rule.js";

/** Settings that the API server refuses, or that let no new pod start: merging them rolls nothing out. */
export const invalidRollout: Rule = {
  name: "invalid-rollout",
  text: {
    severity: "error",
    title: "A rollout that cannot happen",
    help: "The API server, or Argo Rollouts, refuses the rollout's settings, such as maxSurge and maxUnavailable both 0, so applying the manifest fails; or no new pod can ever start beside the old one.",
  },
  judges: "validity",
  check({ workload, analysis }) {
    const { refusedBy } = kindOf(workload).rollout;
    return faultsOn(workload, analysis)
      .filter(({ fault }) => !(workload.partial && fault.assumesAbsent))
      .map(({ fault: { field, message, refused }, versions }) => {
        const where = versions === null ? "" : ` of Kubernetes ${andList(nameVersions(versions))}`;
        return {
          // A cluster that the policy leaves open may take it.
          severity: refused && versions === null ? "error" : "warning",
          container: null,
          subject: field,
          path: ["spec", ...field.split(".").map((key) => (/^\d+$/.test(key) ? Number(key) : key))],
          message: `${refused ? `${refusedBy}${where} refuses this rollout` : "This rollout can never proceed"}: ${message}.`,
        };
      });
  },
};

/** Returns each fault, with the versions that have it; null where all have it that the cluster may have. */
function faultsOn(
  workload: Workload,
  { byVersion }: WorkloadAnalysis,
): { fault: StrategyFault; versions: KubernetesVersion[] | null }[] {
  const { validate } = kindOf(workload).rollout;
  const found = new Map<string, { fault: StrategyFault; groups: VersionAnalysis[] }>();
  for (const group of byVersion) {
    for (const fault of validate(group.written)) {
      const key = JSON.stringify(fault);
      const known = found.get(key);
      if (known === undefined) found.set(key, { fault, groups: [group] });
      else known.groups.push(group);
    }
  }
  return [...found.values()].map(({ fault, groups }) => ({
    fault,
    versions: groups.length === byVersion.length ? null : groups.flatMap(({ versions }) => versions),
  }));
}
