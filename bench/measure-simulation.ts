/** How fast rollouts are simulated, beside what it takes to put as many moments as they have events in order. */
import { type PodCourse, type RolloutScenario, simulateRollout } from "../src/simulation/index.js";
import { measureInTurns } from "./measure.js";

export const SIMULATION = { rollouts: 10_000, replicas: 100, targetMs: 5000 };

const COURSES = 500;
/** A pod gets ready, available and serves; as many old ones go. */
const EVENTS_PER_POD = 4;

const PROBE = {
  initialDelaySeconds: 10,
  periodSeconds: 5,
  timeoutSeconds: 3,
  successThreshold: 1,
  failureThreshold: 3,
};

export interface SimulationMeasurement {
  /** points of all timelines together */
  points: number;
  /** milliseconds */
  simulated: number;
  sorted: number;
}

/** Every pod takes its own time, with and without a probe in turn: no two moments of a rollout are the same. */
export async function measureSimulation(rounds: number): Promise<SimulationMeasurement> {
  const courses = Array.from({ length: COURSES }, (_, index) => courseOf(index));
  const scenarios = Array.from({ length: COURSES }, (_, index) => scenarioOf(index, courses));
  let points = 0;
  const simulate = () => {
    points = 0;
    for (let count = 0; count < SIMULATION.rollouts; count++) {
      const result = simulateRollout(scenarios[count % COURSES] as RolloutScenario);
      if (!result.ok) throw new Error(result.faults.map(({ message }) => message).join("; "));
      points += result.timeline.points.length;
    }
  };
  const [simulated, sorted] = await measureInTurns([simulate, sortMoments], rounds);
  return { points, simulated: simulated as number, sorted: sorted as number };
}

function courseOf(index: number): PodCourse {
  const between = (least: number, most: number, factor: number) =>
    least + ((index * factor) % 1000) * ((most - least) / 1000);
  const startupSeconds = between(5, 60, 389);
  const delays = {
    schedulingSeconds: between(0, 1, 17),
    pullSeconds: between(0, 20, 541),
    startSeconds: between(0.2, 2, 709),
  };
  return { ...delays, containers: [{ startupSeconds, readinessProbe: index % 2 === 0 ? null : PROBE }] };
}

function scenarioOf(index: number, courses: readonly PodCourse[]): RolloutScenario {
  // Courses of one parity: all pods of a rollout have a probe, or none has.
  const newPods = Array.from(
    { length: SIMULATION.replicas },
    (_, pod) => courses[(index + 2 * pod) % COURSES] as PodCourse,
  );
  const strategy = { type: "RollingUpdate" as const, maxSurge: "25%", maxUnavailable: "25%" };
  return { replicas: SIMULATION.replicas, strategy, minReadySeconds: (index % 3) * 5, newPods };
}

function sortMoments(): void {
  for (let count = 0; count < SIMULATION.rollouts; count++) {
    const moments = Float64Array.from(
      { length: EVENTS_PER_POD * SIMULATION.replicas },
      (_, index) => ((index + count) * 7919) % 100_003,
    );
    moments.sort();
  }
}
