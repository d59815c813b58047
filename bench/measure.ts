import { performance } from "node:perf_hooks";

export type Work = () => void | Promise<void>;

/**
 * Milliseconds of each work, the median of the rounds. The works take turns in every round, so that a slow second of
 * the machine slows them all alike.
 */
export async function measureInTurns(works: readonly Work[], rounds: number): Promise<number[]> {
  const times: number[][] = works.map(() => []);
  for (const work of works) await work();
  for (let round = 0; round < rounds; round++) {
    for (const [index, work] of works.entries()) {
      globalThis.gc?.();
      const start = performance.now();
      await work();
      (times[index] as number[]).push(performance.now() - start);
    }
  }
  return times.map(median);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}
