/**
 * The path of one pull request at GitHub, step by step: a workload without a probe, its review, the suggestion pushed,
 * the check green, the thread ended. Each step says what it saw; the first that is not as it has to be ends it.
 */
import { readFile } from "node:fs/promises";
import { applyEdits } from "../../src/manifest/edit/apply-edits.js";
import { type Connection, connect } from "./connect.js";
import { demand, eventually, type Patience } from "./failure.js";
import { lookAt, type Posted, type PostedCheck, type PostedComment } from "./posted.js";
import { createScratch, type OpenedPull, type Pushed, type Scratch } from "./scratch.js";
import type { Settings } from "./settings.js";

const SAMPLE = new URL("../../sandbox/sample/head/k8s/web.yaml", import.meta.url);

export interface Telling {
  /** hears what was seen, one line each */
  say(line: string): void;
  /** hears the App's warnings */
  warn(line: string): void;
  signal: AbortSignal;
}

interface Walk extends Telling {
  settings: Settings;
  connection: Connection;
  scratch: Scratch;
  patience: Patience;
}

/** Walks it; rejects where it ends early. It takes away again what it made unless that is to be kept. */
export async function walk(settings: Settings, name: string, telling: Telling): Promise<void> {
  const { owner, repo } = settings.repository;
  const connection = await connect(settings, telling.warn);
  const asked = Object.entries(connection.permissions).map(([what, access]) => `${what}: ${access}`);
  telling.say(`${connection.slug} is installed on ${owner}/${repo} (${asked.sort().join(", ")})`);
  const scratch = createScratch(connection.author, settings.repository, name);
  const patience = { timeoutMs: settings.timeoutMs, signal: telling.signal };
  try {
    await follow({ ...telling, settings, connection, scratch, patience });
  } finally {
    await cleanUp(settings, scratch, telling);
  }
}

async function follow(on: Walk): Promise<void> {
  const { settings, connection, scratch, say } = on;
  const text = await readFile(SAMPLE, "utf8");
  const base = await scratch.makeBranch();
  const first = await scratch.push(text, "Add a Deployment without a probe");
  const pull = await scratch.open(base);
  say(`opened ${pull.url}, which adds ${scratch.path}`);
  const { appId, repository } = settings;
  const posted = lookAt(connection.octokit, repository, { number: pull.number, appId, bot: connection.bot });
  await review(on, "opened", pull);
  await seeCheck(on, posted, pull, first.headSha, "failure");
  const comment = await seeReview(on, posted, first);
  const mended = applySuggestion(text, comment);
  const second = await scratch.push(mended, "Commit the suggestion", first);
  say(`pushed the suggestion as ${second.headSha.slice(0, 7)}`);
  await review(on, "synchronize", pull);
  await seeCheck(on, posted, pull, second.headSha, "success");
  await seeThreadEnd(on, posted);
  demand((await posted.reviews()).length === 1, "the App posted a second review after the push");
  demand((await posted.comments()).length === 1, "the App commented again after the push");
  say("nothing was said twice");
}

async function review(
  { settings, connection, say }: Walk,
  action: "opened" | "synchronize",
  pull: OpenedPull,
): Promise<void> {
  if (settings.deployed) return say("waiting for the deployed App");
  const started = Date.now();
  await connection.review(action, pull.number);
  say(`reviewed here, without a webhook, in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

async function seeCheck(
  { patience, say }: Walk,
  posted: Posted,
  pull: OpenedPull,
  sha: string,
  conclusion: string,
): Promise<void> {
  const at = sha.slice(0, 7);
  const look = async (): Promise<PostedCheck[] | null> => {
    const runs = await posted.checks(sha);
    return runs.length === 0 ? null : runs;
  };
  const runs = await eventually(`a completed check run on ${at}`, look, patience);
  demand(runs.length === 1, `there are ${runs.length} check runs on ${at} and not one`);
  const [run] = runs as [PostedCheck];
  demand(
    run.conclusion === conclusion,
    `the check on ${at} concludes ${run.conclusion} (“${run.title}”) and not ${conclusion}`,
  );
  demand(run.externalId === String(pull.number), `the check on ${at} names no pull request`);
  demand((conclusion === "failure") === run.annotations > 0, `the check has ${run.annotations} annotations`);
  say(`the check on ${at}: ${run.conclusion}, “${run.title}”, annotations: ${run.annotations}`);
}

async function seeReview(
  { patience, scratch, say }: Walk,
  posted: Posted,
  { headSha }: Pushed,
): Promise<PostedComment> {
  const reviews = await eventually("a review", () => filled(posted.reviews()), patience);
  demand(reviews.length === 1, `there are ${reviews.length} reviews and not one`);
  const [{ state, headSha: reviewed, body }] = reviews as [(typeof reviews)[number]];
  demand(state === "COMMENTED", `the review is ${state} and not COMMENTED`);
  demand(
    reviewed === headSha,
    `the review is for ${reviewed?.slice(0, 7)} and not for ${headSha.slice(0, 7)}`,
  );
  demand(body.includes("3 of 3"), "the review does not tell that 3 of 3 pods can be out of service");
  say(`one review at ${headSha.slice(0, 7)}: “${body.split("\n", 1)[0]?.replace(/\*\*/g, "")}”`);
  // GitHub takes a review with its comments or not at all, and then the App posts it without them.
  const comments = await eventually("an inline comment", () => filled(posted.comments()), patience);
  demand(comments.length === 1, `there are ${comments.length} inline comments and not one`);
  const [comment] = comments as [PostedComment];
  const { path, line, side } = comment;
  demand(
    path === scratch.path && side === "RIGHT" && line !== null,
    `the comment is at ${path}:${line} ${side}`,
  );
  say(`one inline comment with a suggestion, accepted at ${path}:${line}`);
  return comment;
}

async function filled<T>(list: Promise<T[]>): Promise<T[] | null> {
  const found = await list;
  return found.length === 0 ? null : found;
}

// Does what the button Commit suggestion does; there is no call for it.
function applySuggestion(text: string, { path, line, startLine, body }: PostedComment): string {
  const replacement = /^(`{3,})suggestion\r?\n([\s\S]*?)\r?\n\1\r?$/m.exec(body)?.[2];
  demand(replacement !== undefined && line !== null, "the comment has no suggestion");
  const mended = applyEdits(text, [{ path, startLine: startLine ?? line, endLine: line, replacement }]);
  demand(mended.includes("readinessProbe:"), "the suggestion adds no readinessProbe");
  return mended;
}

async function seeThreadEnd({ connection, patience, say }: Walk, posted: Posted): Promise<void> {
  const mayResolve = connection.permissions.contents === "write";
  const end = mayResolve ? "the end of the thread" : "the fold of the comment";
  const look = async (): Promise<true | null> => {
    const threads = await posted.threads();
    demand(threads.length === 1, `there are ${threads.length} threads of the App and not one`);
    return (
      threads.every(({ isResolved, folded }) => (mayResolve ? isResolved : folded === "resolved")) || null
    );
  };
  await eventually(end, look, patience);
  say(mayResolve ? "the thread is resolved" : "the comment is folded as resolved (no contents: write)");
}

async function cleanUp({ keep }: Settings, scratch: Scratch, { say, warn }: Telling): Promise<void> {
  if (keep) return say(`left as it is: the pull request and its branch ${scratch.branch}`);
  try {
    await scratch.remove();
    say("closed the pull request and deleted its branch");
  } catch (error) {
    warn(`could not clean up: please close the pull request from ${scratch.branch} and delete that branch\n`);
    throw error;
  }
}
