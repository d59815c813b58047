/** Calls about check runs and suites: https://docs.github.com/en/rest/checks */
import { presentAnnotation, presentCheckRun, presentCheckSuite } from "../present/check.js";
import {
  type CheckRunRequest,
  createCheckRun,
  rerequestRun,
  rerequestSuite,
  updateCheckRun,
} from "../state/checks.js";
import type { CheckRun } from "../state/model.js";
import { notFound, Refusal } from "../state/refusal.js";
import { resolveRef } from "../state/repositories.js";
import { newestRuns } from "../state/suites.js";
import { type Answer, type Endpoint, type RepositoryCall, repositoryEndpoint, senderOf } from "./endpoint.js";
import { answerPage } from "./pages.js";

const READ = ["checks", "read"] as const;
const WRITE = ["checks", "write"] as const;

// https://docs.github.com/en/rest/checks/runs: 255 characters of title, 64 KB of message and details.
const MAX_TITLE = 255;
const MAX_MESSAGE = 64 * 1024;

export const CHECK_ENDPOINTS: Endpoint[] = [
  repositoryEndpoint("POST /repos/{owner}/{repo}/check-runs", WRITE, async (call) => {
    const { world, repository, actor } = call;
    const request = readRequest(call);
    const run = await createCheckRun(world, repository, actor.installation.app, request);
    return { status: 201, body: presentCheckRun(world, run) };
  }),
  repositoryEndpoint("GET /repos/{owner}/{repo}/check-runs/{check_run_id}", READ, (call) => ({
    status: 200,
    body: presentCheckRun(call.world, runNamed(call)),
  })),
  repositoryEndpoint("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", WRITE, (call) => {
    const run = ownRun(call);
    updateCheckRun(call.world, run, readRequest(call));
    return { status: 200, body: presentCheckRun(call.world, run) };
  }),
  repositoryEndpoint("GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations", READ, (call) => {
    const run = runNamed(call);
    return answerPage(call, run.annotations, (each) => presentAnnotation(call.world, run, each));
  }),
  repositoryEndpoint("POST /repos/{owner}/{repo}/check-runs/{check_run_id}/rerequest", WRITE, (call) => {
    rerequestRun(call.world, ownRun(call), senderOf(call.actor));
    return { status: 201, body: {} };
  }),
  repositoryEndpoint("POST /repos/{owner}/{repo}/check-suites/{check_suite_id}/rerequest", WRITE, (call) => {
    const { world, repository, actor, params } = call;
    const suite = repository.suites.find(({ id }) => String(id) === params.check_suite_id);
    if (suite === undefined) throw notFound();
    rerequestSuite(world, suite, senderOf(actor));
    return { status: 201, body: {} };
  }),
  repositoryEndpoint("GET /repos/{owner}/{repo}/commits/{ref}/check-runs", READ, listRuns),
  repositoryEndpoint("GET /repos/{owner}/{repo}/commits/{ref}/check-suites", READ, listSuites),
];

// Checks what the description says in words alone.
function readRequest({ body }: RepositoryCall): CheckRunRequest {
  const request = body as CheckRunRequest;
  const { title, summary, annotations = [] } = request.output ?? {};
  if (request.status === "completed" && request.conclusion === undefined)
    throw new Refusal(422, `Invalid request.\n\n"conclusion" wasn't supplied.`);
  if (request.output !== undefined && (summary === undefined || summary === ""))
    throw new Refusal(422, `Invalid request.\n\n"summary" wasn't supplied.`);
  for (const text of [title, ...annotations.map((each) => each.title)]) limit(text, MAX_TITLE);
  for (const { message, raw_details: details } of annotations) {
    limit(message, MAX_MESSAGE);
    limit(details, MAX_MESSAGE);
  }
  for (const annotation of annotations) {
    const { start_line: start, end_line: end } = annotation;
    if (start < 1 || end < start) throw new Refusal(422, "Validation Failed", { errors: [lines] });
    const columns = annotation.start_column !== undefined || annotation.end_column !== undefined;
    if (columns && start !== end) throw new Refusal(422, "Validation Failed", { errors: [lines] });
  }
  return request;
}

const lines = { resource: "CheckAnnotation", code: "invalid", field: "end_line" };

function limit(text: string | undefined, most: number): void {
  if (text !== undefined && text.length > most)
    throw new Refusal(
      422,
      `Invalid request.\n\nOnly ${most} characters are allowed; ${text.length} were supplied.`,
    );
}

function runNamed({ repository, params }: RepositoryCall): CheckRun {
  const run = repository.runs.find(({ id }) => String(id) === params.check_run_id);
  if (run === undefined) throw notFound();
  return run;
}

// https://docs.github.com/en/rest/checks/runs#update-a-check-run: an App writes to its own runs.
function ownRun(call: RepositoryCall): CheckRun {
  const run = runNamed(call);
  if (run.suite.app !== call.actor.installation.app)
    throw new Refusal(
      403,
      `Invalid app_id \`${call.actor.installation.app.id}\` - check run can only be modified by the GitHub App that created it.`,
    );
  return run;
}

async function listRuns(call: RepositoryCall): Promise<Answer> {
  const { repository, query } = call;
  const sha = await commitNamed(call);
  const all = repository.runs.filter(
    ({ suite, name, status }) =>
      suite.headSha === sha &&
      (query.check_name === undefined || name === query.check_name) &&
      (query.status === undefined || status === query.status) &&
      (query.app_id === undefined || String(suite.app.id) === query.app_id),
  );
  const shown = query.filter === "all" ? all : newestRuns(all);
  return answerPage(
    call,
    shown,
    (run) => presentCheckRun(call.world, run),
    (items, total) => ({ total_count: total, check_runs: items }),
  );
}

async function listSuites(call: RepositoryCall): Promise<Answer> {
  const { repository, query } = call;
  const sha = await commitNamed(call);
  const shown = repository.suites.filter(
    ({ headSha, app }) => headSha === sha && (query.app_id === undefined || String(app.id) === query.app_id),
  );
  return answerPage(
    call,
    shown,
    (suite) => presentCheckSuite(call.world, suite),
    (items, total) => ({ total_count: total, check_suites: items }),
  );
}

async function commitNamed({ repository, params }: RepositoryCall): Promise<string> {
  const sha = await resolveRef(repository, params.ref ?? "");
  if (sha === null) throw new Refusal(422, `No commit found for SHA: ${params.ref}`);
  return sha;
}
