import { type ScenarioFault, scenarioFaults } from "./check-scenario.js";
import { RolloutRun } from "./rollout-run.js";
import type { RolloutScenario } from "./scenario.js";
import type { RolloutTimeline } from "./timeline.js";

export type SimulationResult =
  | { ok: true; timeline: RolloutTimeline }
  /** the faults of a scenario that cannot be simulated, field by field */
  | { ok: false; faults: ScenarioFault[] };

/**
 * Follows one rollout from settled pods to its end, or to where nothing happens any more. Deterministic: the same
 * scenario gives the same timeline. Every controller acts at once on what it sees, so what is between two of its
 * steps takes no time and is no point of the timeline.
 */
export function simulateRollout(scenario: RolloutScenario): SimulationResult {
  const faults = scenarioFaults(scenario);
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, timeline: new RolloutRun(scenario).run() };
}
