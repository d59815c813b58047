import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { PassThrough } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startProgress } from "../../src/cli/progress.js";
import { wantsColour } from "../../src/cli/terminal.js";
import { temporaryFolder } from "../changeset/temporary-repository.js";
import { deployment } from "./deployment.js";

function startSurefoot(args: string[], env: NodeJS.ProcessEnv = process.env): ChildProcess {
  return spawn(process.execPath, ["--import", "tsx", "src/bin/surefoot.ts", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env,
  });
}

async function endOf(child: ChildProcess): Promise<{ status: number | null; stderr: string }> {
  let stderr = "";
  child.stderr!.on("data", (chunk) => {
    stderr += chunk;
  });
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { status, stderr };
}

describe("the process", () => {
  const folder = temporaryFolder(
    Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`k8s/web${at}.yaml`, deployment(`web${at}`)])),
  );

  it("writes all of a large output to a slow reader before it ends", async () => {
    const child = startSurefoot(["scan", folder, "--format", "json"]);
    const end = endOf(child);
    const chunks: Buffer[] = [];
    for await (const chunk of child.stdout!) {
      chunks.push(chunk as Buffer);
      await sleep(10);
    }
    const text = Buffer.concat(chunks).toString();
    expect(text.length).toBeGreaterThan(300_000);
    expect(JSON.parse(text).workloads).toHaveLength(150);
    expect(await end).toEqual({ status: 1, stderr: "" });
  });

  it("ends quietly with its verdict when the reader goes away", async () => {
    const child = startSurefoot(["scan", folder]);
    const end = endOf(child);
    child.stdout!.once("data", () => child.stdout!.destroy());
    expect(await end).toEqual({ status: 1, stderr: "" });
  });

  it("does not mind a reader that never was", async () => {
    const child = startSurefoot(["--help"]);
    child.stdout!.destroy();
    expect(await endOf(child)).toEqual({ status: 0, stderr: "" });
  });

  it.skipIf(!existsSync("/dev/full"))("ends with 2 where its output cannot be written", async () => {
    const full = openSync("/dev/full", "w");
    const args = ["--import", "tsx", "src/bin/surefoot.ts", "scan", folder];
    const child = spawn(process.execPath, args, { stdio: ["ignore", full, "pipe"] });
    closeSync(full);
    expect(await endOf(child)).toEqual({
      status: 2,
      stderr: "surefoot: the output could not be written (ENOSPC); write it elsewhere\n",
    });
  });

  it("has --publish, and says in one line what a laptop lacks for it", async () => {
    const child = startSurefoot(["review", "--publish"], { PATH: process.env.PATH });
    child.stdout!.resume();
    const { status, stderr } = await endOf(child);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^surefoot: the environment lacks GITHUB_TOKEN, .*\n$/);
  });

  it("ends with 2 and one line where it cannot run", async () => {
    const child = startSurefoot(["scan", `${folder}/nowhere`]);
    child.stdout!.resume();
    const { status, stderr } = await endOf(child);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^surefoot: .*nowhere" does not exist; name a file or folder that does\n$/);
  });
});

describe("colour", () => {
  const on = (isTTY: boolean, env: Record<string, string>) =>
    wantsColour({
      stdin: new PassThrough(),
      stdout: Object.assign(new PassThrough(), { isTTY }),
      stderr: new PassThrough(),
      cwd: ".",
      env,
    });

  it.each([
    ["a terminal", true, {}, true],
    ["a pipe", false, {}, false],
    ["a pipe in a CI", false, { CI: "true" }, false],
    ["a terminal with NO_COLOR", true, { NO_COLOR: "1" }, false],
    ["a terminal with an empty NO_COLOR", true, { NO_COLOR: "" }, true],
    ["a terminal without any", true, { TERM: "dumb" }, false],
    ["a pipe with FORCE_COLOR", false, { FORCE_COLOR: "1" }, true],
    ["NO_COLOR before FORCE_COLOR", false, { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
  ])("is right for %s", (_, isTTY, env, expected) => {
    expect(on(isTTY, env as Record<string, string>)).toBe(expected);
  });
});

describe("progress", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function watched(isTTY: boolean) {
    const stderr = Object.assign(new PassThrough({ encoding: "utf8" }), { isTTY });
    const progress = startProgress({
      stdin: new PassThrough(),
      stdout: new PassThrough(),
      stderr,
      cwd: ".",
      env: {},
    });
    return { progress, shown: () => (stderr.read() as string | null) ?? "" };
  }

  it("is silent in a pipe, and on a terminal when the run is quick", () => {
    for (const isTTY of [true, false]) {
      const { progress, shown } = watched(isTTY);
      progress.step("Reading");
      vi.advanceTimersByTime(isTTY ? 900 : 60_000);
      progress.done();
      vi.advanceTimersByTime(60_000);
      expect(shown()).toBe("");
    }
  });

  it("shows after a second what takes so long, and takes it back", () => {
    const { progress, shown } = watched(true);
    progress.step("Reading");
    vi.advanceTimersByTime(1_001);
    expect(shown()).toBe("\r\u001b[2KReading …");
    progress.step("Reviewing");
    expect(shown()).toBe("\r\u001b[2KReviewing …");
    progress.done();
    expect(shown()).toBe("\r\u001b[2K");
  });

  it("shows at once a step that will block for longer than a second", () => {
    const { progress, shown } = watched(true);
    progress.step("Reviewing", 3);
    expect(shown()).toBe("\r\u001b[2KReviewing …");
  });
});
