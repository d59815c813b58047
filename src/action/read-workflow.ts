/** Reads a workflow's run: its environment, and the event that started it. */
import { readFile } from "node:fs/promises";
import * as z from "zod";
import { CommandError } from "../cli/command-error.js";
import type { RepositoryRef } from "../github/client/github-client.js";

export interface WorkflowRun {
  token: string;
  /** base of the REST API, without a final slash */
  apiUrl: string;
  repository: RepositoryRef;
  event: WorkflowEvent;
  /** files that GitHub reads after the step */
  summaryPath: string;
  outputPath: string;
}

export type WorkflowEvent = PullRequestEvent | MergeGroupEvent;

export interface PullRequestEvent {
  kind: "pull_request";
  number: number;
  headSha: string;
  baseRef: string;
  /** the head is in another repository, or its repository is gone */
  fork: boolean;
}

interface MergeGroupEvent {
  kind: "merge_group";
  headSha: string;
  /** the branch that the group is to be merged into */
  baseRef: string;
  /** the group's parent: that branch, or the entry ahead in the queue */
  baseSha: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const NEEDED = [
  "GITHUB_TOKEN",
  "GITHUB_EVENT_NAME",
  "GITHUB_EVENT_PATH",
  "GITHUB_REPOSITORY",
  "GITHUB_API_URL",
  "GITHUB_STEP_SUMMARY",
  "GITHUB_OUTPUT",
] as const;

/** Reads a run from the variables that GitHub Actions sets. A CommandError says in one line all that is missing. */
export async function readWorkflow(env: Environment): Promise<WorkflowRun> {
  const missing = NEEDED.filter((name) => !env[name]?.trim());
  if (missing.length > 0) {
    throw new CommandError(
      `the environment lacks ${missing.join(", ")}; --publish needs what GitHub Actions sets for a step, and a token`,
    );
  }
  const value = (name: (typeof NEEDED)[number]): string => env[name]!.trim();
  return {
    token: readToken(value("GITHUB_TOKEN")),
    apiUrl: readApiUrl(value("GITHUB_API_URL")),
    repository: readRepository(value("GITHUB_REPOSITORY")),
    event: await readEvent(
      value("GITHUB_EVENT_NAME"),
      value("GITHUB_EVENT_PATH"),
      value("GITHUB_REPOSITORY"),
    ),
    summaryPath: value("GITHUB_STEP_SUMMARY"),
    outputPath: value("GITHUB_OUTPUT"),
  };
}

// Checked here, since `fetch` would name the whole header in its error.
function readToken(token: string): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new CommandError(
    "GITHUB_TOKEN is not a token: it holds blanks or characters that no header may have",
  );
}

function readApiUrl(url: string): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url.replace(/\/+$/, "");
  throw new CommandError("GITHUB_API_URL is not an address; it should be one such as https://api.github.com");
}

function readRepository(fullName: string): RepositoryRef {
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(fullName) ?? [];
  if (owner !== undefined && repo !== undefined) return { owner, repo };
  throw new CommandError("GITHUB_REPOSITORY is not a repository; it should be one such as octo-org/shop");
}

const sha = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);

const PULL_REQUEST = z.object({
  pull_request: z.object({
    number: z.int().positive(),
    head: z.object({ sha, repo: z.object({ full_name: z.string() }).nullable() }),
    base: z.object({ ref: z.string().min(1) }),
  }),
});

const MERGE_GROUP = z.object({
  merge_group: z.object({ head_sha: sha, base_sha: sha, base_ref: z.string().regex(/^refs\/heads\/./) }),
});

async function readEvent(name: string, path: string, fullName: string): Promise<WorkflowEvent> {
  switch (name) {
    case "pull_request":
    // Its token may write even where a fork asks. That is safe here: the head is read as text, and never run.
    case "pull_request_target": {
      const { number, head, base } = (await readPayload(PULL_REQUEST, path)).pull_request;
      const fork = head.repo?.full_name.toLowerCase() !== fullName.toLowerCase();
      return { kind: "pull_request", number, headSha: head.sha, baseRef: base.ref, fork };
    }
    case "merge_group": {
      const group = (await readPayload(MERGE_GROUP, path)).merge_group;
      const baseRef = group.base_ref.replace(/^refs\/heads\//, "");
      return { kind: "merge_group", headSha: group.head_sha, baseRef, baseSha: group.base_sha };
    }
    default:
      throw new CommandError(
        `the event ${JSON.stringify(name)} has no change to review; let the workflow run on pull_request, pull_request_target or merge_group`,
      );
  }
}

async function readPayload<T>(schema: z.ZodType<T>, path: string): Promise<T> {
  const result = schema.safeParse(await readJson(path));
  if (result.success) return result.data;
  const place = result.error.issues[0]?.path.join(".") ?? "";
  throw new CommandError(`GITHUB_EVENT_PATH: the event's ${place || "payload"} is not what GitHub sends`);
}

async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandError(`GITHUB_EVENT_PATH: the event cannot be read (${code})`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError("GITHUB_EVENT_PATH: the event is not JSON");
  }
}
