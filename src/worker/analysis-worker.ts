/**
 * Does the jobs of the analysis in threads of their own: the process goes on answering meanwhile, and a job that takes too
 * long or too much ends with its thread and with nothing else. The next one gets a new thread. Jobs are done one after the
 * other, but that small ones do not wait for a large one.
 */
import { Worker } from "node:worker_threads";
import pLimit from "p-limit";
import type { Analyse } from "../analysis/analysis.js";
import { AnalysisFailure } from "../analysis/analysis-failure.js";
import type { JudgedChange } from "../analysis/jobs.js";
import { renderedLength } from "../render/packed-renderings.js";
import type { Answered, Asked } from "./serve-jobs.js";

export interface WorkerLimits {
  /** milliseconds that one job may take */
  timeoutMs: number;
  /** MiB of objects that a thread may hold */
  memoryMiB: number;
}

interface WorkerLog {
  warn(fields: object, message: string): void;
}

export interface AnalysisWorker {
  analyse: Analyse;
  /** Ends the threads; a job that runs or waits fails. */
  close(): Promise<void>;
}

/** What dies young is collected in here; V8's own bound of 48 MiB would count against the process too. */
const YOUNG_MIB = 24;

/** The part of a change that is judged where it took too long or too much: some of it is better than nothing. */
const LESS = 1 / 4;

/** Characters of a change that is small, as nearly every one is. */
const SMALL = 128 * 1024;

/** MiB that a small one takes at most. */
const SMALL_MEMORY_MIB = 64;

/** Starts the threads, whose program calls `serveJobs`; they wait for their jobs and keep no process alive. */
export function startAnalysisWorker(program: URL, limits: WorkerLimits, log: WorkerLog): AnalysisWorker {
  const memoryMiB = Math.min(limits.memoryMiB, SMALL_MEMORY_MIB);
  const small = startLane(program, { ...limits, memoryMiB }, log);
  const large = startLane(program, limits, log);
  return {
    analyse: (name, input) => (lengthOf(input) > SMALL ? large : small).analyse(name, input),
    async close() {
      await Promise.all([small.close(), large.close()]);
    },
  };
}

function lengthOf({ changeSet: { files, siblings }, renderings = [] }: JudgedChange): number {
  const contents = [
    ...files.flatMap(({ before, after }) => [before, after]),
    ...siblings.map(({ content }) => content),
  ];
  const texts = contents.flatMap((content) => (content?.kind === "text" ? [content.text] : []));
  return texts.reduce((sum, text) => sum + text.length, renderedLength(renderings));
}

function startLane(program: URL, limits: WorkerLimits, log: WorkerLog): AnalysisWorker {
  const inTurn = pLimit(1);
  let isClosed = false;
  let worker = startThread(program, limits);

  async function once(name: Asked["name"], input: JudgedChange): Promise<unknown> {
    if (isClosed) throw new Error("The process stops");
    const answered = await ask(worker, { name, input }, limits).catch(async (death) => {
      // It may fail of itself in this very moment, and that would be an error of the process where nobody hears it.
      await worker.on("error", () => {}).terminate();
      // At once: the next job finds it started.
      if (!isClosed) worker = startThread(program, limits);
      throw death;
    });
    if (answered.kind === "failed") throw answered.error;
    return answered.result;
  }

  // What a review takes on fits what it has, but for a change that is like none that was measured.
  async function onceOrLess(name: Asked["name"], input: JudgedChange): Promise<unknown> {
    try {
      return await once(name, input);
    } catch (error) {
      if (!(error instanceof AnalysisFailure)) throw error;
      log.warn({ err: error }, "A change took too much: a part of it is judged");
      return once(name, { ...input, share: LESS });
    }
  }

  return {
    // This only carries them: what a name's input and result are is between the caller and the job.
    analyse: ((name, input) => inTurn(() => onceOrLess(name, input))) as Analyse,
    async close() {
      isClosed = true;
      await worker.terminate();
    },
  };
}

function startThread(program: URL, { memoryMiB }: WorkerLimits): Worker {
  const worker = new Worker(program, {
    resourceLimits: { maxOldGenerationSizeMb: memoryMiB, maxYoungGenerationSizeMb: YOUNG_MIB },
  });
  worker.unref();
  return worker;
}

/** Resolves to the job's answer; rejects where the thread has none to give any more. */
function ask(worker: Worker, job: Asked, { timeoutMs, memoryMiB }: WorkerLimits): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const onTimeout = (): void => onError(new AnalysisFailure(`${timeoutMs / 1_000} s`));
    const timer = setTimeout(onTimeout, timeoutMs);
    const settle = (): void => {
      clearTimeout(timer);
      worker.off("message", onMessage).off("error", onError).off("exit", onExit).unref();
    };
    const onMessage = (answered: Answered): void => {
      settle();
      resolve(answered);
    };
    const onError = (error: Error): void => {
      settle();
      reject(isOutOfMemory(error) ? new AnalysisFailure(`${memoryMiB} MiB of memory`) : error);
    };
    const onExit = (): void => onError(new Error("The thread of the analysis ended"));
    worker.once("message", onMessage).once("error", onError).once("exit", onExit).ref();
    worker.postMessage(job);
  });
}

/** Whether a thread ended for its memory. */
export function isOutOfMemory(error: Error): boolean {
  return "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}
