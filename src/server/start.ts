/** Puts config, log, Probot, the App and the HTTP server together. */
import type { AddressInfo } from "node:net";
import { createNodeMiddleware, Probot } from "probot";
import { SurefootOctokit } from "../github/surefoot-octokit.js";
import { type Surefoot, type SurefootOptions, surefoot } from "../index.js";
import type { Config } from "./config.js";
import { createLogger } from "./logger.js";
import { createWebhookServer } from "./webhook-server.js";

type ProbotOptions = NonNullable<ConstructorParameters<typeof Probot>[0]>;

export interface RunningServer {
  port: number;
  log: ReturnType<typeof createLogger>;
  /** Resolves when no review is at hand. */
  idle(): Promise<void>;
  /** Takes no more webhooks and finishes the jobs at hand; how many were left when the time was over. */
  stop(timeoutMs: number): Promise<number>;
}

export interface StartOptions extends Pick<SurefootOptions, "queueLength" | "backoffMs"> {
  /** where log lines go */
  write(line: string): void;
}

/** Starts to listen; resolves when it does. */
export async function startServer(
  config: Config,
  { write, ...limits }: StartOptions,
): Promise<RunningServer> {
  const { appId, privateKey, webhookSecret, webhookPath, apiUrl, concurrency } = config;
  const log = createLogger({ ...config, secrets: [webhookSecret, privateKey], write });
  const probot = new Probot({
    appId,
    privateKey,
    secret: webhookSecret,
    baseUrl: apiUrl,
    webhookPath,
    log: log as unknown as NonNullable<ProbotOptions["log"]>,
    Octokit: SurefootOctokit,
  });
  let app: Surefoot | undefined;
  const options = { appId, concurrency, log, ...limits };
  const middleware = await createNodeMiddleware(
    (instance) => {
      app = surefoot(instance, options);
    },
    { probot },
  );
  let ready = true;
  const server = createWebhookServer({ webhookPath, webhookSecret, middleware, isReady: () => ready, log });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(config.port, config.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  log.info({ host: config.host, port, path: webhookPath }, "Listening");
  if (config.sweep) void app!.sweep().catch((error) => log.error({ err: error }, "The sweep failed"));

  async function stop(timeoutMs: number): Promise<number> {
    ready = false;
    server.close();
    server.closeIdleConnections();
    const left = await app!.drain(timeoutMs);
    server.closeAllConnections();
    return left;
  }

  return { port, log, stop, idle: () => app!.idle() };
}
