/**
 * What the new pods of a small rollout can be together. Which pod is which says nothing, so they are a multiset, and
 * each multiset has a number: a search of millions of states then handles numbers alone.
 *
 * A pod is created, then runs, then is ready, and serves when its app is warm. Where a probe is waited for it is ready
 * only when it is warm, and until then nobody sees a difference. Ages are in half seconds, counted from the moment at
 * which the pod got ready; they stop where nothing depends on them any more, so that there are finitely many.
 */
import { isPodAvailable, storedTime } from "../../src/simulation/pods/pod-available.js";

export interface PodTimes {
  gated: boolean;
  minReadySeconds: number;
  /** longest warm-up; null: no bound. Says nothing of gated pods */
  startupSeconds: number | null;
}

const CREATED = -2;
const RUNNING = -1;
/** Ready pods from 0 on: twice the age, and one more where it is warm. */
const readyPod = (age: number, warm: boolean) => 2 * age + (warm ? 1 : 0);
const isReady = (pod: number) => pod >= 0;
const isWarm = (pod: number) => pod % 2 === 1;
const ageOf = (pod: number) => pod >> 1;

const HALF_SECOND = 500;
/** A whole second, later than any age. */
const NOW = 1_000_000;

export class NewPods {
  /** the number of the multiset of no pods */
  readonly none: number;
  readonly #times: PodTimes;
  readonly #numbers = new Map<string, number>();
  readonly #multisets: number[][] = [];
  // What follows of each, by its number.
  readonly #serving: number[] = [];
  readonly #available: number[] = [];
  readonly #withCreated: number[] = [];
  readonly #moves: number[][] = [];
  readonly #later: number[] = [];

  constructor(times: PodTimes) {
    this.#times = times;
    this.none = this.#numberOf([]);
  }

  count(pods: number): number {
    return this.#at(pods).length;
  }

  serving(pods: number): number {
    return this.#serving[pods] as number;
  }

  /** How many count as available; `half` is the half of the present second, as Ready times are stored in whole ones. */
  available(pods: number, half: number): number {
    return this.#available[2 * pods + half] as number;
  }

  withCreated(pods: number): number {
    this.#withCreated[pods] ??= this.#numberOf([...this.#at(pods), CREATED]);
    return this.#withCreated[pods];
  }

  /** One pod goes one step further: it runs, its probe succeeds, or its app is warm. */
  moves(pods: number): readonly number[] {
    this.#moves[pods] ??= this.#at(pods).flatMap((pod, index, all) => {
      const isFirst = all[index - 1] !== pod;
      const moves = !isReady(pod) || !isWarm(pod);
      return isFirst && moves ? [this.#numberOf(all.with(index, this.#next(pod)))] : [];
    });
    return this.#moves[pods];
  }

  /** Half a second passes. */
  later(pods: number): number {
    this.#later[pods] ??= this.#numberOf(this.#at(pods).map((pod) => this.#older(pod)));
    return this.#later[pods];
  }

  #isAvailable(pod: number, half: number): boolean {
    const now = NOW + half * HALF_SECOND;
    const lastTransitionTime = storedTime(now - ageOf(pod) * HALF_SECOND);
    return isPodAvailable({ ready: isReady(pod), lastTransitionTime }, this.#times.minReadySeconds, now);
  }

  #next(pod: number): number {
    const { gated, startupSeconds } = this.#times;
    if (pod === CREATED) return gated ? RUNNING : readyPod(0, startupSeconds === 0);
    if (pod === RUNNING) return readyPod(0, true);
    return readyPod(ageOf(pod), true);
  }

  #older(pod: number): number {
    if (!isReady(pod)) return pod;
    const { minReadySeconds, startupSeconds } = this.#times;
    const age = ageOf(pod) + 1;
    const enough = Math.min(age, 2 * minReadySeconds);
    if (isWarm(pod)) return readyPod(enough, true);
    if (startupSeconds === null) return readyPod(enough, false);
    return age >= 2 * startupSeconds ? readyPod(enough, true) : readyPod(age, false);
  }

  #at(pods: number): number[] {
    return this.#multisets[pods] as number[];
  }

  #numberOf(pods: number[]): number {
    const sorted = pods.toSorted((left, right) => left - right);
    const key = sorted.join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#multisets.push(sorted) - 1;
    this.#numbers.set(key, number);
    this.#serving.push(sorted.filter((pod) => isReady(pod) && isWarm(pod)).length);
    for (const half of [0, 1])
      this.#available.push(sorted.filter((pod) => this.#isAvailable(pod, half)).length);
    return number;
  }
}
