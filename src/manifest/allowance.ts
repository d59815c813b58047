/** How much of one side of a change may still be read. What is read lessens it. */
export interface Allowance {
  /** characters of the documents that are parsed */
  length: number;
  /** objects that are kept */
  objects: number;
}

/** Returns one that holds everything. */
export function unbounded(): Allowance {
  return { length: Number.POSITIVE_INFINITY, objects: Number.POSITIVE_INFINITY };
}

/** Returns which bound a text of this length would break, in words; null where there is room for it. */
export function boundBrokenBy(length: number, allowance: Allowance): string | null {
  if (allowance.objects <= 0) return "objects";
  return length > allowance.length ? "text" : null;
}
