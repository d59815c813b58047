import type { Judgement } from "../../../judge/judge-workload.js";
import { problemOf } from "../../../manifest/origin.js";
import type { Problem } from "../../../manifest/problem.js";
import { PROBE_WORDS } from "../../../rules/common/read-probe.js";
import { quoted } from "../../../words/quote.js";
import { containerName } from "../../../workload/names.js";
import { type UnansweredPath, unansweredPath } from "../../../workload/probes/unanswered-paths.js";
import { type Container, type ProbeType, runningContainers } from "../../../workload/workload.js";

/** The first that asks for such a path is told of. */
const TYPES = ["readinessProbe", "startupProbe", "livenessProbe"] as const satisfies ProbeType[];

/**
 * Probes that ask a well-known image for a path that it does not have. An image may be another than its
 * name says, so it is a notice and no finding; and what the base asked of the same image was answered, or never mattered.
 */
export function unansweredPaths(before: Judgement | null, after: Judgement | null): Problem[] {
  if (after === null || after.analysis.refused || after.analysis.rollout.replicas?.max === 0) return [];
  const { workload } = after;
  const old = before === null ? [] : runningContainers(before.workload);
  return runningContainers(workload).flatMap((container): Problem[] => {
    const was = old.find(({ name }) => name === container.name);
    const type = TYPES.find((one) => asks(container, one) !== null);
    const found = type === undefined ? null : asks(container, type);
    if (type === undefined || found === null) return [];
    if (was !== undefined && TYPES.some((one) => isSame(asks(was, one), found))) return [];
    const { program, path, port, instead } = found;
    const message = `The ${PROBE_WORDS[type]} of ${containerName(container)} asks for ${quoted(path)} at port ${port}. ${program} has no such path there by its own source, and if it answers 404 ${type === "readinessProbe" ? "the pod never gets Ready" : "the container is killed again and again"}: ${instead}.`;
    return [problemOf(workload.object, [...container.path, type], "health-path", message)];
  });
}

function asks(container: Container, type: ProbeType): UnansweredPath | null {
  const probe = container.probes[type];
  return probe === undefined ? null : unansweredPath(probe, container);
}

function isSame(one: UnansweredPath | null, { program, path, port }: UnansweredPath): boolean {
  return one !== null && one.program === program && one.path === path && one.port === port;
}
