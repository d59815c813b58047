/** A real Redis of a test's own, where one is installed. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Redis } from "ioredis";

export const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;

if (!hasRedis) console.warn("redis-server is not installed: what needs one is skipped");

export interface RedisServer {
  url: string;
  port: number;
  /** Ends it at once, as a power cut does. */
  kill(): Promise<void>;
  /** Starts it again, with what it had written down. */
  start(): Promise<void>;
  /** It takes connections and answers nothing, until it is told to go on. */
  freeze(): void;
  thaw(): void;
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Starts one on a port of its own. */
export async function startRedis({ running = true } = {}): Promise<RedisServer> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "surefoot-redis-"));
  let child: ChildProcess | null = null;

  async function start(): Promise<void> {
    const options = ["--port", String(port), "--dir", folder, "--appendonly", "yes", "--save", ""];
    child = spawn("redis-server", [...options, "--bind", "127.0.0.1"], { stdio: "ignore" });
    const redis = new Redis(port, { lazyConnect: true, retryStrategy: () => 50, maxRetriesPerRequest: null });
    redis.on("error", () => {});
    await redis.ping();
    redis.disconnect();
  }

  async function kill(): Promise<void> {
    const ended = child;
    child = null;
    if (ended === null) return;
    const exit = new Promise((resolve) => ended.once("exit", resolve));
    ended.kill("SIGCONT");
    ended.kill("SIGKILL");
    await exit;
  }

  if (running) await start();
  return {
    ...{ url: `redis://127.0.0.1:${port}`, port, start, kill },
    freeze: () => void child?.kill("SIGSTOP"),
    thaw: () => void child?.kill("SIGCONT"),
    async flush() {
      const redis = new Redis(port);
      await redis.flushall();
      redis.disconnect();
    },
    async close() {
      await kill();
      await pause(10);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
