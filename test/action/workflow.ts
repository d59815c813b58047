/** A repository whose workflow runs the Action: the bundled file as a process of its own, against the sandbox. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Content } from "../../sandbox/git/write-commit.js";
import { type GitHub, startGitHub } from "../../sandbox/start-git-hub.js";
import { createAccount } from "../../sandbox/state/accounts.js";
import { installApp, registerApp } from "../../sandbox/state/apps.js";
import type { Account, Permissions, PullRequest, Repository } from "../../sandbox/state/model.js";
import { openPullRequest } from "../../sandbox/state/pull-requests.js";
import { pushCommit } from "../../sandbox/state/push.js";
import { createRepository, fullName } from "../../sandbox/state/repositories.js";
import { payloadOf, type WebhookEvent } from "../../sandbox/webhooks/payload.js";

export interface Step {
  status: number | null;
  stdout: string;
  stderr: string;
  /** what the job's summary shows */
  summary: string;
  /** what the step hands on, as it stands in the file */
  outputs: string;
  /** that it ran with */
  token: string;
}

export interface StepOptions {
  permissions?: Permissions;
  /** name of the event, where it is not the payload's own */
  name?: string;
  /** in place of what the runner sets; undefined takes a variable away */
  env?: Record<string, string | undefined>;
  /** the file that is run */
  script?: string;
}

export interface Workflow {
  gitHub: GitHub;
  owner: Account;
  author: Account;
  /** github-actions[bot] */
  bot: Account;
  repository: Repository;
  push(branch: string, changes: Record<string, Content>, into?: Repository): Promise<string>;
  open(branch: string, changes: Record<string, Content>, given?: { draft?: boolean }): Promise<PullRequest>;
  /** Runs the step for an event, as the runner does. */
  run(event: WebhookEvent | object, options?: StepOptions): Promise<Step>;
  /** Runs the step for a pull request as it is now. */
  review(pull: PullRequest, options?: StepOptions): Promise<Step>;
  /** The variables and files that a step for an event would have. */
  prepare(event: WebhookEvent | object, options?: StepOptions): Promise<Prepared>;
  /** what the step has asked of GitHub since it was last asked for */
  asked(): string[];
  close(): Promise<void>;
}

export interface Prepared {
  env: Record<string, string | undefined>;
  token: string;
  cwd: string;
  /** what stands in the step's files by now */
  written(): Pick<Step, "summary" | "outputs">;
}

/** What the README's workflow gives its token. */
const PERMISSIONS: Permissions = { metadata: "read", contents: "read", pull_requests: "write" };

export async function startWorkflow(options: { isPrivate?: boolean } = {}): Promise<Workflow> {
  const gitHub = await startGitHub();
  const { world } = gitHub;
  const folder = await mkdtemp(join(tmpdir(), "surefoot-step-"));
  const owner = createAccount(world, "octo-org", "Organization");
  const author = createAccount(world, "mona", "User");
  const { app } = registerApp(
    world,
    {
      name: "github-actions",
      default_permissions: { contents: "write", pull_requests: "write" },
      default_events: [],
    },
    { owner, webhookSecret: "none" },
  );
  const installation = installApp(world, app, owner);
  const { isPrivate = true } = options;
  const repository = await createRepository(world, { owner, name: "shop", isPrivate });
  repository.collaborators.set(author, "write");
  let steps = 0;
  let told = 0;

  async function push(
    branch: string,
    changes: Record<string, Content>,
    into: Repository = repository,
  ): Promise<string> {
    const commit = { changes, message: `Change ${branch} ${Math.random()}`, author };
    return pushCommit(world, into, branch, commit, into.branches.get("main"));
  }

  async function prepare(event: WebhookEvent | object, given: StepOptions = {}): Promise<Prepared> {
    const permissions = given.permissions ?? PERMISSIONS;
    const { token } = gitHub.tokens.issue({ installation, repositories: new Set([repository]), permissions });
    const isKnown = "name" in event && "repository" in event;
    const payload = isKnown ? await payloadOf(world, event as WebhookEvent) : event;
    steps += 1;
    const path = (name: string): string => join(folder, `${steps}-${name}`);
    const files = { event: path("event.json"), summary: path("summary.md"), output: path("output") };
    await Promise.all([
      writeFile(files.event, JSON.stringify(payload)),
      writeFile(files.summary, ""),
      writeFile(files.output, ""),
    ]);
    const env = {
      PATH: process.env.PATH,
      CI: "true",
      GITHUB_ACTIONS: "true",
      INPUT_TOKEN: token,
      GITHUB_EVENT_NAME: given.name ?? (isKnown ? (event as WebhookEvent).name : "pull_request"),
      GITHUB_EVENT_PATH: files.event,
      GITHUB_REPOSITORY: fullName(repository),
      GITHUB_API_URL: gitHub.apiUrl,
      GITHUB_STEP_SUMMARY: files.summary,
      GITHUB_OUTPUT: files.output,
      ...given.env,
    };
    const written = () => ({
      summary: readFileSync(files.summary, "utf8"),
      outputs: readFileSync(files.output, "utf8"),
    });
    return { env, token, cwd: folder, written };
  }

  async function run(event: WebhookEvent | object, given: StepOptions = {}): Promise<Step> {
    const { env, token, cwd, written } = await prepare(event, given);
    const ended = await runNode(given.script ?? "action/index.js", cwd, env);
    if (gitHub.failures.length > 0) throw new AggregateError(gitHub.failures, "The sandbox failed");
    return { ...ended, ...written(), token };
  }

  await push("main", { "README.md": "# shop\n" });
  return {
    ...{ gitHub, owner, author, bot: app.bot, repository, push, prepare, run },
    async open(branch, changes, draft = {}) {
      await push(branch, changes);
      const head = { repository, ref: branch };
      return openPullRequest(world, repository, { author, title: branch, base: "main", head, ...draft });
    },
    review: (pull, given) =>
      run(
        { name: "pull_request", action: "synchronize", repository, sender: author, pull: { ...pull } },
        given,
      ),
    asked() {
      const all = gitHub.requests.map(({ name }) => name);
      const fresh = all.slice(told);
      told = all.length;
      return fresh;
    },
    async close() {
      await gitHub.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function runNode(
  script: string,
  cwd: string,
  env: Record<string, string | undefined>,
): Promise<Pick<Step, "status" | "stdout" | "stderr">> {
  const child = spawn(process.execPath, [resolve(script)], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (chunk: string) => {
      texts[name] += chunk;
    });
  }
  const status = await new Promise<number | null>((done, fail) => {
    child.on("error", fail).on("close", done);
  });
  return { status, ...texts };
}
