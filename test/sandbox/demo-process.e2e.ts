/** `npm run demo` as a process: what it prints, how it ends, and that it leaves nothing behind. */
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "../changeset/temporary-repository.js";

// What the loader compiled lies there too, once for all of them.
const FOLDER = temporaryFolder();

let child: ChildProcess | undefined;
afterEach(() => void child?.kill("SIGKILL"));

interface Started {
  url: string;
  output(): string;
  /** what the demo has in the folder for temporary files */
  left(): string[];
  exit: Promise<number | null>;
}

/** Starts it in a folder of its own for temporary files; `url` is known once it says to press Ctrl-C. */
function start(...args: string[]): Promise<Started> {
  return startUntil((printed) => printed.includes("Ctrl-C ends it."), args);
}

async function startUntil(
  isReady: (printed: string, left: string[]) => boolean,
  args: readonly string[] = [],
): Promise<Started> {
  // One that was killed leaves its own.
  const earlier = new Set(readdirSync(FOLDER));
  child = spawn(process.execPath, ["--import", "tsx", "sandbox/demo.ts", ...args], {
    env: { ...process.env, TMPDIR: FOLDER },
  });
  let printed = "";
  for (const stream of [child.stdout!, child.stderr!]) stream.on("data", (part) => (printed += part));
  const left = (): string[] =>
    readdirSync(FOLDER).filter((name) => name.startsWith("surefoot") && !earlier.has(name));
  let ended = false;
  const exit = new Promise<number | null>((resolve) => child!.once("close", resolve));
  void exit.then(() => {
    ended = true;
  });
  while (!ended && !isReady(printed, left())) await pause(5);
  return { exit, url: printed.match(/http:\/\/\S+/)?.[0] ?? "", output: () => printed, left };
}

describe("the demo", () => {
  test("prints where its pull request is, and that it was reviewed", async () => {
    const { url, output } = await start();
    expect(output()).toMatch(/Surefoot reviewed [0-9a-f]{7} in \d+ ms: failure, new comments: 4/);
    const page = await (await fetch(url)).text();
    expect(page).toContain("3 of 3");
    expect(page).toContain("Commit suggestion");
    expect((await fetch(new URL("/", url))).url).toBe(url);
  });

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "ends on %s, with a page open, and leaves nothing",
    async (signal) => {
      const { url, exit, left, output } = await start();
      expect(left().length).toBe(1);
      const events = await fetch(`${url}/events`);
      child!.kill(signal);
      expect(await exit).toBe(0);
      expect(left()).toEqual([]);
      expect(output()).not.toMatch(/error|warn/i);
      await events.text().catch(() => {});
    },
  );

  test("leaves nothing where it is stopped while it starts", async () => {
    const { exit, left, output } = await startUntil((_, left) => left.length > 0);
    expect(output()).toBe("");
    child!.kill("SIGINT");
    expect(await exit).toBe(1);
    expect(left()).toEqual([]);
  });

  test("leaves nothing where somebody does not want to wait", async () => {
    const { exit, left } = await start();
    child!.kill("SIGINT");
    child!.kill("SIGINT");
    expect([0, 1]).toContain(await exit);
    expect(left()).toEqual([]);
  });

  /** [arguments, exit status, what is said] */
  const WORDS: [string[], number, RegExp][] = [
    [["--base", "main"], 2, /^demo: --base and --head go with --repo\nusage: npm run demo/],
    [["--port", "http"], 2, /^demo: --port takes a number from 0 to 65535\nusage: /],
    [["--port", "65536"], 2, /^demo: --port takes a number from 0 to 65535\nusage: /],
    [["--help"], 0, /^usage: npm run demo\n/],
    [["--colour"], 2, /^demo: Unknown option '--colour'.*\nusage: /],
    [["--repo", "/nowhere"], 1, /^demo: git [^\n]*cannot change to '\/nowhere'[^\n]*\n$/],
    [["--repo", "/"], 1, /^demo: "\/" is in no git repository[^\n]*\n$/],
  ];
  test.each(WORDS)("given %j ends with %i and says why", async (args, status, words) => {
    const { exit, left, output } = await start(...args);
    expect([await exit, output()]).toEqual([status, expect.stringMatching(words)]);
    expect(left()).toEqual([]);
  });

  test("says so where its port is taken", async () => {
    const first = await start();
    const running = child!;
    const { exit, output, left } = await start("--port", new URL(first.url).port);
    running.kill("SIGKILL");
    expect([await exit, output()]).toEqual([1, expect.stringMatching(/^demo: [^\n]*EADDRINUSE[^\n]*\n$/)]);
    expect(left()).toEqual([]);
  });
});
