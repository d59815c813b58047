/** Check suites and runs, and what they come to on a commit. */
import { presentCheckRun } from "../present/check.js";
import type { CheckRun, CheckSuite, Repository } from "../state/model.js";
import { newestRuns, pullsOfChecks, runsOf, sumUp } from "../state/suites.js";
import { actorNode, type Node } from "./actor-node.js";
import { type ConnectionArgs, connection } from "./connection.js";
import { demand, type GraphqlContext } from "./context.js";

interface SuiteFilter {
  appId?: number | null;
  checkName?: string | null;
}

interface RunFilter extends SuiteFilter {
  checkType?: "ALL" | "LATEST" | null;
  status?: string | null;
  statuses?: string[] | null;
  conclusions?: string[] | null;
}

/** The check suites of a commit. */
export function checkSuitesOf(
  context: GraphqlContext,
  repository: Repository,
  sha: string,
  { filterBy, ...args }: ConnectionArgs & { filterBy?: SuiteFilter | null },
): object {
  demand(context, repository, "checks", "read");
  const suites = repository.suites.filter(
    (suite) =>
      suite.headSha === sha &&
      (filterBy?.appId == null || suite.app.id === filterBy.appId) &&
      (filterBy?.checkName == null || runsOf(suite).some(({ name }) => name === filterBy.checkName)),
  );
  return connection(suites, args, (suite) => checkSuiteNode(context, suite));
}

/** A check suite. */
export function checkSuiteNode(context: GraphqlContext, suite: CheckSuite): Node {
  const { repository, app } = suite;
  const { status, conclusion } = sumUp(runsOf(suite));
  return {
    __typename: "CheckSuite",
    id: suite.nodeId,
    databaseId: suite.id,
    status: status.toUpperCase(),
    conclusion: conclusion?.toUpperCase() ?? null,
    createdAt: suite.createdAt,
    updatedAt: suite.createdAt,
    app: { id: app.nodeId, databaseId: app.id, name: app.name, slug: app.slug },
    branch: null,
    creator: actorNode(context.world, app.bot),
    commit: () => context.nodes.commit(repository, suite.headSha),
    repository: () => context.nodes.repository(repository),
    checkRuns: ({ filterBy, ...args }: ConnectionArgs & { filterBy?: RunFilter | null }) =>
      connection(filterRuns(runsOf(suite), filterBy ?? {}), args, (run) => checkRunNode(context, run)),
    matchingPullRequests: (args: ConnectionArgs) =>
      connection(pullsOfChecks(suite), args, (pull) => context.nodes.pullRequest(pull)),
  };
}

function filterRuns(runs: readonly CheckRun[], filter: RunFilter): CheckRun[] {
  const chosen = filter.checkType === "LATEST" ? newestRuns(runs) : runs;
  return chosen.filter(
    ({ name, status, conclusion }) =>
      (filter.checkName == null || name === filter.checkName) &&
      (filter.status == null || status.toUpperCase() === filter.status) &&
      (filter.statuses == null || filter.statuses.includes(status.toUpperCase())) &&
      (filter.conclusions == null || filter.conclusions.includes(conclusion?.toUpperCase() ?? "")),
  );
}

/** A check run. */
export function checkRunNode(context: GraphqlContext, run: CheckRun): Node {
  const { suite } = run;
  const shown = presentCheckRun(context.world, run);
  return {
    __typename: "CheckRun",
    id: run.nodeId,
    databaseId: run.id,
    name: run.name,
    externalId: run.externalId === "" ? null : run.externalId,
    status: run.status.toUpperCase(),
    conclusion: run.conclusion?.toUpperCase() ?? null,
    startedAt: run.startedAt,
    completedAt: run.completedAt,
    detailsUrl: shown.details_url,
    permalink: shown.html_url,
    url: shown.html_url,
    title: run.title,
    summary: run.summary,
    text: run.text,
    checkSuite: () => checkSuiteNode(context, suite),
    repository: () => context.nodes.repository(suite.repository),
    isRequired: ({ pullRequestNumber }: { pullRequestNumber?: number | null }) => {
      const pull = suite.repository.pulls.find(({ number }) => number === pullRequestNumber);
      const required = suite.repository.requiredChecks.get(pull?.base.ref ?? suite.repository.defaultBranch);
      return (required ?? []).some(({ name }) => name === run.name);
    },
    annotations: (args: ConnectionArgs) =>
      connection(run.annotations, args, (each) => ({
        path: each.path,
        annotationLevel: each.annotation_level.toUpperCase(),
        message: each.message,
        title: each.title ?? null,
        rawDetails: each.raw_details ?? null,
        location: {
          start: { line: each.start_line, column: each.start_column ?? null },
          end: { line: each.end_line, column: each.end_column ?? null },
        },
      })),
  };
}

/** Returns what all checks of a commit come to; null where there is none. */
export function rollupOf(context: GraphqlContext, repository: Repository, sha: string): Node | null {
  demand(context, repository, "checks", "read");
  const runs = newestRuns(repository.runs.filter(({ suite }) => suite.headSha === sha));
  if (runs.length === 0) return null;
  const { status, conclusion } = sumUp(runs);
  const passing = ["success", "neutral", "skipped"].includes(conclusion ?? "");
  return {
    id: `SCR_${Buffer.from(sha).toString("base64url")}`,
    state: status !== "completed" ? "PENDING" : passing ? "SUCCESS" : "FAILURE",
    commit: () => context.nodes.commit(repository, sha),
    contexts: (args: ConnectionArgs) => connection(runs, args, (run) => checkRunNode(context, run)),
  };
}
