import { expect } from "vitest";
import {
  type ContainerCourse,
  type PodCourse,
  type ProbeCourse,
  type RolloutScenario,
  type RolloutTimeline,
  servingAt,
  simulateRollout,
} from "../../src/simulation/index.js";

/** The probe of test/fixtures/seed/to-be.yaml. */
export const SEED_PROBE: ProbeCourse = {
  initialDelaySeconds: 30,
  periodSeconds: 5,
  timeoutSeconds: 3,
  successThreshold: 1,
  failureThreshold: 3,
};

/** A pod of one container. */
export function podOf(container: ContainerCourse, delays: Omit<PodCourse, "containers"> = {}): PodCourse {
  return { ...delays, containers: [container] };
}

/** The Deployment of test/fixtures/seed/as-is.yaml, with its app starting in 30 seconds. */
export function seed(rest: Partial<RolloutScenario> = {}): RolloutScenario {
  return {
    replicas: 3,
    strategy: { type: "RollingUpdate", maxSurge: "34%", maxUnavailable: "34%" },
    minReadySeconds: 0,
    newPods: [podOf({ startupSeconds: 30 })],
    ...rest,
  };
}

export function timelineOf(scenario: RolloutScenario): RolloutTimeline {
  const result = simulateRollout(scenario);
  if (!result.ok) expect.fail(result.faults.map(({ message }) => message).join("; "));
  return result.timeline;
}

/** [second, serving pods] wherever the number of serving pods changes. */
export function servingSteps({ points }: RolloutTimeline): [seconds: number, serving: number][] {
  return points
    .map((point): [number, number] => [point.seconds, servingAt(point)])
    .filter(([, serving], index, all) => all[index - 1]?.[1] !== serving);
}
