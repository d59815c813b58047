/** Puts config, log, Probot, the App and the HTTP server together. */
import type { AddressInfo } from "node:net";
import { createNodeMiddleware, Probot } from "probot";
import { type Surefoot, type SurefootOptions, surefoot } from "../app.js";
import { DIRECTLY, fetchThrough } from "../github/client/proxy-fetch.js";
import { createSurefootOctokit } from "../github/client/surefoot-octokit.js";
import { createPages } from "../web/create-pages.js";
import type { RolloutAssets } from "../web/rollout-page.js";
import { createRouter } from "../web/router.js";
import type { WebPages } from "../web/web-page.js";
import { startAnalysisWorker, type WorkerLimits } from "../worker/analysis-worker.js";
import { startRenderThreads } from "../worker/render-threads.js";
import { type Config, ConfigurationError } from "./config.js";
import { createLogger } from "./logger.js";
import { createMetrics } from "./metrics.js";
import { createMetricsServer } from "./metrics-server.js";
import { proxySecrets, urlSecrets } from "./proxy-secrets.js";
import { createWebhookServer } from "./webhook-server.js";

type ProbotOptions = NonNullable<ConstructorParameters<typeof Probot>[0]>;

export interface RunningServer {
  port: number;
  /** null where no counters are served */
  metricsPort: number | null;
  log: ReturnType<typeof createLogger>;
  /** Resolves as soon as no task waits or runs. */
  idle(): Promise<void>;
  /** Takes no more webhooks and finishes the tasks that wait or run; resolves to how many were left at the time's end. */
  stop(timeoutMs: number): Promise<number>;
}

interface StartOptions extends Pick<SurefootOptions, "queueLength" | "backoffMs" | "sweeps"> {
  /** where log lines go */
  write(line: string): void;
  /** the threads that changes are reviewed and rendered in; without them they are in this one, which answers nothing meanwhile */
  worker?: WorkerLimits & { program: URL; renderer: URL };
  /** the files that the rollout page loads, where they are not beside the program */
  rolloutAssets?: RolloutAssets;
}

/** The settings of a process; one that asks GitHub directly and has no pages for people leaves two out. */
type ServerConfig = Omit<Config, Optional | "reviewSeconds" | "reviewMemory"> &
  Partial<Pick<Config, Optional>>;

type Optional = "proxy" | "publicUrl" | "sweepMinutes" | "queueUrl" | "queuePrefix" | "role" | "metricsPort";

/** Starts to listen; resolves when it does. */
export async function startServer(
  config: ServerConfig,
  { write, worker: thread, rolloutAssets, ...limits }: StartOptions,
): Promise<RunningServer> {
  const {
    appId,
    privateKey,
    webhookSecret,
    webhookPath,
    apiUrl,
    concurrency,
    proxy = DIRECTLY,
    publicUrl = null,
    sweepMinutes,
    queueUrl = null,
    queuePrefix = "surefoot",
    role = "all",
    metricsPort = null,
  } = config;
  const secrets = [webhookSecret, privateKey, ...proxySecrets(proxy), ...urlSecrets(queueUrl)];
  if (role !== "all" && queueUrl === null)
    throw new ConfigurationError(
      `A process of the role ${role} needs QUEUE_URL, which it shares with the others`,
    );
  const log = createLogger({ ...config, secrets, write });
  const probot = new Probot({
    appId,
    privateKey,
    secret: webhookSecret,
    baseUrl: apiUrl,
    webhookPath,
    log: log as unknown as NonNullable<ProbotOptions["log"]>,
    Octokit: createSurefootOctokit(fetchThrough(proxy)),
  });
  const takes = role !== "worker";
  const works = role !== "web";
  // Loaded where it is named alone: who needs no store loads no client of one.
  const store =
    queueUrl === null
      ? null
      : (await import("../store/redis-store.js")).openRedisStore({
          url: queueUrl,
          prefix: queuePrefix,
          works,
          log,
        });
  const threads = works ? thread : undefined;
  const worker = threads && startAnalysisWorker(threads.program, threads, log);
  const renderers = threads && startRenderThreads(threads.renderer, threads);
  let app: Surefoot | undefined;
  const metrics = createMetrics();
  const options: SurefootOptions = {
    ...{ appId, concurrency, log: metrics.counting(log) },
    ...(sweepMinutes === undefined ? {} : { sweeps: { everyMs: sweepMinutes * 60_000 } }),
    ...(store && { store }),
    ...(worker && { analyse: worker.analyse }),
    ...(renderers && { render: renderers.render }),
    ...(publicUrl === null ? {} : { publicUrl }),
    ...limits,
  };
  const middleware = await createNodeMiddleware(
    (instance) => {
      app = surefoot(instance, options);
    },
    { probot },
  );
  let stopping = false;
  const pages = createPages(rolloutAssets);
  if (publicUrl !== null) checkPages(pages);
  const server = createWebhookServer({
    ...{ webhookPath, webhookSecret, middleware, pages: createRouter(pages), log },
    waitsFor: async () => (stopping ? "stopping" : await app!.unready()),
    takes,
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(config.port, config.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const metricsServer = metricsPort === null ? null : createMetricsServer(metrics, () => app!.state());
  if (metricsServer !== null)
    await new Promise<void>((resolve, reject) => {
      metricsServer.once("error", reject).listen(metricsPort!, config.host, resolve);
    });
  log.info({ host: config.host, port, path: webhookPath }, "Listening");
  if (config.sweep && works)
    void app!.sweep().catch((error) => log.error({ err: error }, "The sweep failed"));

  async function stop(timeoutMs: number): Promise<number> {
    stopping = true;
    server.close();
    server.closeIdleConnections();
    const left = await app!.drain(timeoutMs);
    store?.close();
    server.closeAllConnections();
    metricsServer?.close();
    metricsServer?.closeAllConnections();
    await Promise.all([worker?.close(), renderers?.close()]);
    return left;
  }

  const metricsAt = metricsServer === null ? null : (metricsServer.address() as AddressInfo).port;
  return { port, metricsPort: metricsAt, log, stop, idle: () => app!.idle() };
}

/** Refuses to start without the pages: a reader who follows one of Surefoot's links must find something. */
function checkPages(pages: WebPages): void {
  if (!pages.has("/docs/"))
    throw new ConfigurationError("PUBLIC_URL is set, but the folder docs is not beside the program");
  if (!pages.has("/rollout"))
    throw new ConfigurationError(
      "PUBLIC_URL is set, but the rollout page is not built: npm run build makes it",
    );
}
