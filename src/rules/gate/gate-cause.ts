/** Why Kubernetes does not wait for a container: it has no probe to wait for, or one that proves nothing. */
import { fieldName } from "../../manifest/field-name.js";
import { containerName } from "../../workload/names.js";
import { getsDapr } from "../../workload/probes/held-by-dapr.js";
import { type Container, isGated, type ProbeType, runningContainers } from "../../workload/workload.js";
import { hollowWords, hostAdvice } from "../common/hollow-words.js";
import { delayOfHollowProbes, PROBE_WORDS } from "../common/read-probe.js";
import type { RuleInput } from "../rule.js";
import { strayProbe } from "../unknown-field.js";

/** Returns why Kubernetes does not wait for a container that is not gated. */
export function causeOf(container: Container, input: RuleInput): string {
  const who = container.name === null ? containerName(container) : `container ${containerName(container)}`;
  const type = hollowGate(container);
  const hollow = type === null ? undefined : container.hollowProbes[type];
  if (type === null || hollow === undefined)
    return `${who} has no readiness or startup probe, ${untimelyWords(input, "process runs", 0)}`;
  const why = `the ${PROBE_WORDS[type]} of ${who} ${hollowWords(hollow, input)}`;
  if (hollow.why === "other-host" || hollow.why === "node")
    return `${why}, so Kubernetes takes what another one answers for the new pod`;
  return `${why}, ${untimelyWords(input, "process runs", delayOfHollowProbes(container))}`;
}

/** Returns when a pod is taken for available: all that holds it back, and none of it is the container itself. */
export function untimelyWords(
  { workload, analysis }: RuleInput,
  running: "process runs" | "processes run",
  delay: number,
): string {
  const runs = running === "process runs" ? "its process has run" : "its processes have run";
  const whom = running === "process runs" ? "it" : "them";
  const { minReadySeconds } = analysis.rollout;
  const after = minReadySeconds ? `${minReadySeconds} s after` : null;
  const isInjected = getsDapr(workload);
  if (isInjected || runningContainers(workload).some(isGated)) {
    const also = delay === 0 ? "" : ` and ${runs} for ${delay} s`;
    const others = isInjected
      ? "its other containers are ready, such as the sidecar that Dapr gives it"
      : "its other containers are ready";
    return `so Kubernetes does not wait for ${whom}: a new pod counts as available ${after ?? "once"} ${others}${also}`;
  }
  const when =
    delay === 0 ? `${after ?? "as soon as"} its ${running}` : `${after ?? "once"} ${runs} for ${delay} s`;
  return `so Kubernetes counts a new pod as available ${when}`;
}

/** Returns a sentence on a probe that stands there and is not read, or asks another host. */
export function wordsOnProbe(container: Container, { workload, policy }: RuleInput): string {
  const stray = strayProbe(container, workload, policy);
  return stray === null ? adviceFor(container) : ` The probe at ${fieldName(stray.fault.path)} is not read.`;
}

function adviceFor(container: Container): string {
  const type = hollowGate(container);
  const hollow = type === null ? undefined : container.hollowProbes[type];
  return hollow === undefined ? "" : hostAdvice(hollow);
}

export function hollowGate({ hollowProbes }: Container): ProbeType | null {
  return (["readinessProbe", "startupProbe"] as const).find((type) => hollowProbes[type]) ?? null;
}
