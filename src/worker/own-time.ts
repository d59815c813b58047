/** A bound on the time that a thread takes for itself: what it waits for from elsewhere does not count. */
export class OwnTime {
  #leftMs: number;
  #since = 0;
  #waits = 0;
  #timer: NodeJS.Timeout | null = null;

  /** Starts at once; `onEnd` is called where the time is over. */
  constructor(
    totalMs: number,
    readonly onEnd: () => void,
  ) {
    this.#leftMs = totalMs;
    this.#go();
  }

  /** Does not count until what was asked for has settled. */
  async while<Result>(asked: Promise<Result>): Promise<Result> {
    this.#waits += 1;
    if (this.#waits === 1) this.#hold();
    try {
      return await asked;
    } finally {
      this.#waits -= 1;
      if (this.#waits === 0) this.#go();
    }
  }

  /** Ends it; the time is never over. */
  stop(): void {
    this.#waits = Number.POSITIVE_INFINITY;
    this.#hold();
  }

  #go(): void {
    this.#since = performance.now();
    this.#timer = setTimeout(this.onEnd, this.#leftMs);
  }

  #hold(): void {
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#leftMs -= performance.now() - this.#since;
  }
}
