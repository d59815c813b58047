/**
 * Looks at every schedule of one small rolling update and reports the largest number of pods that did not serve. The
 * adversary decides when each controller acts, how far what it reads lags behind, when each pod is created, runs and
 * is found ready by its probe, and how long its app warms up, up to the known start-up time. What a controller then
 * does is asked of the simulation's own functions. Time runs in half seconds: a pod's Ready time is stored in whole
 * ones, so it may lie before its start, and no finer step would let a pod count any earlier against whole seconds of
 * minReadySeconds and start-up.
 */
import type { Deployment } from "../../src/simulation/deployment.js";
import { manageReplicas } from "../../src/simulation/replica-set-controller.js";
import { NewPods, type PodTimes } from "./new-pods.js";
import { NumberSet } from "./number-set.js";
import {
  ABSENT,
  availableOf,
  BASE,
  numberOf,
  type ReplicaSetNumber,
  type SyncTable,
  sizeOf,
  syncTable,
} from "./sync-table.js";

export interface SearchedRollout extends PodTimes {
  deployment: Deployment;
  /**
   * How old what the deployment controller reads may be. "status": a ReplicaSet's status may be older than its pods.
   * "cache": the ReplicaSet it reads may be older than the one that the API server holds, too.
   */
  lag: "none" | "status" | "cache";
}

export interface SearchResult {
  /** the largest (replicas - serving pods) in any reachable state */
  worstCase: number;
  states: number;
}

interface State {
  /** pods of the old ReplicaSet that are not being deleted: all of them serve */
  oldPods: number;
  /** number of a multiset */
  newPods: number;
  /** which half of the current second */
  half: number;
  /** as the API server holds them */
  old: ReplicaSetNumber;
  fresh: ReplicaSetNumber;
  /** as the deployment controller reads them */
  cachedOld: ReplicaSetNumber;
  cachedNew: ReplicaSetNumber;
}

export function searchWorstCase(rollout: SearchedRollout): SearchResult {
  return new RolloutSearch(rollout).run();
}

class RolloutSearch {
  readonly #replicas: number;
  readonly #lag: SearchedRollout["lag"];
  readonly #pods: NewPods;
  readonly #sync: SyncTable;
  readonly #seen = new NumberSet();
  readonly #open: State[] = [];
  #worstCase = 0;

  constructor(rollout: SearchedRollout) {
    this.#replicas = rollout.deployment.replicas;
    this.#lag = rollout.lag;
    this.#pods = new NewPods(rollout);
    this.#sync = syncTable(rollout.deployment);
  }

  run(): SearchResult {
    const settled = numberOf(this.#replicas, this.#replicas);
    this.#reach(this.#replicas, this.#pods.none, 0, settled, ABSENT, settled, ABSENT);
    // No schedule loses more than every pod.
    for (let state = this.#open.pop(); state && this.#worstCase < this.#replicas; state = this.#open.pop()) {
      this.#movePods(state);
      if (this.#lag !== "none") this.#writeStatuses(state);
      this.#syncDeployment(state);
    }
    return { worstCase: this.#worstCase, states: this.#seen.size };
  }

  /** Comes to a state, in the order of its fields. It becomes an object only where it is new: most are not. */
  #reach(
    oldPods: number,
    newPods: number,
    half: number,
    heldOld: ReplicaSetNumber,
    heldNew: ReplicaSetNumber,
    readOld: ReplicaSetNumber,
    readNew: ReplicaSetNumber,
  ): void {
    const current = this.#lag === "none";
    const old = current ? numberOf(sizeOf(heldOld), oldPods) : heldOld;
    const fresh = current ? this.#statusOf(heldNew, newPods, half) : heldNew;
    const cachedOld = this.#lag === "cache" ? readOld : old;
    const cachedNew = this.#lag === "cache" ? readNew : fresh;
    let key = (newPods * 2 + half) * BASE + oldPods;
    for (const one of [old, fresh, cachedOld, cachedNew]) key = key * BASE * BASE + one;
    if (!this.#seen.add(key)) return;
    this.#open.push({ oldPods, newPods, half, old, fresh, cachedOld, cachedNew });
    this.#worstCase = Math.max(this.#worstCase, this.#replicas - oldPods - this.#pods.serving(newPods));
  }

  /** Half a second passes, a ReplicaSet's controller deletes or creates a pod, or a pod goes one step further. */
  #movePods({ oldPods, newPods, half, old, fresh, cachedOld, cachedNew }: State): void {
    const pods = this.#pods;
    this.#reach(oldPods, pods.later(newPods), 1 - half, old, fresh, cachedOld, cachedNew);
    if (manageReplicas(sizeOf(old), oldPods) < 0)
      this.#reach(oldPods - 1, newPods, half, old, fresh, cachedOld, cachedNew);
    if (manageReplicas(sizeOf(fresh), pods.count(newPods)) > 0)
      this.#reach(oldPods, pods.withCreated(newPods), half, old, fresh, cachedOld, cachedNew);
    for (const moved of pods.moves(newPods))
      this.#reach(oldPods, moved, half, old, fresh, cachedOld, cachedNew);
  }

  /** A ReplicaSet's controller writes its status, or the deployment controller's cache hears of a ReplicaSet. */
  #writeStatuses({ oldPods, newPods, half, old, fresh, cachedOld, cachedNew }: State): void {
    const ofOld = numberOf(sizeOf(old), oldPods);
    const ofNew = this.#statusOf(fresh, newPods, half);
    this.#reach(oldPods, newPods, half, ofOld, fresh, cachedOld, cachedNew);
    this.#reach(oldPods, newPods, half, old, ofNew, cachedOld, cachedNew);
    this.#reach(oldPods, newPods, half, old, fresh, old, cachedNew);
    this.#reach(oldPods, newPods, half, old, fresh, cachedOld, fresh);
  }

  #statusOf(fresh: ReplicaSetNumber, newPods: number, half: number): ReplicaSetNumber {
    return fresh === ABSENT ? ABSENT : numberOf(sizeOf(fresh), this.#pods.available(newPods, half));
  }

  /** What the API server makes of a sync: a ReplicaSet that has changed since it was read refuses the write. */
  #syncDeployment({ oldPods, newPods, half, old, fresh, cachedOld, cachedNew }: State): void {
    // One that exists by now cannot be created again, and the sync ends there.
    if (cachedNew === ABSENT && fresh !== ABSENT) return;
    const sizes = this.#sync(cachedOld, cachedNew);
    const writtenOld = old === cachedOld ? numberOf(sizes.old, availableOf(old)) : old;
    const writtenNew = fresh === cachedNew ? numberOf(sizes.new, availableOf(fresh)) : fresh;
    this.#reach(oldPods, newPods, half, writtenOld, writtenNew, cachedOld, cachedNew);
  }
}
