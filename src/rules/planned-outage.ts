import type { StrategyWords } from "../kinds/kind.js";
import { kindOf } from "../kinds/kinds.js";
import { get } from "../manifest/json-value.js";
import { allPods, takesAllAtAnyNumber } from "../rollout/pods-in-words.js";
import { quoted } from "../words/quote.js";
import type { ReplacedWorkload } from "../workload/change/replaced-workload.js";
import type { TurnedService } from "../workload/change/turned-services.js";
import { heldAlone, saysOnlyOne } from "../workload/held-alone.js";
import { objectName, serviceName, workloadName } from "../workload/names.js";
import { isOperatorsTool } from "../workload/servers/helpers.js";
import { isWorkbench } from "../workload/servers/workbenches.js";
import type { ServingContainers } from "../workload/serving/serving-containers.js";
import type { Container, Workload } from "../workload/workload.js";
import { bygoneDefaults } from "./common/bygone-defaults.js";
import { isSentTraffic, probedAlone } from "./outage/probed-alone.js";
import { strategyBefore } from "./outage/strategy-before.js";
import type { Rule, RuleInput, Verdict } from "./rule.js";
import { ownDomain } from "./stuck/own-node.js";
import { fullQuota } from "./stuck/quota-room.js";

/** The strategy itself takes every pod out of a workload that serves traffic. */
export const plannedOutage: Rule = {
  name: "planned-outage",
  text: {
    severity: "error",
    title: "The strategy itself takes every pod out",
    help: "Recreate, or a maxUnavailable of all replicas, stops every pod of a workload that serves traffic before new ones run. It is an error where a change brings it, and what it replaces leaves some.",
  },
  judges: "cost",
  check(input): Verdict[] {
    const { analysis } = input;
    // On the worst version first; another one may promise less although it loses no more.
    for (const one of [analysis, ...analysis.byVersion]) {
      const reason = reasonOn({ ...input, analysis: { ...analysis, ...one } });
      if (reason !== null) return [{ severity: "warning", container: null, subject: "", ...reason }];
    }
    return [];
  },
};

function reasonOn(input: RuleInput): Reason | null {
  const { serving, atReplicas, unknownNodes } = input.analysis.rollout;
  if (!serving || atReplicas === 0 || (atReplicas === null && unknownNodes === null)) return null;
  return reasonOf(input, atReplicas);
}

/** A Service of the change gives a new reason beside a strategy that took every pod out all along. */
type Reason = StrategyWords &
  Partial<Pick<Verdict, "severity" | "subject" | "object" | "isChosen" | "isSlight" | "wasThere">>;

const ONLY_ONE = "a comment in the file asks for no second pod";

/** Puts the outage that this change makes at once before the one that the strategy makes at every rollout. */
function reasonOf(input: RuleInput, replicas: number | null): Reason | null {
  const { workload, neighbours, serving, change } = input;
  const { isAdded, recreated, replaces, turnedServices, isRolloutChanged, stoodAlone } = change;
  const { rollout } = input.analysis;
  const all = allPods(rollout, replicas, takesAllAtAnyNumber(input.analysis));
  const words = kindOf(workload).words;
  // Most strategies take nothing out; what the pods hold costs more to find than that.
  const strategyAlone = words.outage(input, { all, heldAlone: null, isBrought: false });
  if (strategyAlone === null && replaces === null && turnedServices.length === 0) return null;
  const alone = heldAlone(workload, neighbours) ?? (saysOnlyOne(workload) ? ONLY_ONE : null);
  // An apply of this change is refused, which refused-object tells.
  if (recreated !== null) return null;
  if (replaces !== null) return replacementReason(replaces, workload, alone);
  const [turned] = turnedServices;
  const isRecreate = rollout.strategy === "Recreate";
  // Recreate takes the old pods out at the same moment, whomever the Service routes to, unless it is held back.
  if (turned !== undefined && (!isRecreate || workload.traits.holdsPods(workload)))
    return turnedReason(turned, workload, allPods(rollout, replicas, true));
  // The only way to replace a lone pod that no other can stand beside, or that was asked to stand alone: it is told on
  // the day that it takes the place of another way.
  const isAlone = alone !== null || isRecreate;
  if (replicas === 1 && isAlone && !isRolloutChanged) return null;
  // Operators see a gap in a graph, which is no outage.
  if (serving.operatorsOnly || servesOnly(isOperatorsTool, serving)) return null;
  // Whoever works there loses the session with its pod, by whatever strategy.
  if (replicas === 1 && servesOnly(isWorkbench, serving)) return null;
  const found = words.outage(input, { all, heldAlone: alone, isBrought: false });
  if (found === null) return null;
  const before = strategyBefore(input, replicas, found.path);
  const isBrought = before !== null && before.cure !== null;
  const reason = isBrought ? (words.outage(input, { all, heldAlone: alone, isBrought }) ?? found) : found;
  if (!isRolloutChanged && asksForNoSecond(input, reason)) return null;
  const bygone = bygoneDefaults(workload);
  // No API server takes it, so there is no rollout by those defaults; refused-object tells that.
  if (isAdded && bygone !== "") return null;
  const isChosen = get(workload.object.value, ...reason.path) != null;
  // No pod is replaced by it before a change lets the pods go, which is told then.
  if (!isChosen && workload.traits.holdsPods(workload)) return null;
  // An old debt that nobody asked for, and a declared port alone is no word that somebody sends traffic there.
  if (bygone !== "" && !isChosen && !isSentTraffic(input)) return null;
  // Silence about a store at the base was no word that its limit is another one.
  const wasThere = !isChosen && stoodAlone && !isRolloutChanged;
  const told = { ...reason, isChosen, wasThere, message: reason.message + bygone };
  // A new pod that cannot start beside the only old one has no other way than this.
  const isOnlyWay = replicas === 1 && (alone !== null || hasNoPlace(input));
  // Several beside one another share something between them, mostly what others ask.
  const uncalled = rollout.replicas?.max === 1 ? probedAlone(input) : null;
  if (uncalled !== null) {
    const words = before === null || isOnlyWay ? "" : before.words;
    // Whoever chose it may know that nobody calls: it is said, and no click takes it back.
    return { ...told, message: told.message + words + uncalled, cure: undefined, isSlight: true };
  }
  if (before === null || isOnlyWay) return told;
  return {
    ...told,
    severity: takesAllAtAnyNumber(input.analysis) ? "error" : "warning",
    message: told.message + before.words,
    cure: before.cure ?? reason.cure,
  };
}

/** Whether no second pod can start, whatever it holds. A quota that may be another namespace's is no such reason. */
function hasNoPlace({ workload, neighbours, change }: RuleInput): boolean {
  if (ownDomain(workload, change) !== null) return true;
  return fullQuota(workload, neighbours, { from: 1, to: 1 })?.isSure === true;
}

/** Whether the manifest itself says of its one pod that no other comes before it has gone, as Recreate does. */
function asksForNoSecond({ workload, analysis }: RuleInput, { path }: StrategyWords): boolean {
  const { replicas, maxSurge } = analysis.rollout;
  if (replicas?.max !== 1 || maxSurge !== 0) return false;
  return get(workload.object.value, ...path.slice(0, -1), "maxSurge") != null;
}

function servesOnly(
  isOne: (container: Container) => boolean,
  { containers, unknown }: ServingContainers,
): boolean {
  return containers.length > 0 && unknown.length === 0 && containers.every(isOne);
}

/** `alone` is why no pod can come beside another. */
function replacementReason(
  { workload: old, service, turns }: ReplacedWorkload,
  workload: Workload,
  alone: string | null,
): Reason {
  const isOtherKind = old.kind !== workload.kind;
  const asNow = turns ? ", with what the Service routes by today" : "";
  const later = turns ? "let the Service route to the new pods alone, and delete that," : "delete that";
  const way = `Add ${objectName(workload)} first, beside the old one${asNow}, and ${later} in a later change, once the new pods are ready.`;
  const stops = turns
    ? "the Service lets go of all of its pods at once, as it now routes to the new ones alone"
    : "deleting the old object stops all of its pods at once";
  const beside = alone === null ? way : `A new pod may have to wait until an old one has gone, as ${alone}.`;
  return {
    subject: "replacement",
    path: isOtherKind ? ["kind"] : ["metadata", "name"],
    message: `This takes the place of ${objectName(old)} behind ${serviceName({ service })} in one change: ${stops}, and nothing waits for the new ones. ${beside}${turns ? "" : " Where nobody deletes it, both sets of pods run behind the Service."}`,
  };
}

function turnedReason(turned: TurnedService, workload: Workload, all: string): Reason {
  const { service, path } = turned;
  return {
    subject: `Service ${service.name}`,
    object: service.object,
    path,
    message: `${serviceName(turned)} now ${turnInWords(turned)}: applying this lets go of ${all} of ${workloadName(workload)} at once, before the first new one is there. ${remedyOf(turned)}`,
  };
}

function turnInWords({ path, moved }: TurnedService): string {
  if (moved !== null)
    return `routes to port ${moved.number}, and by the manifests only the new pods listen there`;
  return path[1] === "selector"
    ? "selects by labels that only the new pods have"
    : "routes to a port name that only the new pods have";
}

/** A name is looked up in each pod, so old and new ones are each reached at their own number. */
function remedyOf({ moved }: TurnedService): string {
  const name = moved?.name ?? null;
  return name === null
    ? "Change the pods first, in a way that both fit, and the Service once they run."
    : `Let it route to the name ${quoted(name)} instead, which old and new pods each have for their own port.`;
}
