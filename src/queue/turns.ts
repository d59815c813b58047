/**
 * Turns at a number of places, which go round groups: one with a thousand tasks that wait makes another one's only task
 * wait for no more than the task before it. A group that is parked holds no place until its time has come.
 */

/** How a turn is taken. */
export interface TurnOptions {
  /** at most one such work at a time, whatever the places */
  alone: boolean;
}

export interface Turns {
  /** Does some work when it is its turn; null, undone, where the turns are over before. */
  take<T>(group: string, work: () => Promise<T>, options: TurnOptions): Promise<{ done: T } | null>;
  /** Gives a group no turn for so many milliseconds. */
  park(group: string, ms: number): void;
  /** Gives parked groups no turn any more. */
  end(): void;
}

interface Waiting {
  alone: boolean;
  /** whether it has its turn, or none any more */
  turn(granted: boolean): void;
}

interface Group {
  waiting: Waiting[];
  parkedUntil: number;
}

/** Makes places for so much work at the same time. */
export function createTurns(places: number): Turns {
  // The order of the keys is the order of the turns.
  const groups = new Map<string, Group>();
  let taken = 0;
  let isAloneTaken = false;
  let isOver = false;

  function groupOf(name: string): Group {
    const group = groups.get(name) ?? { waiting: [], parkedUntil: 0 };
    groups.set(name, group);
    return group;
  }

  function next(): Waiting | null {
    for (const [name, group] of groups) {
      if (group.parkedUntil > Date.now()) continue;
      const index = group.waiting.findIndex(({ alone }) => !alone || !isAloneTaken);
      if (index < 0) {
        if (group.waiting.length === 0) groups.delete(name);
        continue;
      }
      // To the end of the round.
      groups.delete(name);
      groups.set(name, group);
      return group.waiting.splice(index, 1)[0]!;
    }
    return null;
  }

  function fill(): void {
    while (taken < places) {
      const waiting = next();
      if (waiting === null) return;
      taken += 1;
      isAloneTaken ||= waiting.alone;
      waiting.turn(true);
    }
  }

  return {
    async take(group, work, { alone }) {
      const granted = await new Promise<boolean>((turn) => {
        const { waiting, parkedUntil } = groupOf(group);
        if (isOver && parkedUntil > Date.now()) return turn(false);
        waiting.push({ alone, turn });
        fill();
      });
      if (!granted) return null;
      try {
        return { done: await work() };
      } finally {
        taken -= 1;
        if (alone) isAloneTaken = false;
        fill();
      }
    },
    park(name, ms) {
      const group = groupOf(name);
      group.parkedUntil = Math.max(group.parkedUntil, Date.now() + ms);
      // A timer can come a little early.
      setTimeout(fill, ms + 2).unref();
    },
    end() {
      isOver = true;
      for (const { waiting, parkedUntil } of groups.values())
        if (parkedUntil > Date.now()) for (const { turn } of waiting.splice(0)) turn(false);
    },
  };
}
