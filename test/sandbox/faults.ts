/**
 * Every single request of a review fails once in every way in which requests fail: what stands on GitHub in the end is
 * what stands there where nothing fails.
 */
import { readFileSync } from "node:fs";
import { describe, type TestContext, test } from "vitest";
import type { Fault } from "../../sandbox/server/faults.js";
import type { PullRequest } from "../../sandbox/state/model.js";
import { manifest, type Scene, startScene } from "./scene.js";

export const AS_IS = readFileSync("test/fixtures/seed/as-is.yaml", "utf8");
export const TO_BE = readFileSync("test/fixtures/seed/to-be.yaml", "utf8");

const WAYS: Fault[] = [
  { kind: "latency", ms: 150 },
  { kind: "error", status: 500 },
  { kind: "error-afterwards", status: 502 },
  { kind: "rate-limit", retryAfterSeconds: 1 },
  { kind: "secondary-limit", retryAfterSeconds: 1 },
  { kind: "drop" },
  { kind: "drop-afterwards" },
  { kind: "break-off" },
  { kind: "stale-head" },
];

export interface Story {
  name: string;
  /** contents: write, so that threads can be resolved */
  mayResolve?: boolean;
  /** what has happened before, where nothing fails */
  prepare?(scene: Scene, branch: string): Promise<void>;
  /** what happens; the commits whose checks count */
  tell(scene: Scene, branch: string): Promise<{ pull: PullRequest; heads: string[] }>;
}

let scenes = 0;

async function begin({ mayResolve }: Story, finish: TestContext["onTestFinished"]): Promise<Scene> {
  const contents = mayResolve ? ("write" as const) : ("read" as const);
  const permissions = { ...manifest.default_permissions, contents };
  scenes += 1;
  const scene = await startScene({
    manifest: { default_permissions: permissions },
    backoffMs: [5, 5, 5, 5],
    firstId: scenes * 1_000_000,
  });
  finish(() => scene.close());
  return scene;
}

/** What stands on GitHub, without what differs from one pull request to the next. */
function standing(at: Scene, { pull, heads }: { pull: PullRequest; heads: string[] }): object {
  return {
    reviews: pull.reviews.filter(({ author, body }) => author === at.app.bot && body !== "").length,
    threads: pull.threads.map(({ path, line, isResolved, comments }) => ({
      ...{ path, line, isResolved, comments: comments.map(({ minimizedReason }) => minimizedReason) },
    })),
    pushes: pull.formerHeads.length,
    answers: pull.comments.filter(({ author }) => author === at.app.bot).length,
    checks: heads.map((sha) =>
      at
        .runsOn(sha)
        .map(({ status, conclusion, title }) => [status, conclusion, title?.replace(/#\d+/g, "#N")]),
    ),
  };
}

// A request without what differs from one pull request to the next.
function nameOf(name: string): string {
  return name
    .replace(/[0-9a-f]{40}/g, "SHA")
    .replace(/\/(pulls|check-runs|installations|issues|comments)\/\d+/, "/$1/N")
    .replace(/compare\/.*/, "compare/…");
}

/** Tells a story once for every request that it makes, which fails, and for every way to fail. */
export function tellWithFaults(story: Story): void {
  describe(`a pull request that is ${story.name}`, () => {
    test.concurrent.for(WAYS)(
      "stands the same whichever request fails by $kind",
      async (way, { expect, onTestFinished }) => {
        const scene = await begin(story, onTestFinished);
        const { gitHub } = scene;
        await story.prepare?.(scene, "calm");
        const before = gitHub.requests.length;
        const calm = standing(scene, await story.tell(scene, "calm"));
        const names = gitHub.requests.slice(before).map(({ name }) => nameOf(name));
        expect(names.length).toBeGreaterThan(6);
        for (const [i, name] of names.entries()) {
          // The token of the first review serves all of them; see below for what becomes of it.
          if (name.endsWith("/access_tokens")) continue;
          const skip = names.slice(0, i).filter((each) => each === name).length;
          await story.prepare?.(scene, `fault-${i}`);
          const fault = gitHub.faults.add({ ...way, on: (request) => nameOf(request.name) === name, skip });
          const told = await story.tell(scene, `fault-${i}`);
          expect({ name, skip, ...standing(scene, told) }).toEqual({ name, skip, ...calm });
          expect(fault.fired, `${name} came ${skip + 1} times`).toBe(1);
        }
      },
    );
  });
}

/** The same for the first request of a process, which all others wait for. */
export function tellWithFaultyTokens(story: Story): void {
  describe("a process that asks for its first token", () => {
    test.concurrent.for(WAYS)(
      "reviews as ever where that fails by $kind",
      async (way, { expect, onTestFinished }) => {
        const scene = await begin(story, onTestFinished);
        const fault = scene.gitHub.faults.add({ ...way, on: /access_tokens$/ });
        const told = standing(scene, await story.tell(scene, "first"));
        const again = standing(scene, await story.tell(scene, "second"));
        expect(told).toEqual(again);
        expect(fault.fired).toBe(1);
      },
    );
  });
}
