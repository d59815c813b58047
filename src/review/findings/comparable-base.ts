/** The base that a workload's findings at the head are compared with. */

import { type Judgement, judgeWorkload, named } from "../../judge/judge-workload.js";
import { get } from "../../manifest/json-value.js";
import type { Policy } from "../../policy/policy.js";
import { refusedAtEveryStage } from "../../rules/refused-object.js";
import { RULES } from "../../rules/rules.js";
import type { ChangeFacts } from "../../workload/change/change-facts.js";
import type { WorkloadPair } from "../../workload/change/pair-workloads.js";
import { isAuxiliaryName } from "../../workload/neighbours/auxiliary-ports.js";
import type { Neighbours } from "../../workload/neighbours.js";
import { podTemplateOf, withPodTemplate } from "../../workload/pod-template.js";
import { namedPorts } from "../../workload/serving/named-ports.js";
import type { Container, ContainerPort, Workload } from "../../workload/workload.js";

/**
 * The base as it is judged; null where there was none, and "unread" where it is not known: a text that could not be
 * read, a template, a workload without a readable pod template.
 */
export type ComparedBase = Judgement | "unread" | null;

/** `isCalled` where a Service in sight of the head leads to its pods; `facts` are those that the base was judged with. */
export function comparableBase(
  { before, after }: WorkloadPair,
  judged: Judgement | null,
  { isHidden, isCalled, facts }: { isHidden: boolean; isCalled: boolean; facts: ChangeFacts },
  neighbours: Neighbours,
  policy: Policy,
): ComparedBase {
  if (before === null) return isHidden ? "unread" : null;
  if (judged === null || isUnread(before)) return "unread";
  if (after === null) return judged;
  const refusedOf = (workload: Workload) =>
    refusedAtEveryStage(workload, neighbours, policy).map((verdict) =>
      named("refused-object", verdict, policy.rules["refused-object"]),
    );
  if (!after.partial && looksLikePatch(before, neighbours)) {
    const refused = refusedOf({ ...before, partial: false });
    return { ...judged, verdicts: [...judged.verdicts, ...refused] };
  }
  if (!lacksNumbers(judged))
    return isCalled ? judged : withDeclared(judged, before, after, neighbours, policy, facts);
  const refused = refusedOf(before);
  const mended = judgeWorkload(asAccepted(before, after), neighbours, policy, facts, true);
  const costs = mended.verdicts.filter(({ rule }) => COSTS.has(rule));
  const valid = judged.verdicts.filter(({ rule }) => !COSTS.has(rule));
  return { ...mended, verdicts: [...refused, ...valid, ...costs] };
}

/**
 * A port that the change only declares, and the program bound before by its own command line or environment, got the same
 * calls then: what comes of it was there before. So was what comes of one for operators alone, by its name, on a container
 * that had no probe: that its numbers are to be scraped makes no user of it.
 */
function withDeclared(
  judged: Judgement,
  before: Workload,
  after: Workload,
  neighbours: Neighbours,
  policy: Policy,
  facts: ChangeFacts,
): Judgement {
  const containers = before.containers.map((container) => {
    const now = container.name === null ? [] : after.containers.filter(({ name }) => name === container.name);
    const added = now.flatMap(({ ports }) => ports).filter((port) => isOnlyDeclared(port, container));
    return added.length === 0 ? container : { ...container, ports: [...container.ports, ...added] };
  });
  if (containers.every((container, index) => container === before.containers[index])) return judged;
  const declared = judgeWorkload({ ...before, containers }, neighbours, policy, facts);
  const known = new Set(declared.verdicts.map(({ key }) => key));
  const others = judged.verdicts.filter(({ key }) => !known.has(key));
  return { ...declared, verdicts: [...declared.verdicts, ...others] };
}

function isOnlyDeclared({ containerPort, purpose }: ContainerPort, before: Container): boolean {
  const isDeclared = before.ports.some((port) => port.containerPort === containerPort);
  if (isDeclared) return false;
  return (
    isAuxiliaryName(purpose) ||
    namedPorts(before).some(
      ({ port, source, weak, loopback }) =>
        port === containerPort && (source === "argument" || source === "variable") && !weak && !loopback,
    )
  );
}

const COSTS: ReadonlySet<string> = new Set(
  RULES.filter(({ judges }) => judges === "cost").map(({ name }) => name),
);

/**
 * Whether a base is taken for a patch only because of what it lacks. Where the head is whole, what both lack was missing
 * before, whatever the base was.
 */
function looksLikePatch({ partial, object }: Workload, { patchPaths }: Neighbours): boolean {
  const { value, document } = object;
  const isMeantAsPatch =
    patchPaths.has(document.manifest.path) ||
    value.$patch !== undefined ||
    get(value, "spec", "$patch") !== undefined;
  return partial && !isMeantAsPatch;
}

/** Whether its pods cannot be read at all. */
function isUnread({ containers, faults }: Workload): boolean {
  return containers.length === 0 && faults.length > 0;
}

/** Refused by every API server that the cluster can have, or with a number that is none. */
function lacksNumbers({ workload, analysis }: Judgement): boolean {
  const { worstCase, unknownNodes, unknownListeners, datagrams } = analysis.rollout;
  const isUndecided = datagrams.length > 0 || unknownListeners.some(({ gated }) => gated === null);
  return !workload.partial && !isUndecided && worstCase === null && unknownNodes === null;
}

/**
 * A workload that the API server refused never got into the cluster, so its findings on what a rollout costs were never
 * made: they are made with the pods of the base and the rest of the head, which is what mends it.
 */
function asAccepted(before: Workload, after: Workload): Workload {
  return { ...before, spec: withPodTemplate(after, podTemplateOf(before) ?? null) };
}
