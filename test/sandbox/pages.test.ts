/** The pages for people over a sandbox without the App: what is held shows. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pushCommit } from "../../sandbox/state/push.js";
import { type Lab, LINES, startLab } from "./lab.js";

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ withPages: true });
});
afterAll(() => lab.close());

const address = (path: string): string => `${lab.gitHub.url}/octo-org/shop${path}`;

describe("files", () => {
  const read = async (path: string): Promise<[number, string]> => {
    const answer = await fetch(address(path));
    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    return [answer.status, await answer.text()];
  };
  const FILE = `${LINES.join("\n")}\n`;
  const MISSING = [404, "There is no such file."];

  test("of a commit are plain text at GitHub's address", async () => {
    const main = lab.repository.branches.get("main");
    expect(await read(`/blob/${main}/a.txt`)).toEqual([200, FILE]);
  });

  test("that somebody is told to edit are shown, on branches with slashes too", async () => {
    const { world } = lab.gitHub;
    const change = { changes: { "docs/b.txt": "b" }, message: "Add b", author: lab.author };
    await pushCommit(world, lab.repository, "main-2/docs", change);
    expect(await read("/edit/main/a.txt")).toEqual([200, FILE]);
    expect(await read("/edit/main-2/docs/docs/b.txt")).toEqual([200, "b"]);
  });

  test.each([
    "/blob/main/a.txt",
    `/blob/${"0".repeat(40)}/a.txt`,
    "/edit/main/docs",
    "/edit/main/no.txt",
    "/edit/ma/a.txt",
    "/edit/main",
    "/edit/main/a.txt%0Amain:b.bin",
  ])("at %s there are none", async (path) => {
    expect(await read(path)).toEqual(MISSING);
  });
});
