import { Octokit } from "@octokit/core";
import { paginateRest } from "@octokit/plugin-paginate-rest";
import { retry } from "@octokit/plugin-retry";
import { clientOptions } from "./client-options.js";
import type { GitHubClient } from "./github-client.js";
import { paceClient, type RequestPacer } from "./pace-client.js";

interface TokenClientOptions {
  token: string;
  /** base of the REST API, without a final slash */
  apiUrl: string;
  pacer: RequestPacer;
}

const TokenOctokit = Octokit.plugin(retry, paginateRest);

const nothing = (): void => {};
// octokit would write notes of its own to the terminal, and what a workflow's step writes can be an order.
const SILENT = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** Makes an octokit with a given token, such as a workflow's; it keeps the same bounds and pace as the App's. */
export function createTokenClient({ token, apiUrl, pacer }: TokenClientOptions): GitHubClient {
  const octokit = new TokenOctokit({
    ...clientOptions(),
    auth: token,
    baseUrl: apiUrl,
    userAgent: "surefoot",
    log: SILENT,
  });
  paceClient(octokit, pacer);
  return octokit;
}
