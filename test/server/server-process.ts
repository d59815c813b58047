/** The server as a process of its own. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";

export interface ServerProcess {
  child: ChildProcess;
  out: string[];
  err: string[];
  exit: Promise<number | null>;
  /** where webhooks go */
  url: string;
}

/** Builds the program into a folder, since a loader of TypeScript takes memory of its own. */
export function compile(folder: string): void {
  for (const args of [
    ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json", "--outDir", folder],
    ["--import", "tsx", "scripts/build-rollout-page.ts", folder],
  ])
    spawnSync(process.execPath, args);
}

/** Starts what was compiled; resolves when it listens, or has ended. */
export async function startProcess(folder: string, env: Record<string, string>): Promise<ServerProcess> {
  const child = spawn(process.execPath, [`${folder}/bin/server.js`], {
    env: { PATH: process.env.PATH, NODE_ENV: "production", PORT: "0", HOST: "127.0.0.1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const out: string[] = [];
  const err: string[] = [];
  child.stdout.on("data", (data) => out.push(String(data)));
  child.stderr.on("data", (data) => err.push(String(data)));
  const exit = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const listening = new Promise<number>((resolve) => {
    child.stdout.on("data", () => {
      const port = out.join("").match(/"port":(\d+),.*"msg":"Listening"/)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
  });
  const port = await Promise.race([listening, exit]);
  return { child, out, err, exit, url: `http://127.0.0.1:${port}/api/github/webhooks` };
}
