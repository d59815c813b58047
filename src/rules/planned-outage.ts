import type { StrategyWords } from "../kinds/kind.js";
import { kindOf } from "../kinds/kinds.js";
import { allPods } from "../rollout/pods-in-words.js";
import type { TurnedService } from "../workload/change/turned-services.js";
import { serviceName, workloadName } from "../workload/names.js";
import type { Workload } from "../workload/workload.js";
import type { Rule, RuleInput, Verdict } from "./rule.js";

/** The strategy itself takes every pod out of a workload that serves traffic. */
export const plannedOutage: Rule = {
  name: "planned-outage",
  text: {
    severity: "warning",
    title: "The strategy itself takes every pod out",
    help: "Recreate, or a maxUnavailable of all replicas, stops every pod of a workload that serves traffic before new ones run.",
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
type Reason = StrategyWords & Partial<Pick<Verdict, "subject" | "object">>;

/** Puts the outage that this change makes at once before the one that the strategy makes at every rollout. */
function reasonOf(input: RuleInput, replicas: number | null): Reason | null {
  const { workload, change } = input;
  const { recreated, turnedServices } = change;
  const all = allPods(input.analysis, replicas);
  // An apply of this change is refused, which refused-object tells.
  if (recreated !== null) return null;
  const [turned] = turnedServices;
  return turned === undefined
    ? kindOf(workload).words.outage(input, all)
    : turnedReason(turned, workload, all);
}

function turnedReason(turned: TurnedService, workload: Workload, all: string): Reason {
  const { service, path } = turned;
  const what =
    path[1] === "selector"
      ? "selects by labels that only the new pods have"
      : "routes to a port name that only the new pods have";
  return {
    subject: `Service ${service.name}`,
    object: service.object,
    path,
    message: `${serviceName(turned)} now ${what}: applying this lets go of ${all} of ${workloadName(workload)} at once, before the first new one is there. Change the pods first, in a way that both fit, and the Service once they run.`,
  };
}
