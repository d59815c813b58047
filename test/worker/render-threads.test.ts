import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { AnalysisFailure } from "../../src/analysis/analysis-failure.js";
import type { RenderingsJudge } from "../../src/analysis/render-elsewhere.js";
import { type Trees, treeOf } from "../../src/changeset/tree.js";
import { DEFAULT_POLICY } from "../../src/policy/policy.js";
import { type Renderings, unpackRenderings } from "../../src/render/packed-renderings.js";
import { renderChange } from "../../src/render/render-change.js";
import type { Rendering } from "../../src/render/rendering.js";
import { MOST_RENDERERS } from "../../src/renderer/limits.js";
import { stopRenderers } from "../../src/renderer/renderer.js";
import { probeJudge } from "../../src/review/suggest/probe-judge.js";
import { type RenderThreads, startRenderThreads } from "../../src/worker/render-threads.js";
import { webChart } from "../render/chart-files.js";
import { changeOf, provenRenderings, type Texts } from "../render/review-trees.js";

let threads: RenderThreads;
afterEach(() => threads.close());
afterAll(stopRenderers);

function start(
  program: string,
  limits: { timeoutMs?: number; memoryMiB?: number } = {},
  idleMs?: number,
): void {
  const url = new URL(program, import.meta.url);
  threads = startRenderThreads(url, { timeoutMs: 600_000, memoryMiB: 256, ...limits }, idleMs);
}

const NO_JUDGE: RenderingsJudge = { wanted: async () => [], mends: async () => [] };

/** Renders the change from one set of files to another; the judge is that of the command line. */
function render(before: Texts | null, after: Texts, other: Partial<Trees> = {}): Promise<Renderings> {
  const { changeSet, trees } = changeOf(before, after);
  const judge = probeJudge((renderings) => renderChange(changeSet, { renderings }), DEFAULT_POLICY);
  return threads.render(
    { changeSet, policy: DEFAULT_POLICY, isLikely: true },
    { ...trees, ...other },
    {
      wanted: (renderings) => judge.wanted(unpackRenderings(renderings)),
      mends: (renderings, probes) => judge.mends(unpackRenderings(renderings), probes),
    },
  );
}

const withoutMaps = (renderings: readonly Rendering[]): unknown =>
  JSON.parse(JSON.stringify(renderings, (key, value) => (key === "map" ? null : value)));

const chartOf = (name: string): Texts => webChart(`charts/${name}`);
const SHOP = { ...chartOf("shop"), ...chartOf("bank") };

describe("a change that is rendered in another thread", () => {
  test("comes to what it comes to in this one, edits that are proven with it", async () => {
    start("renderer.mjs");
    const before = { "README.md": "# shop\n" };
    const here = await provenRenderings(before, SHOP);
    const there = await render(before, SHOP);
    expect(withoutMaps(unpackRenderings(there))).toEqual(withoutMaps(here));
    expect(here.some(({ after }) => after?.kind === "rendered" && after.probes !== undefined)).toBe(true);
    expect(here.map(({ folder }) => folder)).toEqual(["charts/bank", "charts/shop"]);
  }, 300_000);

  test("comes in its turn, no more of them at a time than there are renderers, and none is lost", async () => {
    start("renderer.mjs");
    const names = ["a", "b", "c", "d"];
    const underWay = new Set<string>();
    let most = 0;
    const made = await Promise.all(
      names.map(async (name) => {
        const files = chartOf(name);
        const tree = treeOf(files);
        const paths = () => {
          underWay.add(name);
          most = Math.max(most, underWay.size);
          return tree.paths();
        };
        const renderings = await render(null, files, { head: { ...tree, paths } });
        underWay.delete(name);
        return renderings;
      }),
    );
    expect(made.map((one) => unpackRenderings(one).map(({ folder }) => folder))).toEqual(
      names.map((name) => [`charts/${name}`]),
    );
    expect(most).toBe(MOST_RENDERERS.ofApp);
  }, 300_000);

  test("fails with the very error of a tree that could not be asked, and the next one is rendered", async () => {
    start("renderer.mjs");
    const failure = Object.assign(new Error("GitHub is away"), { retryable: true });
    const head = { ...treeOf({}), paths: () => Promise.reject(failure) };
    await expect(render(null, chartOf("web"), { head })).rejects.toBe(failure);
    expect(unpackRenderings(await render(null, chartOf("web")))).toHaveLength(1);
  }, 300_000);

  test("is not rendered where it cannot be sent, and the next one is", async () => {
    start("stuck-renderer.mjs");
    const { changeSet, trees } = changeOf(null, { "goes-on": "" });
    const policy = { ...DEFAULT_POLICY, odd: () => {} };
    await expect(threads.render({ changeSet, policy, isLikely: false }, trees, NO_JUDGE)).rejects.toThrow(
      "could not be cloned",
    );
    expect(await stuck("goes-on")).toBe(1);
  });
});

/** Has a thread do what the file is called. */
function stuck(name: string): Promise<unknown> {
  const { changeSet, trees } = changeOf(null, { [name]: "" });
  return threads.render({ changeSet, policy: DEFAULT_POLICY, isLikely: false }, trees, NO_JUDGE);
}

describe("a thread that fails in the middle", () => {
  test.each([
    ["ends", {}, "The thread that renders ended"],
    ["throws", {}, "not caught"],
    // 60 s are the renderer's.
    ["takes-time", { timeoutMs: -54_000 }, "not within 6 s"],
    ["takes-memory", { memoryMiB: 16 }, "not within 16 MiB of memory"],
  ])(
    "where it %s, fails its own change alone, and those behind it get another thread",
    async (name, limits, message) => {
      start("stuck-renderer.mjs", limits);
      expect(await stuck("goes-on")).toBe(1);
      const lost = expect(stuck(name)).rejects.toThrow(message);
      expect(await Promise.all([stuck("goes-on"), stuck("goes-on")])).toEqual([1, 2]);
      await lost;
    },
  );

  test("fails what it has where the process stops, and what waits", async () => {
    start("stuck-renderer.mjs");
    const lost = [
      expect(stuck("takes-time")).rejects.toThrow("ended"),
      expect(stuck("goes-on")).rejects.toThrow("stops"),
    ];
    await sleep(500);
    await threads.close();
    await Promise.all(lost);
  });
});

test("time that is waited for from elsewhere is not the change's own", async () => {
  start("stuck-renderer.mjs", { timeoutMs: -54_000 });
  const slow = { ...treeOf({ "goes-on": "" }), paths: () => sleep(8_000, ["goes-on"]) };
  const { changeSet } = changeOf(null, { "goes-on": "" });
  const change = { changeSet, policy: DEFAULT_POLICY, isLikely: false };
  expect(await threads.render(change, { base: null, head: slow }, NO_JUDGE)).toBe(1);
});

test("a thread ends that nothing was asked of for a while", async () => {
  start("stuck-renderer.mjs", {}, 50);
  expect(await stuck("goes-on")).toBe(1);
  expect(await stuck("goes-on")).toBe(2);
  await sleep(500);
  expect(await stuck("goes-on")).toBe(1);
});

test("what takes too much says so", async () => {
  start("stuck-renderer.mjs", { timeoutMs: -59_500 });
  await expect(stuck("takes-time")).rejects.toEqual(new AnalysisFailure("0.5 s"));
});
