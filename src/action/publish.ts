/**
 * `surefoot review --publish`, which is the GitHub Action too. The job's own status is the check: what is found stands
 * in annotations, in the job's summary and, where the token may write, in a review on the pull request.
 */
import { appendFile } from "node:fs/promises";
import { CommandError } from "../cli/command-error.js";
import { type Terminal, writeAll } from "../cli/terminal.js";
import type { Log } from "../github/client/log.js";
import { createTokenClient } from "../github/client/token-client.js";
import { createInProcessMemory } from "../github/memory/in-process-memory.js";
import { createRequestPacer } from "../github/memory/request-pacer.js";
import { remark } from "./annotate.js";
import { readWorkflow } from "./read-workflow.js";
import { type Report, reportRun } from "./report-run.js";
import { type RunTools, reviewRun } from "./review-run.js";

// GitHub's short outages pass in that time, and a job's minutes cost money.
const WAITS = { backoffMs: [2_000, 10_000, 60_000], lagMs: 2_000 };

/** Reviews what the run of a workflow is about and says so where people look; resolves to the exit status. */
export async function publish(
  terminal: Terminal,
  waits: Pick<RunTools, "backoffMs" | "lagMs"> = WAITS,
): Promise<number> {
  const run = await readWorkflow(terminal.env).catch((error: unknown) => refuse(error, terminal));
  const octokit = createTokenClient({
    ...run,
    pacer: createRequestPacer(createInProcessMemory(), "workflow"),
  });
  const outcome = await reviewRun(run, { octokit, log: logTo(terminal), ...waits });
  const report = reportRun(outcome, run, terminal);
  await writeAll(terminal.stdout, report.log);
  await append("GITHUB_STEP_SUMMARY", run.summaryPath, report.summary);
  await append("GITHUB_OUTPUT", run.outputPath, outputsOf(report));
  if (report.unfinished !== null) throw new CommandError(report.unfinished);
  return report.conclusion === "failure" ? 1 : 0;
}

// A step's log is folded; an annotation is what people see of a job that could not run.
async function refuse(error: unknown, { stdout, env }: Terminal): Promise<never> {
  if (error instanceof CommandError && env.GITHUB_ACTIONS)
    await writeAll(stdout, `${remark("error", error.message)}\n`);
  throw error;
}

// A title is one line; were it ever more, the second must not become an output of its own.
function outputsOf({ conclusion, title }: Report): string {
  return `conclusion=${conclusion}\ntitle=${title.replace(/[\r\n]+/g, " ")}\n`;
}

async function append(name: string, path: string, text: string): Promise<void> {
  try {
    await appendFile(path, text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandError(`${name}: the file cannot be written (${code})`);
  }
}

// The publisher writes its messages itself; its fields say what they are about, and may be anything.
function logTo({ stdout }: Terminal): Log {
  const write = (_fields: object, message: string): void => void stdout.write(`${message}\n`);
  const nothing = (): void => {};
  return { debug: nothing, info: nothing, warn: write, error: write };
}
