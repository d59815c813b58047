/** What a pull request of large files does to the App's process: its probes, its memory, and the pull request behind it. */
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { PRIVATE_KEY, pullRequestPayload, WEBHOOK_SECRET, webhookHeaders } from "../test/github/harness.js";
import { createRepository, type PullRequest, type Repository } from "../test/github/stand-in/repository.js";
import { APP_ID, startStandIn } from "../test/github/stand-in/stand-in.js";
import { compile, startProcess } from "../test/server/server-process.js";
import { median } from "./measure.js";
import { type HealthTimes, pollHealth } from "./poll-health.js";

const DIST = "node_modules/.cache/surefoot-bench";
const FILES = 4;
const FILE_BYTES = 3_000_000;
const ROUNDS = 7;

export interface LargeMeasurement {
  title: string;
  conclusion: string;
  /** milliseconds from the webhook to the check */
  large: number;
  /** of a pull request with one manifest: alone, while the large one is worked on, and right after it */
  usual: number;
  meanwhile: number;
  after: number;
  /** of /healthz meanwhile, and of a process that does nothing else on the same machine */
  health: HealthTimes;
  idle: HealthTimes;
  /** MiB that the process held at most */
  peak: number;
}

/** Reviews it in a process of its own, as it is run. */
export async function measureLarge(): Promise<LargeMeasurement> {
  compile(DIST);
  const repository = createRepository();
  repository.branches.set("main", repository.commit({ "README.md": "# shop\n" }));
  const standIn = await startStandIn(repository);
  const server = await startProcess(DIST, {
    ...{ APP_ID: String(APP_ID), PRIVATE_KEY, WEBHOOK_SECRET, SWEEP: "off" },
    ...{ GHE_HOST: new URL(standIn.apiUrl).host, GHE_PROTOCOL: "http" },
  });
  try {
    const small = (): Promise<number> =>
      review(server.url, repository, { "k8s/web.yaml": manifest("web", 0) });
    const usual: number[] = [];
    await small();
    for (let round = 0; round < ROUNDS; round++) usual.push(await small());
    const files = Object.fromEntries(
      Array.from({ length: FILES }, (_, file) => [`k8s/all-${file}.yaml`, manifests(file)]),
    );
    const { result, health, idle } = await pollHealth(server.url, async () => {
      const large = review(server.url, repository, files);
      await sleep(2_000);
      const meanwhile = await small();
      return { meanwhile, large: await large, after: await small() };
    });
    const run = repository.checkRuns.find(({ title }) => title?.startsWith("Judged in part"));
    return {
      title: run?.title ?? "no verdict",
      conclusion: run?.conclusion ?? "none",
      ...{ ...result, usual: median(usual) },
      ...{ health, idle },
      peak:
        Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${server.child.pid}/status`, "utf8"))?.[1]) / 1024,
    };
  } finally {
    server.child.kill("SIGKILL");
    await server.exit;
    await standIn.close();
  }
}

async function review(url: string, repository: Repository, files: Record<string, string>): Promise<number> {
  const pull: PullRequest = repository.open({ headSha: repository.commit(files, "main") });
  const body = JSON.stringify(pullRequestPayload("opened", repository, pull));
  const start = performance.now();
  await fetch(url, {
    method: "POST",
    body,
    headers: webhookHeaders("pull_request", body, String(pull.number)),
  });
  while (!repository.checkRuns.some(({ externalId }) => externalId === String(pull.number))) await sleep(5);
  return performance.now() - start;
}

function manifests(file: number): string {
  const parts: string[] = [];
  for (let length = 0, index = 0; ; index++) {
    const part = manifest(`app-${file}-${index}`, index);
    length += part.length;
    if (length > FILE_BYTES) return parts.join("");
    parts.push(part);
  }
}

function manifest(name: string, seed: number): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: ${2 + (seed % 9)}
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      containers:
        - name: app
          image: registry.example.com/${name}:1.0.0
          ports:
            - containerPort: 8080
---
`;
}
