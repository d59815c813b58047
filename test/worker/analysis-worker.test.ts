import { afterEach, describe, expect, test } from "vitest";
import { analyseHere } from "../../src/analysis/analysis.js";
import { AnalysisFailure } from "../../src/analysis/analysis-failure.js";
import type { Change, ChangeToFix } from "../../src/analysis/jobs.js";
import { DEFAULT_POLICY } from "../../src/policy/policy.js";
import {
  type AnalysisWorker,
  startAnalysisWorker,
  type WorkerLimits,
} from "../../src/worker/analysis-worker.js";
import { CIRCUMSTANCES } from "../circumstances.js";
import { changeOf, deployment } from "../engine/review-files.js";

const CHANGE: Change = {
  changeSet: changeOf({ "a.yaml": deployment(), "b.yaml": deployment({ name: "api" }) }),
  policy: DEFAULT_POLICY,
  circumstances: CIRCUMSTANCES,
};
const TO_FIX: ChangeToFix = {
  ...CHANGE,
  excluded: new Map([["b.yaml", "executable"]]),
  forDependabot: false,
  trailers: ["Surefoot-Request: press-1"],
};
const TO_EXPLAIN = { ...CHANGE, workload: "api" };
const TO_WAIVE = {
  ...CHANGE,
  waiver: { rule: "readiness-gate", workload: "web", until: "2999-01-31", reason: "it is a demo" },
  place: { repositoryUrl: "https://github.com/octo/shop", defaultBranch: "main", exists: true },
};

const log: string[] = [];
let worker: AnalysisWorker;
afterEach(async () => {
  log.length = 0;
  await worker.close();
});

function start(program: string, limits: Partial<WorkerLimits> = {}): void {
  const url = new URL(program, import.meta.url);
  worker = startAnalysisWorker(
    url,
    { timeoutMs: 60_000, memoryMiB: 256, ...limits },
    { warn: (_, message) => void log.push(message) },
  );
}

describe("a job in another thread", () => {
  test("comes to what it comes to in this one", async () => {
    start("program.mjs");
    const results = await Promise.all([
      worker.analyse("review", CHANGE),
      worker.analyse("explain", TO_EXPLAIN),
      worker.analyse("waive", TO_WAIVE),
      worker.analyse("fixablePaths", CHANGE),
      worker.analyse("fix", TO_FIX),
    ]);
    expect(results).toEqual([
      await analyseHere("review", CHANGE),
      await analyseHere("explain", TO_EXPLAIN),
      await analyseHere("waive", TO_WAIVE),
      ["a.yaml", "b.yaml"],
      await analyseHere("fix", TO_FIX),
    ]);
    expect(results[4]).toMatchObject({ fixes: 1, left: [{ path: "b.yaml", reason: "executable" }] });
  });

  test("fails as it would here, and the thread does the next one", async () => {
    start("program.mjs");
    const broken = { ...CHANGE, policy: null } as unknown as Change;
    await expect(worker.analyse("review", broken)).rejects.toThrow(TypeError);
    expect(await worker.analyse("fixablePaths", CHANGE)).toEqual(["a.yaml", "b.yaml"]);
  });
});

test("a small job does not wait for a large one", async () => {
  start("stuck.mjs");
  const changeSet = changeOf({ "a.yaml": "#".repeat(200_000) });
  const lost = expect(worker.analyse("fixablePaths", { ...CHANGE, changeSet })).rejects.toThrow("ended");
  expect(await worker.analyse("explain", TO_EXPLAIN)).toBe("still here");
  await worker.close();
  await lost;
});

describe("a job that its thread does not survive", () => {
  test("is done in part where it took too long, and the log says so", async () => {
    start("stuck.mjs", { timeoutMs: 3_000 });
    expect(await worker.analyse("review", CHANGE)).toBe("0.25 of it");
    expect(log).toEqual(["A change took too much: a part of it is judged"]);
  });

  test.each([
    ["takes too long", "fixablePaths", 3_000, "3 s"],
    // On a busy machine it takes a while to fill the memory.
    ["takes too much memory", "waive", 60_000, "16 MiB of memory"],
  ] as const)(
    "fails where a part of it %s too, and the jobs behind it are done",
    async (...[, name, timeoutMs, bound]) => {
      start("stuck.mjs", { timeoutMs, memoryMiB: 16 });
      const lost = expect(worker.analyse(name, TO_WAIVE)).rejects.toEqual(new AnalysisFailure(bound));
      expect(await worker.analyse("explain", TO_EXPLAIN)).toBe("still here");
      await lost;
    },
  );

  test.each([
    ["ends", [], "The thread of the analysis ended"],
    ["throws", null as never, "not caught"],
  ])("fails at once where the thread %s, and the jobs behind it are done", async (_, trailers, message) => {
    start("stuck.mjs");
    const lost = expect(worker.analyse("fix", { ...TO_FIX, trailers })).rejects.toThrow(message);
    expect(await worker.analyse("explain", TO_EXPLAIN)).toBe("still here");
    await lost;
    expect(log).toEqual([]);
  });

  test("ends nothing else where the thread throws as its time is over", async () => {
    start("stuck.mjs", { timeoutMs: 2_000 });
    expect(await worker.analyse("explain", TO_EXPLAIN)).toBe("still here");
    const lost = expect(worker.analyse("fix", { ...TO_FIX, trailers: null as never })).rejects.toThrow(
      "not caught",
    );
    await new Promise(setImmediate);
    // This thread hears of both at once, and of the time first.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_000);
    await lost;
    expect(await worker.analyse("explain", TO_EXPLAIN)).toBe("still here");
    expect(log).toEqual(["A change took too much: a part of it is judged"]);
  });

  test("fails with the others where the process stops", async () => {
    start("stuck.mjs");
    const lost = [
      expect(worker.analyse("fixablePaths", CHANGE)).rejects.toThrow(/ended|stops/),
      expect(worker.analyse("explain", TO_EXPLAIN)).rejects.toThrow("stops"),
    ];
    await worker.close();
    await Promise.all(lost);
  });
});
