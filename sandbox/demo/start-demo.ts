/** The whole of it in one process: a GitHub, the real App beside it, and a pull request that it has reviewed. */
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { bundleRolloutPage } from "../../scripts/rollout-page/bundle-rollout-page.js";
import { type RunningServer, startServer } from "../../src/server/start.js";
import { readCommit } from "../git/list-commits.js";
import { pullPage } from "../present/urls.js";
import { type GitHub, startGitHub } from "../start-git-hub.js";
import { createAccount } from "../state/accounts.js";
import { type AppManifest, installApp, type RegisteredApp, registerApp } from "../state/apps.js";
import type { Account, PullRequest, Repository } from "../state/model.js";
import { openPullRequest } from "../state/pull-requests.js";
import { pushCommit } from "../state/push.js";
import { createRepository } from "../state/repositories.js";
import { freePort } from "./free-port.js";
import { importRepository, nameOfSource, type Source } from "./import-repository.js";
import { registerPages } from "./register-pages.js";
import { readSample, type Sample, SEARCH, SHOP } from "./sample.js";

export interface DemoOptions {
  /** the user's own repository in place of the sample */
  source?: Source;
  port?: number;
  /** the permissions and events that the App asks for, in place of the project's own manifest */
  manifest?: AppManifest;
  /** hears each line of the App's log */
  write?: (line: string) => void;
}

export interface Demo {
  gitHub: GitHub;
  pull: PullRequest;
  /** where the pull request is seen in a browser */
  url: string;
  /** the pull request of a chart; null beside a repository of the user's own */
  chart: { pull: PullRequest; url: string } | null;
  /** Resolves when the App has done all that was asked of it. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

const WEBHOOK_PATH = "/api/github/webhooks";
const STOP_MS = 5_000;

/** Starts it; resolves when its pull requests are open. */
export async function startDemo({ source, port, manifest, write }: DemoOptions = {}): Promise<Demo> {
  let viewer: Account | undefined;
  const gitHub = await startGitHub({
    ...(port === undefined ? {} : { port }),
    register: (server, started) => registerPages(server, started, () => viewer!),
  });
  let app: RunningServer | undefined;
  const close = async (): Promise<void> => {
    await app?.stop(STOP_MS);
    await gitHub.close();
  };
  try {
    const { world } = gitHub;
    const owner = createAccount(world, "octo-org", "Organization");
    viewer = createAccount(world, "you", "User");
    const registered = registerApp(world, manifest ?? (await readManifest()), {
      owner,
      webhookSecret: randomBytes(20).toString("hex"),
    });
    installApp(world, registered.app, owner);
    const begin = async (from: Source | Sample): Promise<Branches> => {
      const branches = await prepare(gitHub, owner, viewer!, from);
      branches.repository.requiredChecks.set(branches.base, [{ name: "surefoot", app: registered.app }]);
      return branches;
    };
    const branches = await begin(source ?? SHOP);
    const search = source === undefined ? await begin(SEARCH) : null;
    app = await startApp(gitHub, registered, write);
    const pull = await open(gitHub, branches, viewer, source ?? SHOP);
    const chart = search === null ? null : await open(gitHub, search, viewer, SEARCH);
    return {
      ...{ gitHub, pull, url: pullPage(world, pull), settle: () => settle(gitHub, app!), close },
      chart: chart === null ? null : { pull: chart, url: pullPage(world, chart) },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

// With the other one there is no "Fix all", and comments are folded where this one ends their threads.
const MANIFEST = new URL("../../app-with-fixes.yml", import.meta.url);

/** Reads what the demo's App asks for: the project's own manifest. */
export async function readManifest(): Promise<AppManifest> {
  return parse(await readFile(MANIFEST, "utf8")) as AppManifest;
}

interface Branches {
  repository: Repository;
  base: string;
  head: string;
}

async function prepare(
  { world }: GitHub,
  owner: Account,
  author: Account,
  source: Source | Sample,
): Promise<Branches> {
  const name = "folder" in source ? source.repository : await nameOfSource(source);
  const repository = await createRepository(world, { owner, name });
  repository.collaborators.set(author, "admin");
  if (!("folder" in source)) return { repository, ...(await importRepository(repository, source)) };
  const [base, head] = ["main", source.head];
  const before = { changes: await readSample(source, "base"), message: source.begin, author };
  const start = await pushCommit(world, repository, base, before);
  const after = { changes: await readSample(source, "head"), message: source.title, author };
  await pushCommit(world, repository, head, after, start);
  return { repository, base, head };
}

async function startApp(
  gitHub: GitHub,
  { app, privateKey }: RegisteredApp,
  write: (line: string) => void = () => {},
): Promise<RunningServer> {
  // Its links lead to the pages that it serves itself.
  const [port, rolloutAssets] = await Promise.all([freePort(), bundleRolloutPage()]);
  const publicUrl = `http://127.0.0.1:${port}`;
  const server = await startServer(
    {
      ...{ appId: app.id, privateKey, webhookSecret: app.webhookSecret, webhookPath: WEBHOOK_PATH },
      ...{ host: "127.0.0.1", port, apiUrl: gitHub.apiUrl, logLevel: "info", logFormat: "json" },
      ...{ concurrency: 4, sweep: true, publicUrl },
    },
    { write, rolloutAssets },
  );
  app.hookUrl = `${publicUrl}${WEBHOOK_PATH}`;
  return server;
}

async function open(
  { world }: GitHub,
  { repository, base, head }: Branches,
  author: Account,
  source: Source | Sample,
): Promise<PullRequest> {
  const from = { repository, ref: head };
  if ("folder" in source)
    return openPullRequest(world, repository, {
      ...{ author, base, head: from, title: source.title, body: source.body },
    });
  const { message } = await readCommit(repository.git, repository.branches.get(head)!);
  const title = message.split("\n", 1)[0] || head;
  const body = `What \`${head}\` adds to \`${base}\` in your repository. Nothing here is written back to it.`;
  return openPullRequest(world, repository, { author, base, head: from, title, body });
}

async function settle(gitHub: GitHub, app: RunningServer): Promise<void> {
  // The App's posts make webhooks too.
  for (let seen = -1; seen !== gitHub.deliveries.log.length; ) {
    seen = gitHub.deliveries.log.length;
    await gitHub.settle();
    await app.idle();
  }
}
