/** Answers the REST calls that the App makes. */
import type { PullRequest, Repository, Thread } from "./repository.js";

export interface RestRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
  /** the media type that is asked for; "" where none is */
  accept: string;
}

export interface RestAnswer {
  status: number;
  /** bytes as they are, anything else as JSON */
  body: unknown;
}

interface ReviewBody {
  commit_id: string;
  event?: string;
  body: string;
  comments?: {
    path: string;
    line: number;
    side: string;
    start_line?: number;
    start_side?: string;
    body: string;
  }[];
}

interface CheckBody {
  name: string;
  head_sha: string;
  external_id?: string;
  status?: string;
  conclusion?: string;
  details_url?: string;
  output?: { title: string; summary: string; annotations?: Repository["checkRuns"][number]["annotations"] };
}

// Those of app.yml.
const PERMISSIONS = {
  metadata: "read",
  contents: "read",
  pull_requests: "write",
  checks: "write",
  issues: "read",
  merge_queues: "read",
};

let ids = 1000;

export function answerRest(request: RestRequest, repositories: readonly Repository[]): RestAnswer {
  const { method, path } = request;
  if (/^\/app\/installations\/\d+\/access_tokens$/.test(path)) {
    const expires = new Date(Date.now() + 3_600_000).toISOString();
    return {
      status: 201,
      body: { token: `ghs_${"standin0".repeat(4)}`, expires_at: expires, permissions: PERMISSIONS },
    };
  }
  if (path === "/app/hook/deliveries") return { status: 200, body: [] };
  if (path === "/app/installations") return { status: 200, body: [{ id: 7, suspended_at: null }] };
  if (path === "/installation/repositories") {
    const list = repositories.map(({ nodeId }) => ({ node_id: nodeId, archived: false, disabled: false }));
    return { status: 200, body: { total_count: list.length, repositories: list } };
  }
  const parts = path.match(/^\/repos\/([^/]+)\/([^/]+)\/(.+)$/);
  const repository = repositories.find((each) => each.owner === parts?.[1] && each.name === parts[2]);
  if (parts === null || repository === undefined) return notFound();
  return answerFor(repository, method, parts[3]!, request);
}

function answerFor(
  repository: Repository,
  method: string,
  rest: string,
  { query, body, accept }: RestRequest,
): RestAnswer {
  const compare = rest.match(/^compare\/(.+)$/);
  if (compare !== null) return answerCompare(repository, decodeURIComponent(compare[1]!));
  const pull = rest.match(/^pulls\/(\d+)(\/files|\/reviews)?$/);
  if (pull !== null) {
    const found = repository.pulls.get(Number(pull[1]));
    if (found === undefined) return notFound();
    if (pull[2] === "/reviews") return postReview(repository, found, body as ReviewBody);
    return pull[2] === "/files" ? listFiles(repository, found, query) : readPull(found);
  }
  const blob = rest.match(/^git\/blobs\/(\w+)$/);
  if (blob !== null) return readBlob(repository, blob[1]!, accept);
  const run = rest.match(/^check-runs(?:\/(\d+))?$/);
  if (run !== null)
    return method === "POST"
      ? createRun(repository, body as CheckBody)
      : updateRun(repository, Number(run[1]), body as CheckBody);
  return notFound();
}

function answerCompare(repository: Repository, basehead: string): RestAnswer {
  const [named, head] = basehead.split("...") as [string, string];
  const base = repository.tags.get(named) ?? named;
  const known = (ref: string): boolean => repository.branches.has(ref) || repository.commits.has(ref);
  if (!known(base) || !known(head)) return notFound();
  const { mergeBase, files } = repository.compare(base, head);
  return {
    status: 200,
    body: {
      base_commit: { sha: repository.branches.get(base) ?? base },
      merge_base_commit: { sha: mergeBase },
      files: files.slice(0, 300),
      commits: [],
      total_commits: 1,
    },
  };
}

function readPull({ number, headSha, baseRef, state }: PullRequest): RestAnswer {
  const body = { number, head: { sha: headSha }, base: { ref: baseRef } };
  return { status: 200, body: { ...body, state: state === "OPEN" ? "open" : "closed" } };
}

function listFiles(repository: Repository, pull: PullRequest, query: URLSearchParams): RestAnswer {
  const size = Number(query.get("per_page") ?? 30);
  const start = (Number(query.get("page") ?? 1) - 1) * size;
  const { files } = repository.compare(pull.baseRef, pull.headSha);
  return { status: 200, body: files.slice(0, 3000).slice(start, start + size) };
}

function readBlob(repository: Repository, oid: string, accept: string): RestAnswer {
  for (const { files } of repository.commits.values()) {
    for (const entry of files.values()) {
      if (entry.oid !== oid) continue;
      if (accept.startsWith("application/vnd.github.raw")) return { status: 200, body: entry.bytes };
      const content = entry.bytes.toString("base64").replace(/.{60}/g, "$&\n");
      return { status: 200, body: { sha: oid, size: entry.bytes.byteLength, encoding: "base64", content } };
    }
  }
  return notFound();
}

// One wrong place and GitHub loses the whole review.
function postReview(repository: Repository, pull: PullRequest, review: ReviewBody): RestAnswer {
  const { files } = repository.compare(pull.baseRef, review.commit_id);
  const comments = review.comments ?? [];
  const faults = comments.flatMap(({ path, line, side, start_line: startLine, start_side: startSide }) => {
    const hunks = files.find(({ filename }) => filename === path)?.hunks ?? [];
    const first = startLine ?? line;
    const inHunk = hunks.some(({ newStart, newLines }) => first >= newStart && line < newStart + newLines);
    const sidesFit = side === "RIGHT" && (startLine === undefined) === (startSide === undefined);
    return inHunk && sidesFit && (startLine === undefined || startLine < line) ? [] : [path];
  });
  if (review.event !== "COMMENT" || review.body === "" || faults.length > 0) {
    return { status: 422, body: { message: "Unprocessable Entity", errors: ["Line could not be resolved"] } };
  }
  pull.reviews.push({ body: review.body, commitId: review.commit_id, ours: true, comments: comments.length });
  for (const comment of comments) pull.threads.push(threadOf(repository, pull, comment));
  ids += 1;
  return { status: 200, body: { id: ids } };
}

function threadOf(
  repository: Repository,
  pull: PullRequest,
  comment: NonNullable<ReviewBody["comments"]>[number],
): Thread {
  ids += 1;
  const text = repository.commits.get(pull.headSha)!.files.get(comment.path)?.bytes.toString("utf8") ?? "";
  return {
    id: `T_${ids}`,
    path: comment.path,
    line: comment.line,
    startLine: comment.start_line ?? null,
    lineText: text.split("\n")[comment.line - 1],
    isOutdated: false,
    isResolved: false,
    resolvedBy: null,
    comments: [{ id: `C_${ids}`, body: comment.body, ours: true, minimizedReason: null }],
  };
}

function createRun(repository: Repository, body: CheckBody): RestAnswer {
  if (!repository.commits.has(body.head_sha))
    return { status: 422, body: { message: "No commit found for SHA" } };
  ids += 1;
  repository.checkRuns.push({
    id: ids,
    headSha: body.head_sha,
    name: body.name,
    externalId: body.external_id ?? null,
    status: body.status ?? "queued",
    conclusion: body.conclusion ?? null,
    title: body.output?.title ?? null,
    summary: body.output?.summary ?? null,
    annotations: body.output?.annotations ?? [],
    detailsUrl: body.details_url ?? null,
    updates: 0,
  });
  return { status: 201, body: { id: ids } };
}

// An update adds annotations and never takes one away.
function updateRun(repository: Repository, id: number, body: CheckBody): RestAnswer {
  const run = repository.checkRuns.find((each) => each.id === id);
  if (run === undefined) return notFound();
  run.status = body.status ?? run.status;
  run.conclusion = body.conclusion ?? run.conclusion;
  run.title = body.output?.title ?? run.title;
  run.summary = body.output?.summary ?? run.summary;
  run.annotations.push(...(body.output?.annotations ?? []));
  run.detailsUrl = body.details_url ?? run.detailsUrl;
  run.updates += 1;
  return { status: 200, body: { id } };
}

function notFound(): RestAnswer {
  return { status: 404, body: { message: "Not Found", documentation_url: "https://docs.github.com/rest" } };
}
