import type { Judgement } from "../../../judge/judge-workload.js";
import { problemOf } from "../../../manifest/origin.js";
import type { Problem } from "../../../manifest/problem.js";
import { PROBE_WORDS } from "../../../rules/common/read-probe.js";
import { andList } from "../../../words/list.js";
import { quoted } from "../../../words/quote.js";
import { containerName } from "../../../workload/names.js";
import { type SlowCheck, slowCheck } from "../../../workload/probes/slow-checks.js";
import { type Container, type ProbeType, runningContainers } from "../../../workload/workload.js";

const TYPES = ["readinessProbe", "livenessProbe", "startupProbe"] as const satisfies ProbeType[];

/**
 * Probes whose command starts a runtime of its own and has one second for it. How fast a node is no manifest tells, so it is a
 * notice and no finding; what the base had so already has shown whether it is enough.
 */
export function slowChecks(before: Judgement | null, after: Judgement | null): Problem[] {
  if (after === null || after.analysis.refused || after.analysis.rollout.replicas?.max === 0) return [];
  const { workload } = after;
  const old = before === null ? [] : runningContainers(before.workload);
  return runningContainers(workload).flatMap((container): Problem[] => {
    const was = old.find(({ name }) => name === container.name);
    const types = TYPES.filter((type) => {
      const found = checkOf(container, type);
      return found !== null && (was === undefined || checkOf(was, type)?.command !== found.command);
    });
    const [first] = types;
    const found = first === undefined ? null : checkOf(container, first);
    if (first === undefined || found === null) return [];
    const probes = andList(types.map((type) => PROBE_WORDS[type]));
    const [runs, allows] = types.length === 1 ? ["runs", "allows"] : ["run", "allow"];
    const isDefault = container.probes[first]?.timeoutSeconds == null;
    const message = `The ${probes} of ${containerName(container)} ${runs} ${quoted(found.command)}, which starts ${found.runtime} each time, and ${allows} it 1 second (timeoutSeconds${isDefault ? ", by default" : ""}). On a busy node that can take longer, and a probe that runs out of time has failed${outcome(types)}. timeoutSeconds: 10 leaves room.`;
    return [problemOf(workload.object, [...container.path, first], "slow-check", message)];
  });
}

function outcome(types: readonly ProbeType[]): string {
  return types.every((type) => type === "readinessProbe")
    ? ": the pod is taken out of its Services"
    : ": the container is restarted";
}

function checkOf(container: Container, type: ProbeType): SlowCheck | null {
  const probe = container.probes[type];
  return probe === undefined ? null : slowCheck(probe);
}
