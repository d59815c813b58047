import { LRUCache } from "lru-cache";
import type { Probot } from "probot";
import type { GitHubClient } from "./github-client.js";
import { paceClient, type RequestPacer } from "./pace-client.js";

/** Gives the octokit of an installation. */
export type ClientFor = (installationId: number) => Promise<GitHubClient>;

/** Clients that keep within the limits of their installation, however many tasks use them. */
export function createClientFor(app: Probot, pacerOf: (installationId: number) => RequestPacer): ClientFor {
  const pacers = new LRUCache<number, RequestPacer>({ max: 10_000 });
  return async (installationId) => {
    const pacer = pacers.get(installationId) ?? pacerOf(installationId);
    pacers.set(installationId, pacer);
    const octokit = await app.auth(installationId);
    paceClient(octokit, pacer);
    return octokit;
  };
}
