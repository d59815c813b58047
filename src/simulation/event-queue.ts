/** Events by their time, the earliest first; of one time in no order that anything may depend on. */
export class EventQueue<E> {
  readonly #heap: { at: number; event: E }[] = [];

  /** The time of the next event; Infinity where there is none. */
  get nextTime(): number {
    return this.#heap[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  add(at: number, event: E): void {
    const heap = this.#heap;
    let index = heap.length;
    const entry = { at, event };
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent] as { at: number; event: E };
      if (above.at <= at) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = entry;
  }

  /** Takes the next event out; undefined where there is none. */
  take(): E | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first?.event;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      const right = heap[child + 1];
      if (right !== undefined && right.at < (heap[child] as { at: number }).at) child += 1;
      const below = heap[child];
      if (below === undefined || below.at >= last.at) break;
      heap[index] = below;
      index = child;
    }
    heap[index] = last;
    return first.event;
  }
}
