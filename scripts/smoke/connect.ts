/** The App as GitHub knows it, and the App itself in this process: the same code that a server runs, hearing no webhook. */
import { Probot } from "probot";
import { type Surefoot, surefoot } from "../../src/app.js";
import type { GitHubClient } from "../../src/github/client/github-client.js";
import { askGitHub, GitHubFailure } from "../../src/github/client/github-failure.js";
import { createClientFor } from "../../src/github/client/installation-client.js";
import { SurefootOctokit } from "../../src/github/client/surefoot-octokit.js";
import { createTokenClient } from "../../src/github/client/token-client.js";
import { createInProcessMemory } from "../../src/github/memory/in-process-memory.js";
import { createRequestPacer } from "../../src/github/memory/request-pacer.js";
import { createLogger } from "../../src/server/logger.js";
import { demand, SmokeFailure } from "./failure.js";
import type { Settings } from "./settings.js";

export interface Connection {
  slug: string;
  /** the account that the App's comments are of */
  bot: string;
  installationId: number;
  permissions: Readonly<Record<string, string | undefined>>;
  /** signed in as the installation, within its limits */
  octokit: GitHubClient;
  /** signed in as the account that pushes */
  author: GitHubClient;
  /** Lets the App in this process hear of the pull request, and waits until it has done what it does. */
  review(action: "opened" | "synchronize", pullNumber: number): Promise<void>;
}

const NEEDED = ["pull_requests", "checks"];

// The smoke test fails where GitHub cannot answer in these ten seconds.
const BACKOFF_MS = [2_000, 8_000];

type ProbotOptions = NonNullable<ConstructorParameters<typeof Probot>[0]>;

/** Signs in and finds the installation; `write` hears the App's warnings. */
export async function connect(settings: Settings, write: (line: string) => void): Promise<Connection> {
  const { appId, privateKey, apiUrl, repository, token } = settings;
  const secrets = [privateKey, ...(token === null ? [] : [token])];
  const log = createLogger({ logLevel: "warn", logFormat: "pretty", secrets, write });
  const probot = new Probot({
    ...{ appId, privateKey, baseUrl: apiUrl, secret: "none", Octokit: SurefootOctokit },
    log: log as unknown as NonNullable<ProbotOptions["log"]>,
  });
  const asApp = await probot.auth();
  const slug = await slugOf(asApp);
  const { id: installationId, permissions } = await installationOf(asApp, settings, slug);
  const lacking = [...NEEDED, ...(token === null ? ["contents"] : [])].filter(
    (name) => permissions[name] !== "write",
  );
  demand(
    lacking.length === 0,
    `${slug} may not write ${lacking.join(", ")} here${
      lacking.includes("contents") ? " (or let SMOKE_TOKEN push)" : ""
    }`,
  );
  const memory = createInProcessMemory();
  const octokit = await createClientFor(probot, (id) => createRequestPacer(memory, `${id}`))(installationId);
  const author =
    token === null
      ? octokit
      : createTokenClient({ token, apiUrl, pacer: createRequestPacer(memory, "author") });
  const app = surefoot(probot, { appId, log, backoffMs: BACKOFF_MS });
  let before: string | undefined;
  return {
    ...{ slug, bot: `${slug}[bot]`, installationId, permissions, octokit, author },
    async review(action, pullNumber) {
      const { data: pull_request } = await askGitHub("Reading the pull request", () =>
        octokit.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", {
          ...{ ...repository, pull_number: pullNumber },
        }),
      );
      const after = pull_request.head.sha;
      const moved = action === "synchronize" ? { before, after } : {};
      await receive(probot, app, { action, ...moved, installation: { id: installationId }, pull_request });
      before = after;
    },
  };
}

async function slugOf(asApp: GitHubClient): Promise<string> {
  const { data } = await askGitHub("Signing in as the App", () => asApp.request("GET /app"));
  demand(data !== null && data.slug !== undefined, "GitHub does not tell the App's name");
  return data.slug;
}

async function installationOf(
  asApp: GitHubClient,
  { repository }: Settings,
  slug: string,
): Promise<{ id: number; permissions: Readonly<Record<string, string | undefined>> }> {
  try {
    const { data } = await askGitHub("Finding the installation", () =>
      asApp.request("GET /repos/{owner}/{repo}/installation", repository),
    );
    return data as { id: number; permissions: Record<string, string | undefined> };
  } catch (error) {
    if (error instanceof GitHubFailure && error.status === 404)
      throw new SmokeFailure(`${slug} is not installed on ${repository.owner}/${repository.repo}`);
    throw error;
  }
}

// The webhook that GitHub would send, from what GitHub says of the pull request.
async function receive(
  probot: Probot,
  app: Surefoot,
  payload: { action: string; installation: { id: number }; pull_request: { base: { repo: unknown } } },
): Promise<void> {
  const event = {
    ...{ id: `smoke-${payload.action}`, name: "pull_request" },
    payload: { ...payload, repository: payload.pull_request.base.repo },
  };
  await probot.receive(event as unknown as Parameters<Probot["receive"]>[0]);
  await app.idle();
}
