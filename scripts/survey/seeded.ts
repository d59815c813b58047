/** Draws that the same seed repeats on every machine. */

/** The next number of a row, at least 0 and below 1. */
export type Random = () => number;

/** Mulberry32, begun with a hash of the seed's characters. */
export function randomOf(seed: string): Random {
  let state = 0;
  for (const character of seed) state = (Math.imul(state, 31) + (character.codePointAt(0) ?? 0)) | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A copy in an order that the seed decides (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const list = [...items];
  for (let last = list.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [list[last], list[other]] = [list[other]!, list[last]!];
  }
  return list;
}

/** The first of each key, and of each repository no more than `most`; the order stays. */
export function distinct<T extends { repo: string }>(
  items: readonly T[],
  keyOf: (item: T) => string,
  most = Number.POSITIVE_INFINITY,
): T[] {
  const seen = new Set<string>();
  const taken = new Map<string, number>();
  return items.filter((item) => {
    const key = `${item.repo} ${keyOf(item)}`;
    const before = taken.get(item.repo) ?? 0;
    if (seen.has(key) || before >= most) return false;
    seen.add(key);
    taken.set(item.repo, before + 1);
    return true;
  });
}
