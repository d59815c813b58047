/** The real App against the sandbox: one organisation, one person, one repository, and what people do there. */
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { parse } from "yaml";
import type { Content } from "../../sandbox/git/write-commit.js";
import { type GitHub, startGitHub } from "../../sandbox/start-git-hub.js";
import { createAccount } from "../../sandbox/state/accounts.js";
import { type AppManifest, installApp, registerApp } from "../../sandbox/state/apps.js";
import type {
  Account,
  App,
  CheckRun,
  Installation,
  PullRequest,
  Repository,
} from "../../sandbox/state/model.js";
import { openPullRequest } from "../../sandbox/state/pull-requests.js";
import { pushCommit } from "../../sandbox/state/push.js";
import { createRepository } from "../../sandbox/state/repositories.js";
import type { Config } from "../../src/server/config.js";
import { type RunningServer, startServer } from "../../src/server/start.js";
import type { WorkerLimits } from "../../src/worker/analysis-worker.js";

export interface Scene {
  gitHub: GitHub;
  app: App;
  installation: Installation;
  log: string[];
  owner: Account;
  author: Account;
  repository: Repository;
  /** Commits to a branch, which begins where the default branch stands. */
  push(branch: string, changes: Record<string, Content>, message?: string): Promise<string>;
  /** Pushes a branch and opens a pull request from it. */
  open(branch: string, changes: Record<string, Content>, given?: { draft?: boolean }): Promise<PullRequest>;
  /** Ends the App's process and starts another. */
  restart(options: { sweep: boolean }): Promise<void>;
  /** The counters of the App. */
  metrics(): Promise<string>;
  /** Starts another process beside the first. */
  beside(role: Config["role"]): Promise<RunningServer>;
  /** the App's check runs on a commit, the oldest first */
  runsOn(sha: string): CheckRun[];
  /** what the App has asked of GitHub since it was last asked for, but for tokens */
  asked(): string[];
  /** Resolves when the webhooks are answered and the App has done all that they ask for. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface SceneOptions {
  manifest?: Partial<AppManifest>;
  backoffMs?: readonly number[];
  sweep?: boolean;
  sweeps?: { everyMs: number; graceMs: number };
  /** serves counters */
  metrics?: boolean;
  /** a store that the processes share */
  queueUrl?: string;
  /** the threads that changes are reviewed and rendered in */
  worker?: WorkerLimits & { program: URL; renderer: URL };
  /** one for each scene that plays beside others */
  firstId?: number;
  /** what the default branch holds */
  files?: Record<string, Content>;
}

export const manifest = parse(readFileSync("app.yml", "utf8")) as AppManifest;

const SECRET = "a secret of this test";

export async function startScene(options: SceneOptions = {}): Promise<Scene> {
  const { firstId } = options;
  const gitHub = await startGitHub(firstId === undefined ? {} : { firstId });
  const { world } = gitHub;
  const owner = createAccount(world, "octo-org", "Organization");
  const author = createAccount(world, "mona", "User");
  const { app, privateKey } = registerApp(
    world,
    { ...manifest, ...options.manifest },
    { owner, webhookSecret: SECRET },
  );
  const installation = installApp(world, app, owner);
  const repository = await createRepository(world, { owner, name: "shop" });
  repository.collaborators.set(author, "write");
  repository.requiredChecks.set("main", [{ name: "surefoot", app }]);
  const files = options.files ?? { "README.md": "# shop\n" };
  await pushCommit(world, repository, "main", { changes: files, message: "Begin", author });
  const log: string[] = [];
  const start = (sweep: boolean, role: Config["role"] = "all"): Promise<RunningServer> =>
    startServer(
      {
        ...{ appId: app.id, privateKey, webhookSecret: SECRET, webhookPath: "/api/github/webhooks" },
        ...{ host: "127.0.0.1", port: 0, apiUrl: gitHub.apiUrl, logLevel: "info", logFormat: "json" },
        ...{ metricsPort: options.metrics === true ? 0 : null },
        ...{ concurrency: 4, sweep, role, queueUrl: options.queueUrl ?? null },
      },
      {
        write: (line) => log.push(line),
        backoffMs: options.backoffMs ?? [5, 5, 5],
        ...(options.sweeps && { sweeps: options.sweeps }),
        ...(options.worker && { worker: options.worker }),
      },
    );
  const hear = (port: number): void => {
    app.hookUrl = `http://127.0.0.1:${port}/api/github/webhooks`;
  };
  let server = await start(options.sweep ?? false);
  hear(server.port);

  // The sweep works beside the queue, so its own line in the log tells when it is over.
  async function restart({ sweep }: { sweep: boolean }): Promise<void> {
    await server.stop(2_000);
    const from = log.length;
    server = await start(sweep);
    hear(server.port);
    while (sweep && !log.slice(from).some((line) => line.includes("The sweep is done"))) await pause(10);
  }

  async function push(
    branch: string,
    changes: Record<string, Content>,
    // Two commits of the same second that say the same would be one.
    message = `Change ${branch}`,
  ): Promise<string> {
    return pushCommit(
      world,
      repository,
      branch,
      { changes, message, author },
      repository.branches.get("main"),
    );
  }

  async function settle(): Promise<void> {
    // What the App posts makes webhooks too.
    for (let seen = -1; seen !== gitHub.deliveries.log.length; ) {
      seen = gitHub.deliveries.log.length;
      await gitHub.settle();
      await server.idle();
    }
    if (gitHub.failures.length > 0) throw new AggregateError(gitHub.failures, "The sandbox failed");
  }

  let told = 0;

  return {
    metrics: async () => (await fetch(`http://127.0.0.1:${server.metricsPort}/metrics`)).text(),
    beside: (role) => start(false, role),
    runsOn: (sha) => repository.runs.filter(({ suite }) => suite.app === app && suite.headSha === sha),
    asked() {
      const all = gitHub.requests.map(({ name }) => name).filter((name) => !name.endsWith("/access_tokens"));
      const fresh = all.slice(told);
      told = all.length;
      return fresh;
    },
    ...{ gitHub, app, installation, log, owner, author, repository, push, settle, restart },
    async open(branch, changes, given = {}) {
      await push(branch, changes);
      const head = { repository, ref: branch };
      return openPullRequest(world, repository, { author, title: branch, base: "main", head, ...given });
    },
    async close() {
      await server.stop(2_000);
      await gitHub.close();
    },
  };
}
