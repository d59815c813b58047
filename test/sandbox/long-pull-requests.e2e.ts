/** Pull requests of hundreds of files, from the webhook to what stands on GitHub, over real git. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PullRequest } from "../../sandbox/state/model.js";
import { deployment } from "../github/manifests.js";
import { manifest, type Scene, startScene } from "./scene.js";

const MAY_RESOLVE = {
  manifest: { default_permissions: { ...manifest.default_permissions, contents: "write" as const } },
};

/** So many Deployments, 25 in a folder, in the order in which git and GitHub list them. */
function manifests(
  number: number,
  write: (name: string, i: number) => string,
  folder = "apps",
): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: number }, (_, i) => {
      const name = `app-${String(i).padStart(4, "0")}`;
      const team = `team-${String(Math.floor(i / 25)).padStart(3, "0")}`;
      return [`${folder}/${team}/${name}.yaml`, write(name, i)];
    }),
  );
}

const gated = (name: string): string => deployment(name, { probe: true });
const bumped = (name: string, probe: boolean): string => deployment(name, { image: `${name}:2`, probe });

describe("a pull request of hundreds of files", () => {
  let scene: Scene;
  let pull: PullRequest;

  async function begin(before: Record<string, string>, after: Record<string, string | null>): Promise<void> {
    scene = await startScene({ ...MAY_RESOLVE, files: { "README.md": "# shop\n", ...before } });
    scene.asked();
    pull = await scene.open("many", after);
    await scene.settle();
  }

  const [ours, verdict] = [
    () => pull.reviews.filter(({ author, body }) => author === scene.app.bot && body !== ""),
    () => scene.runsOn(pull.head.sha).map(({ status, conclusion }) => [status, conclusion]),
  ];
  const commented = (): string[] => pull.threads.map(({ path }) => path);

  afterEach(() => scene.close());

  describe("300 of them", () => {
    const loses = (i: number): boolean => i % 4 === 3;
    beforeEach(() =>
      begin(
        manifests(300, gated),
        manifests(300, (name, i) => bumped(name, !loses(i))),
      ),
    );

    test("gets one review with 30 comments at lines of real hunks, and one check", () => {
      expect(ours().length).toBe(1);
      expect(verdict()).toEqual([["completed", "failure"]]);
      const bad = Object.keys(manifests(300, gated)).filter((_, i) => loses(i));
      expect(commented()).toEqual(bad.slice(0, 30));
      expect(new Set(pull.threads.map(({ side, line }) => `${side} ${line}`))).toEqual(new Set(["RIGHT 23"]));
      for (const { comments } of pull.threads) expect(comments[0]!.body).toContain("```suggestion");
      // As many of the others as a body holds, in their order, and how many more there are.
      const { body } = ours()[0]!;
      const others = bad.slice(30);
      const told = others.filter((path) => body.includes(path));
      expect(told).toEqual(others.slice(0, told.length));
      expect(told.length).toBeGreaterThan(1);
      expect(body).toContain(`… and ${others.length - told.length} more findings: the check lists`);
      const [run] = scene.runsOn(pull.head.sha);
      expect(run!.annotations.length).toBe(50);
    });

    test("costs a page of files and a query for each hundred, whatever is found", () => {
      const counts: Record<string, number> = {};
      for (const name of scene.asked()) {
        const call = name.replace(/compare\/.*/, "compare/…");
        counts[call] = (counts[call] ?? 0) + 1;
      }
      expect(counts).toEqual({
        "GET /repos/octo-org/shop/compare/…": 1,
        // A page that is full may not be the last one.
        "GET /repos/octo-org/shop/pulls/1/files": 4,
        "POST /graphql query": 3,
        "POST /repos/octo-org/shop/pulls/1/reviews": 1,
        "POST /repos/octo-org/shop/check-runs": 1,
      });
    });

    test("once all are mended the check is green, every thread is resolved and nothing new is said", async () => {
      await scene.push(
        "many",
        manifests(300, (name) => bumped(name, true)),
      );
      await scene.settle();
      expect(verdict()).toEqual([["completed", "success"]]);
      expect(pull.threads.map(({ isResolved }) => isResolved)).toEqual(Array(30).fill(true));
      expect(ours().length).toBe(1);
    });

    test("those that had no room among the comments get theirs when others are mended", async () => {
      const bad = Object.keys(manifests(300, gated)).filter((_, i) => loses(i));
      await scene.push(
        "many",
        manifests(300, (name, i) => bumped(name, !loses(i) || i < 120)),
      );
      await scene.settle();
      expect(verdict()).toEqual([["completed", "failure"]]);
      expect(pull.threads.filter(({ isResolved }) => isResolved).length).toBe(30);
      expect(commented().slice(30)).toEqual(bad.slice(30, 60));
      expect(ours().length).toBe(2);
    });
  });

  test("what stands beyond the 300 that a comparison lists is reviewed too", async () => {
    await begin(
      manifests(320, gated),
      manifests(320, (name, i) => bumped(name, i !== 319)),
    );
    expect(verdict()).toEqual([["completed", "failure"]]);
    expect(commented()).toEqual(["apps/team-012/app-0319.yaml"]);
  });

  test("of more than 3,000, which GitHub does not list, it says what was not reviewed", async () => {
    await begin({}, manifests(3_010, gated));
    expect(verdict()).toEqual([["completed", "neutral"]]);
    const [run] = scene.runsOn(pull.head.sha);
    expect(run!.summary).toContain("GitHub lists only the first 3000 of 3010 changed files");
  });

  test("a folder that moves is no change of what is in it, and an edit on the way is", async () => {
    const before = manifests(310, (name) => deployment(name));
    const after = manifests(310, (name, i) => (i === 42 ? bumped(name, false) : deployment(name)), "moved");
    await begin(before, { ...Object.fromEntries(Object.keys(before).map((path) => [path, null])), ...after });
    expect(verdict()).toEqual([["completed", "neutral"]]);
    const [run] = scene.runsOn(pull.head.sha);
    expect(run!.annotations.map(({ path }) => path)).toEqual(["moved/team-001/app-0042.yaml"]);
    expect(run!.summary).not.toContain("app-0041");
  });
});
