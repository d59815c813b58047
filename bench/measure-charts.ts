/**
 * What charts cost the App: the requests of a review and its time, and what the process holds where two charts at a time
 * take all that a rendering may take.
 */
import { mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "yaml";
import { type GitHub, startGitHub } from "../sandbox/start-git-hub.js";
import { createAccount } from "../sandbox/state/accounts.js";
import { type AppManifest, installApp, registerApp } from "../sandbox/state/apps.js";
import type { Account, Repository } from "../sandbox/state/model.js";
import { openPullRequest } from "../sandbox/state/pull-requests.js";
import { pushCommit } from "../sandbox/state/push.js";
import { createRepository } from "../sandbox/state/repositories.js";
import { compile, startProcess } from "../test/server/server-process.js";
import { median } from "./measure.js";
import { midSizedChart } from "./mid-sized-chart.js";
import { type HealthTimes, pollHealth } from "./poll-health.js";

const PACKAGE = "node_modules/.cache/surefoot-bench-charts";
const SECRET = "a secret of this measurement";
const ROUNDS = 7;
const LONG_ROUNDS = 2;
const TEMPLATE = "charts/shop/templates/deployment.yaml";

export const CHARTS = { peakMiB: 600, healthMs: 100 };

/** Each prints so much that its answer, with where each line comes from, has 4 MB, and takes the time that two may have at once. */
const LONG = `{{- range until 15000 }}\n# {{ . }}: a line that says nothing and is as long as lines are, many times over\n{{- end }}\n`;

/** A text that is doubled until the renderer has no memory left. It ends there, or after 30 rounds. */
const LARGE = `{{- $text := repeat 1024 "x" }}{{- range until 30 }}{{- $text = printf "%s%s" $text $text }}{{- end }}\n`;

export interface ChartsMeasurement {
  /** of one review, besides those for a token */
  requests: string[];
  /** milliseconds from the push to the check: the process's first, and the median of later ones */
  first: number;
  later: number;
  /** MiB that the process held at most: by then, and after each of the two charts at a time that take most */
  peaks: { usual: number; long: number; large: number };
  /** of /healthz while these were rendered, and of a process that does nothing else on the same machine */
  health: HealthTimes;
  idle: HealthTimes;
}

/** Measures in a process of its own, as it is run. */
export async function measureCharts(): Promise<ChartsMeasurement> {
  rmSync(PACKAGE, { recursive: true, force: true });
  mkdirSync(PACKAGE, { recursive: true });
  compile(`${PACKAGE}/dist`);
  symlinkSync("../../../action", `${PACKAGE}/action`);
  const { gitHub, env, hear, review, mustBeRendered } = await prepare();
  const server = await startProcess(`${PACKAGE}/dist`, env);
  hear(server.url);
  const peak = (): number =>
    Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${server.child.pid}/status`, "utf8"))?.[1]) / 1024;
  try {
    await review({ "README.md": "# shops\n" });
    const change = (round: number) => ({ [TEMPLATE]: `${text(TEMPLATE)}# ${round}\n` });
    const first = await review(change(0));
    const seen = gitHub.requests.length;
    const times = [await review(change(1))];
    const requests = gitHub.requests.slice(seen).map(({ name }) => name);
    for (let round = 2; round <= ROUNDS; round++) times.push(await review(change(round)));
    const usual = peak();
    const two = (name: string, template: string) =>
      Promise.all([1, 2].map((each) => review({ [`charts/shop/templates/${name}-${each}.yaml`]: template })));
    const { result, health, idle } = await pollHealth(server.url, async () => {
      for (let round = 1; round <= LONG_ROUNDS; round++) await two(`long-${round}`, LONG);
      mustBeRendered();
      const long = peak();
      await two("large", LARGE);
      return { long, large: peak() };
    });
    return { requests, first, later: median(times), peaks: { usual, ...result }, health, idle };
  } finally {
    server.child.kill("SIGKILL");
    await server.exit;
    await gitHub.close();
  }
}

const CHART = midSizedChart("", true).files;

function text(path: string): string {
  return CHART[path] as string;
}

interface Stage {
  gitHub: GitHub;
  /** what the process is started with */
  env: Record<string, string>;
  /** Has the webhooks sent to an address. */
  hear(url: string): void;
  /** Opens a pull request and waits for its check: milliseconds. */
  review(changes: Record<string, string>): Promise<number>;
  /** Throws where a chart was not rendered: what was measured would be something else. */
  mustBeRendered(): void;
}

async function prepare(): Promise<Stage> {
  const gitHub = await startGitHub();
  const { world } = gitHub;
  const owner = createAccount(world, "octo-org", "Organization");
  const author = createAccount(world, "mona", "User");
  const manifest = parse(readFileSync("app.yml", "utf8")) as AppManifest;
  const { app, privateKey } = registerApp(world, manifest, { owner, webhookSecret: SECRET });
  installApp(world, app, owner);
  const repository = await createRepository(world, { owner, name: "shop" });
  await pushCommit(world, repository, "main", { changes: { ...CHART }, message: "Begin", author });
  return {
    gitHub,
    env: {
      ...{ APP_ID: String(app.id), PRIVATE_KEY: privateKey, WEBHOOK_SECRET: SECRET, SWEEP: "off" },
      ...{ GHE_HOST: new URL(gitHub.apiUrl).host, GHE_PROTOCOL: "http" },
    },
    hear: (url) => {
      app.hookUrl = url;
    },
    review: (changes) => review(gitHub, repository, author, changes),
    mustBeRendered() {
      const failed = repository.runs.find(({ summary }) => summary?.includes("could not be rendered"));
      if (failed !== undefined) throw new Error(failed.summary ?? "");
    },
  };
}

let branches = 0;

async function review(
  { world }: GitHub,
  repository: Repository,
  author: Account,
  changes: Record<string, string>,
): Promise<number> {
  branches += 1;
  const ref = `change-${branches}`;
  await pushCommit(
    world,
    repository,
    ref,
    { changes, message: ref, author },
    repository.branches.get("main"),
  );
  const start = performance.now();
  const pull = await openPullRequest(world, repository, {
    ...{ author, title: ref, base: "main", head: { repository, ref } },
  });
  const isDone = () =>
    repository.runs.some(({ suite, conclusion }) => suite.headSha === pull.head.sha && conclusion !== null);
  while (!isDone()) await sleep(5);
  return performance.now() - start;
}
