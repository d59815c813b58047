import { describeValue } from "../rollout/describe-value.js";
import { MAX_INT32 } from "../rollout/int-or-percent.js";
import { resolveDeployment } from "./deployment.js";
import type { ContainerCourse, PodCourse, ProbeCourse, RolloutScenario } from "./scenario.js";

/** Something in a scenario that cannot be simulated. */
export interface ScenarioFault {
  /** path from the scenario: "newPods[0].startSeconds" */
  field: string;
  /** the value that was found, and those that are allowed */
  message: string;
}

/** More would take seconds to follow and could not be drawn. */
export const MAX_SIMULATED_REPLICAS = 5000;

/** An autoscaler that acts as often as it can, every 15 seconds, for an hour. */
const MAX_RESIZES = 240;

/** Returns the faults of a scenario, none where it can be simulated. Its values may come from a page's visitor. */
export function scenarioFaults(scenario: RolloutScenario): ScenarioFault[] {
  const { replicas, strategy, newPods, oldPods, resizes = [] } = scenario;
  const check = new Check();
  check.replicas("replicas", replicas);
  check.whole("minReadySeconds", scenario.minReadySeconds, 0);
  check.duration("endpointLagSeconds", scenario.endpointLagSeconds ?? 0);
  const { terminationGracePeriodSeconds = 0, preStopSeconds = 0, stopSeconds } = scenario.termination ?? {};
  check.duration("termination.terminationGracePeriodSeconds", terminationGracePeriodSeconds);
  check.duration("termination.preStopSeconds", preStopSeconds);
  check.duration("termination.stopSeconds", stopSeconds ?? 0);
  if (newPods.length === 0) check.refuse("newPods", "is empty, but at least one pod is expected");
  for (const [index, pod] of newPods.entries()) checkPod(check, `newPods[${index}]`, pod);
  if (oldPods !== undefined) checkPod(check, "oldPods", oldPods);
  if (resizes.length > MAX_RESIZES)
    check.refuse("resizes", `has ${resizes.length} entries, but at most ${MAX_RESIZES} are followed`);
  for (const [index, resize] of resizes.entries()) {
    check.duration(`resizes[${index}].atSeconds`, resize.atSeconds);
    check.replicas(`resizes[${index}].replicas`, resize.replicas);
  }
  if (check.faults.length > 0) return check.faults;
  for (const count of [replicas, ...resizes.map((resize) => resize.replicas)]) {
    const deployment = resolveDeployment(strategy, count);
    if ("error" in deployment) return [{ field: "strategy", message: deployment.error }];
  }
  return [];
}

function checkPod(check: Check, field: string, pod: PodCourse): void {
  for (const name of ["schedulingSeconds", "pullSeconds", "startSeconds", "readinessGateSeconds"] as const)
    check.duration(`${field}.${name}`, pod[name] ?? 0);
  for (const [index, container] of pod.containers.entries())
    checkContainer(check, `${field}.containers[${index}]`, container);
}

function checkContainer(check: Check, field: string, container: ContainerCourse): void {
  check.duration(`${field}.startupSeconds`, container.startupSeconds ?? 0);
  for (const type of ["startupProbe", "readinessProbe"] as const) {
    const probe = container[type];
    if (probe != null) checkProbe(check, `${field}.${type}`, probe);
  }
}

function checkProbe(check: Check, field: string, probe: ProbeCourse): void {
  check.whole(`${field}.initialDelaySeconds`, probe.initialDelaySeconds, 0);
  for (const name of ["periodSeconds", "timeoutSeconds", "successThreshold", "failureThreshold"] as const)
    check.whole(`${field}.${name}`, probe[name], 1);
  for (const name of ["answersSeconds", "offsetSeconds"] as const)
    check.duration(`${field}.${name}`, probe[name] ?? 0);
}

class Check {
  readonly faults: ScenarioFault[] = [];

  refuse(field: string, reason: string): void {
    this.faults.push({ field, message: `${field} ${reason}` });
  }

  /** A whole number that int32 holds, as every number of Kubernetes here. */
  whole(field: string, value: number, least: number, most: number = MAX_INT32): void {
    if (Number.isInteger(value) && value >= least && value <= most) return;
    this.refuse(field, `is ${describeValue(value)}, but a whole number from ${least} to ${most} is expected`);
  }

  replicas(field: string, value: number): void {
    this.whole(field, value, 0, MAX_SIMULATED_REPLICAS);
  }

  duration(field: string, value: number): void {
    if (value >= 0 && value <= MAX_INT32) return;
    this.refuse(
      field,
      `is ${describeValue(value)}, but a number of seconds from 0 to ${MAX_INT32} is expected`,
    );
  }
}
