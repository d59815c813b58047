import { type PodRank, podsToDelete } from "../replica-set-controller.js";
import type { PodCounts } from "../timeline.js";
import type { PodMilestones } from "./pod-milestones.js";

/** The states that a pod can reach; it stays so until it is deleted. */
export const POD_STATES = ["ready", "available", "serving"] as const;
export type PodState = (typeof POD_STATES)[number];

export interface SimulatedPod extends PodRank, Record<PodState, boolean> {
  terminating: boolean;
}

/** The pods of one ReplicaSet, with a count of each kind. */
export class SimulatedPods {
  readonly counts: PodCounts = { pods: 0, ready: 0, available: 0, serving: 0, terminating: 0 };
  #active: SimulatedPod[] = [];

  create(createdAt: number, milestones: Pick<PodMilestones, "scheduledAt" | "runningAt">): SimulatedPod {
    const pod: SimulatedPod = {
      createdAt,
      scheduledAt: createdAt + milestones.scheduledAt,
      runningAt: createdAt + milestones.runningAt,
      readySince: null,
      ready: false,
      available: false,
      serving: false,
      terminating: false,
    };
    this.#active.push(pod);
    this.counts.pods += 1;
    return pod;
  }

  /** A pod has reached a state; one that is being deleted counts no more. */
  reach(pod: SimulatedPod, state: PodState, now: number): void {
    if (pod.terminating) return;
    pod[state] = true;
    if (state === "ready") pod.readySince = now;
    this.counts[state] += 1;
  }

  /** Marks the pods for deletion that go first, and gives them back. */
  delete(count: number, now: number): SimulatedPod[] {
    const gone = podsToDelete(this.#active, count, now);
    for (const pod of gone) {
      pod.terminating = true;
      for (const state of POD_STATES) {
        if (pod[state]) this.counts[state] -= 1;
      }
    }
    this.#active = this.#active.filter(({ terminating }) => !terminating);
    this.counts.pods -= gone.length;
    this.counts.terminating += gone.length;
    return gone;
  }

  /** A pod that was being deleted is gone. */
  remove(): void {
    this.counts.terminating -= 1;
  }
}
