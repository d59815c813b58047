/**
 * A rollout of a Deployment followed step by step. Numbers in, numbers out: no module of Node and no package, so that
 * it runs in a browser as it does here.
 *
 * `simulateRollout` follows one course: what the cluster does is given, pod by pod, and what the controllers make of it
 * follows. With every pod alike it is what usually happens, and a team can see it. `worstCaseOfRollingUpdate` is the other
 * number: the bound over every course, which no course falls below. `worstCaseCurve` is that bound by start-up time.
 *
 * ```ts
 * const probe = { initialDelaySeconds: 30, periodSeconds: 5, timeoutSeconds: 3, successThreshold: 1, failureThreshold: 3 };
 * const result = simulateRollout({
 *   replicas: 3,
 *   strategy: { type: "RollingUpdate", maxSurge: "34%", maxUnavailable: "34%" },
 *   minReadySeconds: 0,
 *   newPods: [{ containers: [{ startupSeconds: 30, readinessProbe: probe }] }],
 * });
 * if (result.ok) result.timeline.lowest; // { serving: 2, spans: [{ fromSeconds: 0, untilSeconds: 30 }], seconds: 30 }
 * ```
 */

export { type WorstCaseCurve, type WorstCaseStep, worstCaseCurve } from "../rollout/worst-case-curve.js";
export {
  type RollingUpdateWorstCase,
  worstCaseOfRollingUpdate,
} from "../rollout/worst-case-of-rolling-update.js";
export { MAX_SIMULATED_REPLICAS, type ScenarioFault } from "./check-scenario.js";
export type { Termination } from "./pods/termination.js";
export type { ContainerCourse, PodCourse, ProbeCourse, Resize, RolloutScenario } from "./scenario.js";
export { type SimulationResult, simulateRollout } from "./simulate-rollout.js";
export {
  type LowestServing,
  type PodCounts,
  type RolloutTimeline,
  type Span,
  servingAt,
  type TimelinePoint,
} from "./timeline.js";
