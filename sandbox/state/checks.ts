/** Check runs: Apps make them, and people ask for them again. */
import { findCommit, isObjectId } from "../git/bare-repository.js";
import type { Account, Annotation, App, CheckAction, CheckRun, CheckSuite, Repository } from "./model.js";
import { Refusal } from "./refusal.js";
import { addSuite, findSuite, runsOf, sumUp } from "./suites.js";
import { identify, now, type World } from "./world.js";

/** The body of the requests that make a check run and write to it, by GitHub's names. */
export interface CheckRunRequest {
  name?: string;
  head_sha?: string;
  details_url?: string;
  external_id?: string;
  status?: CheckRun["status"];
  started_at?: string;
  conclusion?: string;
  completed_at?: string;
  output?: { title?: string; summary?: string; text?: string; annotations?: Annotation[] };
  actions?: CheckAction[];
}

/** Makes a check run of an App on a commit. */
export async function createCheckRun(
  world: World,
  repository: Repository,
  app: App,
  request: CheckRunRequest,
): Promise<CheckRun> {
  const headSha = request.head_sha ?? "";
  if (!isObjectId(headSha) || (await findCommit(repository.git, headSha)) === null)
    throw new Refusal(422, `No commit found for SHA: ${headSha}`);
  const headBranch = [...repository.branches].find(([, sha]) => sha === headSha)?.[0] ?? null;
  const suite =
    findSuite(repository, app, headSha) ??
    addSuite(world, repository, { app, headSha, headBranch, before: null });
  const run = identify(world, "CheckRun", {
    suite,
    name: request.name ?? "",
    externalId: "",
    detailsUrl: "",
    status: "queued",
    conclusion: null,
    startedAt: now(),
    completedAt: null,
    title: null,
    summary: null,
    text: null,
    annotations: [],
    actions: [],
    updates: 0,
  });
  repository.runs.push(run);
  const told = { name: "check_run", repository, sender: app.bot, run } as const;
  write(run, request);
  world.tell({ ...told, action: "created" });
  tellCompleted(world, run, false);
  return run;
}

/** Writes to a check run; annotations are added to those that it has. */
export function updateCheckRun(world: World, run: CheckRun, request: CheckRunRequest): void {
  const wasCompleted = run.status === "completed";
  if (request.name !== undefined) run.name = request.name;
  write(run, request);
  run.updates += 1;
  const { repository, app } = run.suite;
  world.tell({ name: "unannounced", repository, sender: app.bot });
  tellCompleted(world, run, wasCompleted);
}

function write(run: CheckRun, request: CheckRunRequest): void {
  run.status = request.conclusion === undefined ? (request.status ?? run.status) : "completed";
  run.conclusion = run.status === "completed" ? (request.conclusion ?? run.conclusion) : null;
  run.completedAt = run.status === "completed" ? (request.completed_at ?? now()) : null;
  run.startedAt = request.started_at ?? run.startedAt;
  run.externalId = request.external_id ?? run.externalId;
  run.detailsUrl = request.details_url ?? run.detailsUrl;
  run.title = request.output?.title ?? run.title;
  run.summary = request.output?.summary ?? run.summary;
  run.text = request.output?.text ?? run.text;
  run.annotations.push(...(request.output?.annotations ?? []));
  run.actions = request.actions ?? run.actions;
}

function tellCompleted(world: World, run: CheckRun, wasCompleted: boolean): void {
  if (run.status !== "completed" || wasCompleted) return;
  const { suite } = run;
  const common = { repository: suite.repository, sender: suite.app.bot };
  world.tell({ name: "check_run", action: "completed", run, ...common });
  if (sumUp(runsOf(suite)).status === "completed")
    world.tell({ name: "check_suite", action: "completed", suite, ...common });
}

/** Asks the App for a check run again; only it hears of it. */
export function rerequestRun(world: World, run: CheckRun, sender: Account): void {
  const { repository, app } = run.suite;
  world.tell({ name: "check_run", action: "rerequested", run, repository, sender, onlyTo: app });
}

/** Asks the App for all its checks of a commit again; only it hears of it. */
export function rerequestSuite(world: World, suite: CheckSuite, sender: Account): void {
  const { repository, app } = suite;
  world.tell({ name: "check_suite", action: "rerequested", suite, repository, sender, onlyTo: app });
}

/** Presses one of a check run's buttons; only its App hears of it. */
export function requestAction(world: World, run: CheckRun, identifier: string, sender: Account): void {
  if (!run.actions.some((action) => action.identifier === identifier))
    throw new Refusal(422, "This check run has no such button.");
  const { repository, app } = run.suite;
  world.tell({
    ...{ name: "check_run", action: "requested_action", run, repository, sender },
    ...{ identifier, onlyTo: app },
  });
}
