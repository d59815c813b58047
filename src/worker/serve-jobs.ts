import type { MessagePort } from "node:worker_threads";
import { runJob } from "../analysis/analysis.js";
import type { JOBS, JudgedChange } from "../analysis/jobs.js";

/** A job as it is sent to the thread. */
export interface Asked {
  name: keyof typeof JOBS;
  /** and what else the job asks for */
  input: JudgedChange;
}

/** What comes back: errors cross as other data does. */
export type Answered = { kind: "done"; result: unknown } | { kind: "failed"; error: unknown };

/** Does the jobs that come through a port, in the thread that calls it. */
export function serveJobs(port: MessagePort): void {
  port.on("message", ({ name, input }: Asked) => port.postMessage(answer(name, input)));
}

function answer(name: Asked["name"], input: Asked["input"]): Answered {
  try {
    return { kind: "done", result: runJob(name, input as never) };
  } catch (error) {
    return { kind: "failed", error };
  }
}
