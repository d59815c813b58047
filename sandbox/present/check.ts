import { readCommit } from "../git/list-commits.js";
import type { Annotation, CheckRun, CheckSuite } from "../state/model.js";
import { pullsOfChecks, runsOf, sumUp } from "../state/suites.js";
import type { World } from "../state/world.js";
import { presentApp } from "./app.js";
import { presentPullRequestMinimal } from "./pull-request.js";
import { presentRepository } from "./repository.js";
import { encodePath, repositoryApi, repositoryPage } from "./urls.js";

/** A check run: `check-run`. */
export function presentCheckRun(world: World, run: CheckRun): Record<string, unknown> {
  const { id, suite } = run;
  const url = `${repositoryApi(world, suite.repository)}/check-runs/${id}`;
  return {
    id,
    name: run.name,
    node_id: run.nodeId,
    head_sha: suite.headSha,
    external_id: run.externalId,
    url,
    html_url: `${repositoryPage(world, suite.repository)}/runs/${id}`,
    details_url: run.detailsUrl || `${repositoryPage(world, suite.repository)}/runs/${id}`,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: suite.id },
    app: presentApp(world, suite.app),
    pull_requests: pullsOfChecks(suite).map((pull) => presentPullRequestMinimal(world, pull)),
  };
}

/** A check suite: `check-suite`. */
export async function presentCheckSuite(world: World, suite: CheckSuite): Promise<Record<string, unknown>> {
  const { repository, headSha } = suite;
  return {
    ...presentSuiteOfWebhook(world, suite),
    repository: presentRepository(world, repository),
    head_commit: await presentHeadCommit(suite),
    head_sha: headSha,
  };
}

/** A check suite without its repository, which a webhook names beside it. */
export function presentSuiteOfWebhook(world: World, suite: CheckSuite): Record<string, unknown> {
  const { id, nodeId, repository, headSha, headBranch, before, app, createdAt } = suite;
  const url = `${repositoryApi(world, repository)}/check-suites/${id}`;
  return {
    id,
    node_id: nodeId,
    head_branch: headBranch,
    head_sha: headSha,
    ...sumUp(runsOf(suite)),
    url,
    before,
    after: headSha,
    pull_requests: pullsOfChecks(suite).map((pull) => presentPullRequestMinimal(world, pull)),
    app: presentApp(world, app),
    created_at: createdAt,
    updated_at: createdAt,
    rerequestable: true,
    runs_rerequestable: true,
    latest_check_runs_count: runsOf(suite).length,
    check_runs_url: `${url}/check-runs`,
  };
}

/** The commit that a suite is about: `simple-commit`. */
export async function presentHeadCommit(suite: CheckSuite): Promise<Record<string, unknown>> {
  const { sha, tree, message, author, committer } = await readCommit(suite.repository.git, suite.headSha);
  return {
    id: sha,
    tree_id: tree,
    message,
    timestamp: committer.date,
    author: { name: author.name, email: author.email },
    committer: { name: committer.name, email: committer.email },
  };
}

/** An annotation: `check-annotation`. */
export function presentAnnotation(
  world: World,
  run: CheckRun,
  annotation: Annotation,
): Record<string, unknown> {
  const { repository, headSha } = run.suite;
  return {
    path: annotation.path,
    blob_href: `${repositoryPage(world, repository)}/blob/${headSha}/${encodePath(annotation.path)}`,
    start_line: annotation.start_line,
    start_column: annotation.start_column ?? null,
    end_line: annotation.end_line,
    end_column: annotation.end_column ?? null,
    annotation_level: annotation.annotation_level,
    title: annotation.title ?? null,
    message: annotation.message,
    raw_details: annotation.raw_details ?? null,
  };
}
