/** The time from a webhook to the posted check, with the whole App and a stand-in for GitHub that takes its time. */
import { performance } from "node:perf_hooks";
import { pullRequestPayload, startHarness } from "../test/github/harness.js";
import { createRepository } from "../test/github/stand-in/repository.js";
import { generateFiles } from "./generate-manifests.js";
import { median } from "./measure.js";

export const LATENCY_MS = 50;

export interface WebhookMeasurement {
  /** requests of one review besides those for a token */
  requests: number;
  comments: number;
  /** milliseconds of the first review, which fetches a token and connects */
  first: number;
  /** milliseconds of the later ones, the median */
  later: number;
  slowest: number;
}

/** Reviews a pull request of so many added manifests, another one in each round. */
export async function measureWebhook(
  manifests: number,
  probes: boolean,
  rounds: number,
): Promise<WebhookMeasurement> {
  const repository = createRepository();
  const files = generateFiles({ files: manifests, documentsPerFile: 1, containersPerPod: 1, probes });
  const head = Object.fromEntries(files.map(({ path, text }) => [path, text]));
  repository.branches.set("main", repository.commit({ "README.md": "# shop\n" }));
  const harness = await startHarness([repository]);
  harness.standIn.latencyMs = LATENCY_MS;
  const times: number[] = [];
  let comments = 0;
  try {
    for (let round = 0; round <= rounds; round++) {
      const headSha = repository.commit({ ...head, "round.txt": String(round) }, "main");
      const pull = repository.open({ headSha });
      const start = performance.now();
      await harness.review("pull_request", pullRequestPayload("opened", repository, pull));
      times.push(performance.now() - start);
      comments = pull.threads.length;
    }
    if (harness.standIn.violations.length > 0) throw new Error(harness.standIn.violations.join("\n"));
    if (repository.checkRuns.length !== rounds + 1) throw new Error("a check is missing");
  } finally {
    await harness.close();
  }
  const [first, ...later] = times as [number, ...number[]];
  const requests = harness.standIn.requests.length / (rounds + 1);
  return { requests, comments, first, later: median(later), slowest: Math.max(...later) };
}
