/**
 * A GitHub of one's own on this machine: repositories in real git in a temporary folder, the calls that Surefoot makes,
 * signed webhooks, and faults on demand. The functions of `state/` do what people do there.
 */
import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { createLimits, type Limits } from "./access/limits.js";
import { createTokenStore, type TokenStore } from "./access/tokens.js";
import { APP_ENDPOINTS } from "./rest/app.js";
import { CHECK_ENDPOINTS } from "./rest/checks.js";
import type { Endpoint } from "./rest/endpoint.js";
import { hookDeliveryEndpoints } from "./rest/hook-deliveries.js";
import { PULL_ENDPOINTS } from "./rest/pulls.js";
import { rateLimitEndpoints } from "./rest/rate-limit.js";
import { REF_ENDPOINTS } from "./rest/refs.js";
import { REPOSITORY_ENDPOINTS } from "./rest/repositories.js";
import { createServer } from "./server/create-server.js";
import { createFaults, type Faults, type RecordedRequest } from "./server/faults.js";
import { createWorld, type World } from "./state/world.js";
import { createDeliveries, type Deliveries } from "./webhooks/deliveries.js";
import { sendWebhooks } from "./webhooks/send-webhooks.js";

export interface GitHub {
  /** `http://127.0.0.1:<port>` */
  url: string;
  /** base of the REST API, as of a GitHub Enterprise Server */
  apiUrl: string;
  world: World;
  tokens: TokenStore;
  limits: Limits;
  faults: Faults;
  deliveries: Deliveries;
  /** every request of the API, the oldest first */
  requests: RecordedRequest[];
  endpoints: readonly Endpoint[];
  /** faults inside the sandbox itself; empty where all is well */
  failures: unknown[];
  /** Resolves when every webhook so far has been answered. */
  settle(): Promise<void>;
  /** Stops listening and takes the temporary folder away. */
  close(): Promise<void>;
}

export interface GitHubOptions {
  /** 0 takes a free one */
  port?: number;
  /** ids are counted from here. Octokit mixes up installations of the same id that get their token at the same time, so
   * each sandbox of a process that works beside others needs its own */
  firstId?: number;
  /** adds pages for people before the server listens */
  register?: (server: FastifyInstance, gitHub: GitHub) => Promise<void> | void;
}

// GitHub's ids are large, and a number that is taken for another one shows.
const FIRST_ID = 1_000_000;

/** Starts a GitHub without anyone on it. */
export async function startGitHub({
  port = 0,
  firstId = FIRST_ID,
  register,
}: GitHubOptions = {}): Promise<GitHub> {
  const root = await mkdtemp(join(tmpdir(), "surefoot-sandbox-"));
  // Where the process ends without closing, the folder must not stay.
  const sweep = (): void => rmSync(root, { recursive: true, force: true });
  process.once("exit", sweep);
  const world = createWorld(root, firstId);
  const deliveries = createDeliveries(world);
  const webhooks = sendWebhooks(world, deliveries);
  const limits = createLimits();
  const parts = {
    world,
    tokens: createTokenStore(world),
    limits,
    faults: createFaults(),
    endpoints: [
      ...APP_ENDPOINTS,
      ...hookDeliveryEndpoints(deliveries),
      ...rateLimitEndpoints(limits),
      ...REPOSITORY_ENDPOINTS,
      ...REF_ENDPOINTS,
      ...PULL_ENDPOINTS,
      ...CHECK_ENDPOINTS,
    ],
    requests: [] as RecordedRequest[],
    failures: [] as unknown[],
  };
  const server = await createServer(parts);
  const gitHub: GitHub = {
    ...parts,
    ...{ url: "", apiUrl: "", deliveries },
    settle: () => webhooks.settle(),
    async close() {
      await server.close();
      await deliveries.settle();
      process.off("exit", sweep);
      await rm(root, { recursive: true, force: true });
    },
  };
  await register?.(server, gitHub);
  await server.listen({ host: "127.0.0.1", port });
  const { port: taken } = server.server.address() as AddressInfo;
  world.origin = `http://127.0.0.1:${taken}`;
  return Object.assign(gitHub, { url: world.origin, apiUrl: `${world.origin}/api/v3` });
}
