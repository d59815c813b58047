/** A startup probe for a container whose liveness probe kills it before the known time of its start is over. */
import type { Judgement, RuleVerdict } from "../../../judge/judge-workload.js";
import { isObject, type JsonObject } from "../../../manifest/json-value.js";
import { handlersOf, timingsOf } from "../../../rules/common/read-probe.js";
import { killedStart } from "../../../rules/liveness-before-ready.js";
import { progressDeadlineOf } from "../../../rules/probe-timing.js";
import type { Neighbours } from "../../../workload/neighbours.js";
import { type Container, isGated } from "../../../workload/workload.js";
import type { AdviceReason, Fix } from "../../findings/finding.js";
import type { ProbeCandidate } from "../probe-candidate.js";
import { outcomeOf } from "../prove-edit.js";
import { probeCandidates } from "../synthesize-probe.js";
import type { Addition, EditRoom } from "./additions-edit.js";
import { additionFix, entryText, judgedWith, madeOf, provenEdits } from "./proven-additions.js";

/** How much longer than the known time a start may take: a node can be slower than the one that it was measured on. */
const ROOM_TO_SPARE = 1.5;
/** Seconds: a longer period would make a pod Ready as much later. */
const LONGEST_PERIOD = 10;

/**
 * Returns a fix for each such container, which mends its missing readiness probe with it: a copy of the liveness probe alone
 * would stand beside one that kills the container before it is ready.
 */
export function startupFixes(
  judgement: Judgement,
  neighbours: Neighbours,
  room: EditRoom,
): Map<RuleVerdict, Fix> {
  const fixes = new Map<RuleVerdict, Fix>();
  for (const verdict of judgement.verdicts) {
    const { rule, container } = verdict;
    const known = container === null ? null : killedStart(container, judgement);
    if (rule !== "liveness-before-ready" || container === null || known === null) continue;
    const gate = judgement.verdicts.find(
      (one) => one.rule === "readiness-gate" && one.container === container,
    );
    const fix = startupFix(verdict, gate ?? null, container, known.start, judgement, neighbours, room);
    if (fix === null) continue;
    fixes.set(verdict, fix);
    if (gate !== undefined) fixes.set(gate, fix);
  }
  return fixes;
}

function startupFix(
  verdict: RuleVerdict,
  gate: RuleVerdict | null,
  container: Container,
  start: number,
  judgement: Judgement,
  neighbours: Neighbours,
  room: EditRoom,
): Fix | null {
  const { livenessProbe, startupProbe } = container.probes;
  const [handler, other] = handlersOf(livenessProbe ?? {});
  const isCopied = livenessProbe !== undefined && handler !== undefined && other === undefined;
  // Of a probe that proves nothing, and of a startup probe that stands there, only its owners know what they are for.
  if (!isCopied || startupProbe !== undefined || container.hollowProbes.livenessProbe) return null;
  const probe = startupProbeOf(livenessProbe, handler, start, progressDeadlineOf(judgement.workload));
  if (probe === null) return null;
  const startup: Addition = {
    ...{ path: container.path, name: "startupProbe", value: probe.value },
    behind: ["livenessProbe", "readinessProbe", "ports"],
  };
  const offered = gate === null ? null : readinessBeside(startup, container, judgement, neighbours);
  const readiness: Addition | null =
    offered === null
      ? null
      : {
          ...{ path: container.path, name: "readinessProbe", value: offered.probe },
          behind: ["ports", "livenessProbe", "image", "name"],
        };
  const additions = readiness === null ? [startup] : [startup, readiness];
  const made = provenEdits(
    gate === null ? [verdict] : [verdict, gate],
    additions,
    judgement,
    neighbours,
    room,
  );
  const reason: AdviceReason | null = "reason" in made ? made.reason : null;
  const text = additions.map(({ name, value }) => entryText(name, value)).join("\n");
  const words = [
    `It grants the app ${probe.threshold} x ${probe.period} s = ${probe.threshold * probe.period} s for a start of ${start} s.`,
    offered === null ? null : "The readiness probe beside it makes a rollout wait for the app.",
    offered?.caution ?? null,
  ];
  const caution = [...words, madeOf(judgement, reason)].filter((one) => one !== null).join(" ");
  const asked = readiness !== null && isObject(readiness.value) ? readiness.value : null;
  return additionFix("startup-probe", text, "edits" in made ? made.edits : [], reason, caution, asked);
}

/** What the liveness probe asks, for as long as a start may take; null where the rollout's deadline leaves no room for it. */
function startupProbeOf(
  liveness: JsonObject,
  handler: string,
  start: number,
  deadline: number | null,
): { value: JsonObject; period: number; threshold: number } | null {
  const timings = timingsOf(liveness);
  if (timings === null) return null;
  const period = Math.min(LONGEST_PERIOD, timings.periodSeconds);
  const wanted = Math.ceil((start * ROOM_TO_SPARE) / period);
  const most = deadline === null ? wanted : Math.floor(deadline / period);
  const threshold = Math.min(wanted, most);
  // The kill comes with the last failure, up to a period before the time is over.
  if (threshold * period < start + period) return null;
  const timeoutSeconds = Math.min(timings.timeoutSeconds, period);
  const value = {
    [handler]: liveness[handler],
    periodSeconds: period,
    ...(timeoutSeconds > 1 ? { timeoutSeconds } : {}),
    failureThreshold: threshold,
  };
  return { value, period, threshold };
}

/** Returns the readiness probe that the container would be offered beside that startup probe; null where none is proven. */
function readinessBeside(
  startup: Addition,
  container: Container,
  judgement: Judgement,
  neighbours: Neighbours,
): ProbeCandidate | null {
  const held = judgedWith([startup], judgement, neighbours);
  const same = held.workload.containers.find(({ path }) => path.join() === container.path.join());
  if (same === undefined || container.probes.readinessProbe !== undefined || !isGated(same)) return null;
  return (
    probeCandidates(same, held, neighbours).find(
      ({ probe, reason }) =>
        reason === null && probe !== null && outcomeOf(held, same, probe, neighbours) === "mends",
    ) ?? null
  );
}
