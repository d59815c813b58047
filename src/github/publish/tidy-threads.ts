/** Resolves the threads whose finding is fixed and folds those that a new comment replaces, in one request. */
import type { GitHubClient } from "../client/github-client.js";
import { askGitHub, GitHubFailure } from "../client/github-failure.js";
import type { Log } from "../client/log.js";
import type { PostedThread } from "../posted.js";

interface Step {
  kind: "resolve" | "RESOLVED" | "OUTDATED";
  thread: PostedThread;
}

/** Mutations in one document. */
const STEPS_A_DOCUMENT = 50;

/** Tidies up after a review. A step that GitHub refuses is logged and left: nothing depends on it. */
export async function tidyThreads(
  octokit: GitHubClient,
  threads: { fixed: readonly PostedThread[]; outdated: readonly PostedThread[] },
  log: Log,
): Promise<void> {
  const steps = [
    ...threads.fixed.map((thread): Step => ({ kind: thread.canResolve ? "resolve" : "RESOLVED", thread })),
    ...threads.outdated.map((thread): Step => ({ kind: "OUTDATED", thread })),
  ].filter(({ thread }) => thread.id !== null);
  const refused = await runAll(octokit, steps);
  // Without contents:write nothing can be resolved, but a comment of our own can be folded as resolved.
  const second = refused.filter((step) => step.kind === "resolve");
  const lost = [
    ...refused.filter((step) => step.kind !== "resolve"),
    ...(await runAll(
      octokit,
      second.map(({ thread }): Step => ({ kind: "RESOLVED", thread })),
    )),
  ];
  if (lost.length > 0) log.warn({ threads: lost.length }, "GitHub refused to fold comments");
}

async function runAll(octokit: GitHubClient, steps: readonly Step[]): Promise<Step[]> {
  const refused: Step[] = [];
  for (let start = 0; start < steps.length; start += STEPS_A_DOCUMENT) {
    refused.push(...(await run(octokit, steps.slice(start, start + STEPS_A_DOCUMENT))));
  }
  return refused;
}

async function run(octokit: GitHubClient, steps: readonly Step[]): Promise<Step[]> {
  const { query, variables } = tidyMutation(steps);
  try {
    await askGitHub("Folding comments", () =>
      octokit.graphql(query, { ...variables, request: { retries: 0 } }),
    );
    return [];
  } catch (error) {
    if (!(error instanceof GitHubFailure) || error.retryable) throw error;
    const aliases = refusedAliases(error);
    return aliases === null ? [...steps] : steps.filter((_, i) => aliases.has(`m${i}`));
  }
}

// The steps of one document run one after the other, and one that fails leaves the others alone.
function refusedAliases({ faults }: GitHubFailure): Set<string> | null {
  const aliases = faults.map(({ path }) => path.split(".", 1)[0]!);
  return aliases.length > 0 && !aliases.includes("") ? new Set(aliases) : null;
}

function tidyMutation(steps: readonly Step[]): { query: string; variables: Record<string, string | null> } {
  const variables: Record<string, string | null> = {};
  const fields = steps.map(({ kind, thread }, i) => {
    variables[`v${i}`] = kind === "resolve" ? thread.id : thread.commentId;
    return kind === "resolve"
      ? `m${i}: resolveReviewThread(input: { threadId: $v${i} }) { thread { id } }`
      : `m${i}: minimizeComment(input: { subjectId: $v${i}, classifier: ${kind} }) { minimizedComment { isMinimized } }`;
  });
  const declarations = Object.keys(variables).map((name) => `$${name}: ID!`);
  return { query: `mutation(${declarations.join(", ")}) {\n  ${fields.join("\n  ")}\n}`, variables };
}
