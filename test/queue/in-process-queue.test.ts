import { beforeEach, describe, expect, it } from "vitest";
import { createInProcessQueue } from "../../src/queue/in-process-queue.js";
import type { Enqueued, EnqueueOptions, Queue, QueueLimits, TaskRules } from "../../src/queue/queue.js";

/** What these tests let a queue do; what a task does stands in `works` under its id. */
interface Task {
  lane: string;
  id: string;
  isReplaceable: boolean;
}

type Work = (signal: AbortSignal, attempt: number) => Promise<void>;

let events: string[];
let log: string[];
let release: Map<string, () => void>;
let works: Map<string, Work>;

beforeEach(() => {
  events = [];
  log = [];
  release = new Map();
  works = new Map();
});

class Passing extends Error {}

type Options = QueueLimits & Partial<Pick<TaskRules<Task>, "retryAfter" | "giveUp">>;

interface Jobs extends Pick<Queue<Task>, "drain" | "whenBelow" | "dead"> {
  enqueue(
    lane: string,
    job: { id: string; work: Work; lasting?: boolean },
    options?: EnqueueOptions,
  ): Promise<Enqueued>;
}

function queue({ retryAfter, giveUp, ...limits }: Options = {}): Jobs {
  const note = (_: object, message: string): void => void log.push(message);
  const made = createInProcessQueue<Task>(
    {
      laneOf: ({ lane }) => lane,
      idOf: ({ id }) => id,
      isReplaceable: (task) => task.isReplaceable,
      groupOf: ({ lane }) => lane.split("/")[0]!,
      isAlone: ({ id }) => id.startsWith("alone"),
      reasonOf: (error) => (error as Error).name,
      run: ({ id }, attempt, signal) => works.get(id)!(signal, attempt),
      giveUp: giveUp ?? (async ({ id }) => void events.push(`give up ${id}`)),
      retryAfter: retryAfter ?? ((error) => (error instanceof Passing ? null : undefined)),
    },
    { log: { info: note, warn: note, error: note }, backoffMs: [1, 1], ...limits },
  );
  return {
    ...made,
    enqueue(lane, { id, work, lasting = false }, options) {
      works.set(id, work);
      return made.enqueue({ lane, id, isReplaceable: !lasting }, options);
    },
  };
}

/** Work that runs until it is released, and publishes unless it was told to stop. */
function held(id: string): { id: string; work: Work } {
  return {
    id,
    async work(signal) {
      events.push(`start ${id}`);
      await new Promise<void>((resolve) => release.set(id, resolve));
      events.push(signal.aborted ? `stopped ${id}` : `publish ${id}`);
    },
  };
}

function job(id: string, run: Work = async () => undefined): { id: string; work: Work } {
  return {
    id,
    async work(signal, attempt) {
      events.push(`run ${id}`);
      await run(signal, attempt);
    },
  };
}

const started = (id: string): Promise<void> =>
  expect.poll(() => release.has(id), { interval: 1 }).toBe(true) as unknown as Promise<void>;

const free = (id: string): void => release.get(id)!();

describe("tasks of one lane", () => {
  it("run one at a time, and the newest takes the place of those that wait", async () => {
    const jobs = queue();
    await jobs.enqueue("pull", held("1"));
    await started("1");
    expect(await jobs.enqueue("pull", held("2"))).toBe("queued");
    expect(await jobs.enqueue("pull", held("3"))).toBe("queued");
    expect(events).toEqual(["start 1"]);
    free("1");
    await started("3");
    free("3");
    await jobs.whenBelow(1);
    expect(events).toEqual(["start 1", "stopped 1", "start 3", "publish 3"]);
  });

  it("are dropped where one that does the same runs or waits", async () => {
    const jobs = queue();
    await jobs.enqueue("pull", held("1"));
    await started("1");
    expect(await jobs.enqueue("pull", held("1"))).toBe("duplicate");
    await jobs.enqueue("pull", held("2"));
    expect(await jobs.enqueue("pull", held("2"))).toBe("duplicate");
    free("1");
    await started("2");
    free("2");
    await jobs.whenBelow(1);
    expect(events.filter((event) => event.startsWith("start"))).toEqual(["start 1", "start 2"]);
  });

  it("run again where the one that does the same was told to stop", async () => {
    const jobs = queue();
    await jobs.enqueue("pull", held("1"));
    await started("1");
    await jobs.enqueue("pull", job("2"));
    expect(await jobs.enqueue("pull", job("1"))).toBe("queued");
    free("1");
    await jobs.whenBelow(1);
    expect(events).toEqual(["start 1", "stopped 1", "run 1"]);
  });

  it("run after those of the same kind are done", async () => {
    const jobs = queue();
    await jobs.enqueue("pull", job("1"));
    await jobs.whenBelow(1);
    expect(await jobs.enqueue("pull", job("1"))).toBe("queued");
    await jobs.whenBelow(1);
    expect(events).toEqual(["run 1", "run 1"]);
  });
});

describe("a task that is not replaceable", () => {
  const lasting = (made: { id: string; work: Work }) => ({ ...made, lasting: true });

  it("has its turn whatever comes after it, before the newest of the others", async () => {
    const jobs = queue();
    await jobs.enqueue("pull", held("review 1"));
    await started("review 1");
    expect(await jobs.enqueue("pull", lasting(job("fix")))).toBe("queued");
    expect(await jobs.enqueue("pull", lasting(job("explain")))).toBe("queued");
    await jobs.enqueue("pull", job("review 2"));
    await jobs.enqueue("pull", job("review 3"));
    free("review 1");
    await jobs.whenBelow(1);
    expect(events).toEqual(["start review 1", "stopped review 1", "run fix", "run explain", "run review 3"]);
  });

  it("stops nothing that runs, and is stopped by nothing", async () => {
    const jobs = queue();
    await jobs.enqueue("pull", held("review 1"));
    await started("review 1");
    await jobs.enqueue("pull", lasting(held("fix")));
    free("review 1");
    await started("fix");
    await jobs.enqueue("pull", job("review 2"));
    free("fix");
    await jobs.whenBelow(1);
    expect(events).toEqual([
      "start review 1",
      "publish review 1",
      "start fix",
      "publish fix",
      "run review 2",
    ]);
  });

  it("begins at once where the lane has no work", async () => {
    const jobs = queue();
    expect(await jobs.enqueue("pull", lasting(job("fix")))).toBe("queued");
    await jobs.whenBelow(1);
    expect(events).toEqual(["run fix"]);
  });

  it("is dropped where one that does the same runs or waits", async () => {
    const jobs = queue();
    await jobs.enqueue("pull", lasting(held("fix")));
    await started("fix");
    expect(await jobs.enqueue("pull", lasting(job("fix")))).toBe("duplicate");
    expect(await jobs.enqueue("pull", lasting(job("explain")))).toBe("queued");
    expect(await jobs.enqueue("pull", lasting(job("explain")))).toBe("duplicate");
    free("fix");
    await jobs.whenBelow(1);
    expect(events).toEqual(["start fix", "publish fix", "run explain"]);
  });

  it("is refused where twenty others wait for the same lane", async () => {
    const jobs = queue();
    await jobs.enqueue("pull", held("review"));
    await started("review");
    const outcomes = await Promise.all(
      Array.from({ length: 21 }, (_, i) => jobs.enqueue("pull", lasting(job(`${i}`)))),
    );
    expect(outcomes.filter((outcome) => outcome === "queued")).toHaveLength(20);
    expect(outcomes.at(-1)).toBe("refused");
    expect(await jobs.enqueue("another pull", lasting(job("fix")))).toBe("queued");
    free("review");
    await jobs.whenBelow(1);
  });

  it("is given up after three more tries, since the reviews wait behind it", async () => {
    const jobs = queue({ backoffMs: [1, 1, 1, 1, 1, 1] });
    await jobs.enqueue("pull", lasting(job("fix", () => Promise.reject(new Passing()))));
    await jobs.whenBelow(1);
    expect(events).toEqual(["run fix", "run fix", "run fix", "run fix", "give up fix"]);
  });

  it("runs to its end while the queue is drained, and is counted where there is no time for it", async () => {
    const jobs = queue();
    await jobs.enqueue("a", lasting(held("fix")));
    await started("fix");
    await jobs.enqueue("a", lasting(job("explain")));
    const drained = jobs.drain(5_000);
    free("fix");
    expect(await drained).toBe(0);
    expect(events).toEqual(["start fix", "publish fix", "run explain"]);

    const others = queue();
    await others.enqueue("a", lasting(held("slow")));
    await started("slow");
    await others.enqueue("a", lasting(job("never")));
    expect(await others.drain(20)).toBe(2);
    free("slow");
    await others.whenBelow(1);
    expect(events).not.toContain("run never");
  });
});

it("runs as many lanes side by side as it may", async () => {
  const jobs = queue({ concurrency: 2 });
  for (const id of ["1", "2", "3"]) jobs.enqueue(`pull ${id}`, held(id));
  await started("2");
  expect(events).toEqual(["start 1", "start 2"]);
  free("1");
  await started("3");
  for (const id of ["2", "3"]) free(id);
  await jobs.whenBelow(1);
});

describe("what a queue hands on", () => {
  it("is the text of a task: each try reads it anew, and nobody shares it", async () => {
    const seen: object[] = [];
    const nothing = async (): Promise<void> => undefined;
    const made = createInProcessQueue<{ list: number[] }>(
      {
        ...{ laneOf: () => "lane", idOf: () => "id", isReplaceable: () => true, retryAfter: () => null },
        ...{ groupOf: () => "group", isAlone: () => false, reasonOf: () => "" },
        async run(task, attempt) {
          seen.push({ attempt, list: [...task.list] });
          task.list.push(attempt);
          if (attempt < 3) throw new Passing();
        },
        giveUp: nothing,
      },
      { log: { info: nothing, warn: nothing, error: nothing }, backoffMs: [1, 1, 1] },
    );
    const task = { list: [0] };
    const queued = made.enqueue(task);
    task.list.push(9);
    await queued;
    await made.whenBelow(1);
    expect(seen).toEqual([1, 2, 3].map((attempt) => ({ attempt, list: [0] })));
  });
});

describe("a failure", () => {
  it("is tried again where it may pass", async () => {
    const jobs = queue();
    let tries = 0;
    await jobs.enqueue(
      "pull",
      job("1", async () => {
        tries += 1;
        if (tries < 3) throw new Passing();
      }),
    );
    await jobs.whenBelow(1);
    expect(events).toEqual(["run 1", "run 1", "run 1"]);
  });

  it("is given up after the last try, and at once where trying again is no use", async () => {
    const jobs = queue();
    await jobs.enqueue(
      "a",
      job("passing", () => Promise.reject(new Passing())),
    );
    await jobs.whenBelow(1);
    await jobs.enqueue(
      "b",
      job("bug", () => Promise.reject(new TypeError())),
    );
    await jobs.whenBelow(1);
    expect(events).toEqual([
      "run passing",
      "run passing",
      "run passing",
      "give up passing",
      "run bug",
      "give up bug",
    ]);
  });

  it("waits as long as it says, without holding a place", async () => {
    const jobs = queue({ concurrency: 1, retryAfter: () => 200 });
    const begun = Date.now();
    let tries = 0;
    await jobs.enqueue(
      "limited",
      job("limited", async () => {
        tries += 1;
        if (tries === 1) throw new Passing();
      }),
    );
    await jobs.enqueue("other", job("other"));
    await jobs.whenBelow(1);
    expect(events).toEqual(["run limited", "run other", "run limited"]);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(190);
  });

  it.each([false, true])(
    "that asks for a wait is no failed try, however often it does: lasting %s",
    async (lasting) => {
      const attempts: number[] = [];
      const jobs = queue({ retryAfter: ({ message }) => (message === "limit" ? 1 : null) });
      const { id, work } = job("limited", async (_, attempt) => {
        attempts.push(attempt);
        if (attempts.length === 9) throw new Passing();
        if (attempts.length < 12) throw new Passing("limit");
      });
      await jobs.enqueue("limited", { id, work, lasting });
      await jobs.whenBelow(1);
      expect(attempts).toEqual([...Array<number>(9).fill(1), 2, 2, 2]);
      expect(events).not.toContain("give up limited");
    },
  );

  it("that asks for waits without an end is given up at its deadline", async () => {
    const jobs = queue({ retryAfter: () => 20, deadlineMs: 1_000 });
    const begun = Date.now();
    await jobs.enqueue(
      "limited",
      job("limited", () => Promise.reject(new Passing())),
    );
    await jobs.whenBelow(1);
    expect(Date.now() - begun).toBeLessThan(5_000);
    expect(events.filter((event) => event === "run limited").length).toBeGreaterThan(3);
    expect(events.at(-1)).toBe("give up limited");
  });

  it("waits longer each time that it is asked to, where it does not say how long", async () => {
    const jobs = queue({ retryAfter: () => 1, backoffMs: [1, 50, 100] });
    const begun: number[] = [];
    const work = async (): Promise<void> => {
      begun.push(Date.now());
      if (begun.length < 5) throw new Passing();
    };
    await jobs.enqueue("limited", job("limited", work));
    await jobs.whenBelow(1);
    const waits = begun.slice(1).map((at, i) => at - begun[i]!);
    for (const [i, least] of [0, 45, 95, 95].entries()) expect(waits[i]).toBeGreaterThanOrEqual(least);
  });

  it("is forgotten where a newer job waits", async () => {
    const jobs = queue({ backoffMs: [60_000] });
    await jobs.enqueue(
      "pull",
      job("1", () => Promise.reject(new Passing())),
    );
    await expect.poll(() => log).toContain("A job will be tried again");
    await jobs.enqueue("pull", job("2"));
    await jobs.whenBelow(1);
    expect(events).toEqual(["run 1", "run 2"]);
  });

  it("leaves other jobs alone, even where the last word fails too", async () => {
    const jobs = queue({ giveUp: () => Promise.reject(new TypeError()) });
    await jobs.enqueue(
      "a",
      job("1", () => Promise.reject(new TypeError())),
    );
    await jobs.enqueue("b", job("2"));
    await jobs.whenBelow(1);
    expect(events).toContain("run 2");
    expect(log).toContain("A failed job could not be reported");
  });
});

it("refuses jobs beyond its length, and says so", async () => {
  const jobs = queue({ maxLength: 2 });
  await jobs.enqueue("a", held("1"));
  await jobs.enqueue("b", held("2"));
  expect(await jobs.enqueue("c", held("3"))).toBe("refused");
  expect(await jobs.enqueue("a", held("4"))).toBe("queued");
  expect(log).toEqual(["The queue is full: a job was refused"]);
});

describe("turns", () => {
  /** A queue whose only place is taken until `gate` is free. */
  async function busy(options: Options): Promise<Jobs> {
    const jobs = queue({ concurrency: 1, ...options });
    await jobs.enqueue("gate", held("gate"));
    await started("gate");
    return jobs;
  }

  it("go round the groups: one with many tasks makes another's only one wait for a single task", async () => {
    const jobs = await busy({});
    for (let i = 0; i < 50; i += 1) await jobs.enqueue(`noisy/${i}`, job(`noisy ${i}`));
    await jobs.enqueue("quiet/1", job("quiet"));
    await jobs.enqueue("other/1", job("other"));
    free("gate");
    await jobs.whenBelow(1);
    expect(events.slice(2, 5)).toEqual(["run noisy 0", "run quiet", "run other"]);
    expect(events).toHaveLength(54);
  });

  it("are not given to a group that was asked to wait, and it holds no place", async () => {
    const jobs = await busy({ retryAfter: () => 1_000 });
    const begun = Date.now();
    let tries = 0;
    const limited = job("limited 1", async () => {
      tries += 1;
      if (tries === 1) throw new Passing();
    });
    await jobs.enqueue("limited/1", limited);
    for (const i of [2, 3, 4]) await jobs.enqueue(`limited/${i}`, job(`limited ${i}`));
    for (const i of [1, 2, 3]) await jobs.enqueue(`free/${i}`, job(`free ${i}`));
    free("gate");
    await jobs.whenBelow(1, "free");
    expect(events.slice(2)).toEqual(["run limited 1", "run free 1", "run free 2", "run free 3"]);
    await jobs.whenBelow(1);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(995);
    expect(events.filter((event) => event.startsWith("run limited"))).toHaveLength(5);
  });

  it("of tasks that run alone come one after the other, and hold no place meanwhile", async () => {
    const jobs = queue({ concurrency: 3 });
    await jobs.enqueue("a/1", held("alone 1"));
    await jobs.enqueue("b/1", held("alone 2"));
    await jobs.enqueue("c/1", held("other 1"));
    await jobs.enqueue("d/1", held("other 2"));
    await started("other 2");
    expect(events).toEqual(["start alone 1", "start other 1", "start other 2"]);
    free("alone 1");
    await started("alone 2");
    for (const id of ["alone 2", "other 1", "other 2"]) free(id);
    await jobs.whenBelow(1);
  });

  it("are left to others: a group takes no more lanes than it leaves", async () => {
    const jobs = queue({ concurrency: 1, maxLength: 10 });
    const outcomes: Enqueued[] = [];
    for (let i = 0; i < 8; i += 1) outcomes.push(await jobs.enqueue(`noisy/${i}`, held(`noisy ${i}`)));
    expect(outcomes.filter((outcome) => outcome === "queued")).toHaveLength(6);
    expect(await jobs.enqueue("quiet/1", held("quiet"))).toBe("queued");
    expect(await jobs.drain(1)).toBe(7);
  });
});

it("drops a task that no event asked for where its lane has work, and takes it where it has none", async () => {
  const jobs = queue();
  await jobs.enqueue("pull", held("review"));
  await started("review");
  expect(await jobs.enqueue("pull", job("missed"), { ifIdle: true })).toBe("duplicate");
  expect(await jobs.enqueue("pull", { ...job("command"), lasting: true }, { ifIdle: true })).toBe("queued");
  free("review");
  await jobs.whenBelow(1);
  expect(events).toEqual(["start review", "publish review", "run command"]);
  expect(await jobs.enqueue("pull", job("missed"), { ifIdle: true })).toBe("queued");
});

it("keeps the tasks that failed for good in mind, the newest first", async () => {
  const jobs = queue();
  for (const id of ["1", "2"]) {
    await jobs.enqueue(
      "pull",
      job(id, () => Promise.reject(new TypeError("a secret"))),
    );
    await jobs.whenBelow(1);
  }
  const dead = await jobs.dead();
  expect(dead.map(({ task, reason }) => [task.id, reason])).toEqual([
    ["2", "TypeError"],
    ["1", "TypeError"],
  ]);
});

describe("draining", () => {
  it("finishes what is at hand and takes nothing more", async () => {
    const jobs = queue({ concurrency: 1 });
    await jobs.enqueue("a", held("1"));
    await jobs.enqueue("b", job("2"));
    await started("1");
    const drained = jobs.drain(5_000);
    expect(await jobs.enqueue("c", job("3"))).toBe("refused");
    free("1");
    expect(await drained).toBe(0);
    expect(events).toEqual(["start 1", "publish 1", "run 2"]);
  });

  it("does not wait for the next try of what failed", async () => {
    const jobs = queue({ retryAfter: () => 60_000 });
    await jobs.enqueue(
      "pull",
      job("1", () => Promise.reject(new Passing())),
    );
    await expect.poll(() => log).toContain("A job will be tried again");
    // Had it waited so long, the job would have run a second time.
    expect(await jobs.drain(90_000)).toBe(1);
    expect(events).toEqual(["run 1"]);
  });

  it("does not wait for a group that was asked to wait", async () => {
    const jobs = queue({ concurrency: 1, retryAfter: () => 60_000 });
    await jobs.enqueue(
      "limited/1",
      job("1", () => Promise.reject(new Passing())),
    );
    await jobs.enqueue("limited/2", job("2"));
    await expect.poll(() => log).toContain("A job will be tried again");
    expect(await jobs.drain(90_000)).toBe(2);
    expect(events).toEqual(["run 1"]);
  });

  it("stops what takes longer than it may", async () => {
    const jobs = queue();
    await jobs.enqueue("a", held("1"));
    await started("1");
    expect(await jobs.drain(20)).toBe(1);
    free("1");
    await jobs.whenBelow(1);
    expect(events).toEqual(["start 1", "stopped 1"]);
  });
});
