import { beforeEach, describe, expect, it } from "vitest";
import {
  createJobQueue,
  type Job,
  type JobQueue,
  type QueueOptions,
} from "../../src/queue/in-process-queue.js";

let events: string[];
let log: string[];
let release: Map<string, () => void>;

beforeEach(() => {
  events = [];
  log = [];
  release = new Map();
});

class Passing extends Error {}

function queue(options: Partial<QueueOptions> = {}): JobQueue {
  const note = (_: object, message: string): void => void log.push(message);
  return createJobQueue({
    backoffMs: [1, 1],
    retryAfter: (error) => (error instanceof Passing ? null : undefined),
    log: { info: note, warn: note, error: note },
    ...options,
  });
}

/** A job that runs until it is released, and publishes unless it was told to stop. */
function held(id: string): Job {
  return {
    id,
    async run(signal) {
      events.push(`start ${id}`);
      await new Promise<void>((resolve) => release.set(id, resolve));
      events.push(signal.aborted ? `stopped ${id}` : `publish ${id}`);
    },
    giveUp: async () => void events.push(`give up ${id}`),
  };
}

function job(id: string, run: (signal: AbortSignal) => Promise<void> = async () => undefined): Job {
  return {
    id,
    async run(signal) {
      events.push(`run ${id}`);
      await run(signal);
    },
    giveUp: async () => void events.push(`give up ${id}`),
  };
}

const started = (id: string): Promise<void> =>
  expect.poll(() => release.has(id), { interval: 1 }).toBe(true) as unknown as Promise<void>;

const free = (id: string): void => release.get(id)!();

describe("jobs of one key", () => {
  it("run one at a time, and the newest takes the place of those that wait", async () => {
    const jobs = queue();
    jobs.enqueue("pull", held("1"));
    await started("1");
    expect(jobs.enqueue("pull", held("2"))).toBe("queued");
    expect(jobs.enqueue("pull", held("3"))).toBe("queued");
    expect(events).toEqual(["start 1"]);
    free("1");
    await started("3");
    free("3");
    await jobs.whenBelow(1);
    expect(events).toEqual(["start 1", "stopped 1", "start 3", "publish 3"]);
  });

  it("are dropped where one that does the same runs or waits", async () => {
    const jobs = queue();
    jobs.enqueue("pull", held("1"));
    await started("1");
    expect(jobs.enqueue("pull", held("1"))).toBe("duplicate");
    jobs.enqueue("pull", held("2"));
    expect(jobs.enqueue("pull", held("2"))).toBe("duplicate");
    free("1");
    await started("2");
    free("2");
    await jobs.whenBelow(1);
    expect(events.filter((event) => event.startsWith("start"))).toEqual(["start 1", "start 2"]);
  });

  it("run again where the one that does the same was told to stop", async () => {
    const jobs = queue();
    jobs.enqueue("pull", held("1"));
    await started("1");
    jobs.enqueue("pull", job("2"));
    expect(jobs.enqueue("pull", job("1"))).toBe("queued");
    free("1");
    await jobs.whenBelow(1);
    expect(events).toEqual(["start 1", "stopped 1", "run 1"]);
  });

  it("run after those of the same kind are done", async () => {
    const jobs = queue();
    jobs.enqueue("pull", job("1"));
    await jobs.whenBelow(1);
    expect(jobs.enqueue("pull", job("1"))).toBe("queued");
    await jobs.whenBelow(1);
    expect(events).toEqual(["run 1", "run 1"]);
  });
});

describe("a job that is kept", () => {
  const kept = (made: Job): Job => ({ ...made, kept: true });

  it("has its turn whatever comes after it, before the newest of the others", async () => {
    const jobs = queue();
    jobs.enqueue("pull", held("review 1"));
    await started("review 1");
    expect(jobs.enqueue("pull", kept(job("fix")))).toBe("queued");
    expect(jobs.enqueue("pull", kept(job("explain")))).toBe("queued");
    jobs.enqueue("pull", job("review 2"));
    jobs.enqueue("pull", job("review 3"));
    free("review 1");
    await jobs.whenBelow(1);
    expect(events).toEqual(["start review 1", "stopped review 1", "run fix", "run explain", "run review 3"]);
  });

  it("stops nothing that runs, and is stopped by nothing", async () => {
    const jobs = queue();
    jobs.enqueue("pull", held("review 1"));
    await started("review 1");
    jobs.enqueue("pull", kept(held("fix")));
    free("review 1");
    await started("fix");
    jobs.enqueue("pull", job("review 2"));
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

  it("begins at once where the key has no work", async () => {
    const jobs = queue();
    expect(jobs.enqueue("pull", kept(job("fix")))).toBe("queued");
    await jobs.whenBelow(1);
    expect(events).toEqual(["run fix"]);
  });

  it("is dropped where one that does the same runs or waits", async () => {
    const jobs = queue();
    jobs.enqueue("pull", kept(held("fix")));
    await started("fix");
    expect(jobs.enqueue("pull", kept(job("fix")))).toBe("duplicate");
    expect(jobs.enqueue("pull", kept(job("explain")))).toBe("queued");
    expect(jobs.enqueue("pull", kept(job("explain")))).toBe("duplicate");
    free("fix");
    await jobs.whenBelow(1);
    expect(events).toEqual(["start fix", "publish fix", "run explain"]);
  });

  it("is refused where twenty others wait for the same key", async () => {
    const jobs = queue();
    jobs.enqueue("pull", held("review"));
    await started("review");
    const outcomes = Array.from({ length: 21 }, (_, i) => jobs.enqueue("pull", kept(job(`${i}`))));
    expect(outcomes.filter((outcome) => outcome === "queued")).toHaveLength(20);
    expect(outcomes.at(-1)).toBe("refused");
    expect(jobs.enqueue("another pull", kept(job("fix")))).toBe("queued");
    free("review");
    await jobs.whenBelow(1);
  });

  it("is given up after three more tries, since the reviews wait behind it", async () => {
    const jobs = queue({ backoffMs: [1, 1, 1, 1, 1, 1] });
    jobs.enqueue("pull", kept(job("fix", () => Promise.reject(new Passing()))));
    await jobs.whenBelow(1);
    expect(events).toEqual(["run fix", "run fix", "run fix", "run fix", "give up fix"]);
  });

  it("runs to its end while the queue is drained, and is counted where there is no time for it", async () => {
    const jobs = queue();
    jobs.enqueue("a", kept(held("fix")));
    await started("fix");
    jobs.enqueue("a", kept(job("explain")));
    const drained = jobs.drain(5_000);
    free("fix");
    expect(await drained).toBe(0);
    expect(events).toEqual(["start fix", "publish fix", "run explain"]);

    const others = queue();
    others.enqueue("a", kept(held("slow")));
    await started("slow");
    others.enqueue("a", kept(job("never")));
    expect(await others.drain(20)).toBe(2);
    free("slow");
    await others.whenBelow(1);
    expect(events).not.toContain("run never");
  });
});

it("runs as many keys side by side as it may", async () => {
  const jobs = queue({ concurrency: 2 });
  for (const id of ["1", "2", "3"]) jobs.enqueue(`pull ${id}`, held(id));
  await started("2");
  expect(events).toEqual(["start 1", "start 2"]);
  free("1");
  await started("3");
  for (const id of ["2", "3"]) free(id);
  await jobs.whenBelow(1);
});

describe("a failure", () => {
  it("is tried again where it may pass", async () => {
    const jobs = queue();
    let tries = 0;
    jobs.enqueue(
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
    jobs.enqueue(
      "a",
      job("passing", () => Promise.reject(new Passing())),
    );
    await jobs.whenBelow(1);
    jobs.enqueue(
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
    jobs.enqueue(
      "limited",
      job("limited", async () => {
        tries += 1;
        if (tries === 1) throw new Passing();
      }),
    );
    jobs.enqueue("other", job("other"));
    await jobs.whenBelow(1);
    expect(events).toEqual(["run limited", "run other", "run limited"]);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(190);
  });

  it("is forgotten where a newer job waits", async () => {
    const jobs = queue({ retryAfter: () => 60_000 });
    jobs.enqueue(
      "pull",
      job("1", () => Promise.reject(new Passing())),
    );
    await expect.poll(() => log).toContain("A job will be tried again");
    jobs.enqueue("pull", job("2"));
    await jobs.whenBelow(1);
    expect(events).toEqual(["run 1", "run 2"]);
  });

  it("leaves other jobs alone, even where the last word fails too", async () => {
    const jobs = queue();
    const broken = {
      ...job("1", () => Promise.reject(new TypeError())),
      giveUp: () => Promise.reject(new TypeError()),
    };
    jobs.enqueue("a", broken);
    jobs.enqueue("b", job("2"));
    await jobs.whenBelow(1);
    expect(events).toContain("run 2");
    expect(log).toContain("A failed job could not be reported");
  });
});

it("refuses jobs beyond its length, and says so", async () => {
  const jobs = queue({ maxLength: 2 });
  jobs.enqueue("a", held("1"));
  jobs.enqueue("b", held("2"));
  expect(jobs.enqueue("c", held("3"))).toBe("refused");
  expect(jobs.enqueue("a", held("4"))).toBe("queued");
  expect(log).toEqual(["The queue is full: a job was refused"]);
});

describe("draining", () => {
  it("finishes what is at hand and takes nothing more", async () => {
    const jobs = queue({ concurrency: 1 });
    jobs.enqueue("a", held("1"));
    jobs.enqueue("b", job("2"));
    await started("1");
    const drained = jobs.drain(5_000);
    expect(jobs.enqueue("c", job("3"))).toBe("refused");
    free("1");
    expect(await drained).toBe(0);
    expect(events).toEqual(["start 1", "publish 1", "run 2"]);
  });

  it("does not wait for the next try of what failed", async () => {
    const jobs = queue({ retryAfter: () => 60_000 });
    jobs.enqueue(
      "pull",
      job("1", () => Promise.reject(new Passing())),
    );
    await expect.poll(() => log).toContain("A job will be tried again");
    const begun = Date.now();
    expect(await jobs.drain(5_000)).toBe(1);
    expect(Date.now() - begun).toBeLessThan(1_000);
    expect(events).toEqual(["run 1"]);
  });

  it("stops what takes longer than it may", async () => {
    const jobs = queue();
    jobs.enqueue("a", held("1"));
    await started("1");
    expect(await jobs.drain(20)).toBe(1);
    free("1");
    await jobs.whenBelow(1);
    expect(events).toEqual(["start 1", "stopped 1"]);
  });
});
