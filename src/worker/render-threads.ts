/**
 * Renders changes in a thread of their own, so that the process goes on answering meanwhile: what charts print is long, and is
 * read, compared and proven there. It has one change at a time: one that takes too long or too much ends with its thread and
 * its renderer, and with nothing else, and the next one gets a new thread.
 */
import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import pLimit from "p-limit";
import { AnalysisFailure } from "../analysis/analysis-failure.js";
import type { ChangeToRender, RenderElsewhere, RenderingsJudge } from "../analysis/render-elsewhere.js";
import type { Trees } from "../changeset/tree.js";
import type { PackedRenderings } from "../render/packed-renderings.js";
import { compileModule } from "../renderer/compile-module.js";
import { IDLE_MS, MOST_RENDERERS, RENDER_LIMITS } from "../renderer/limits.js";
import { isOutOfMemory, type WorkerLimits } from "./analysis-worker.js";
import { OwnTime } from "./own-time.js";
import type { FromChange, FromThread, Paths, Question, ToChange, ToThread } from "./render-messages.js";

export interface RenderThreads {
  render: RenderElsewhere;
  /** Ends the threads; a change that is rendered or waits fails. */
  close(): Promise<void>;
}

/** MiB. What dies young in here is of a few renderings, and what is collected later counts against the process. */
const YOUNG_MIB = 9;

/**
 * Returns what renders; a thread starts with the first change, and its program calls `serveRenderings`. The time is a change's
 * own, besides what a renderer may take.
 */
export function startRenderThreads(
  program: URL,
  { timeoutMs, memoryMiB }: WorkerLimits,
  idleMs = IDLE_MS,
): RenderThreads {
  const inTurn = pLimit(MOST_RENDERERS.ofApp);
  const idle: { worker: Worker; timer: NodeJS.Timeout }[] = [];
  const all = new Set<Worker>();
  const limits = { timeoutMs: timeoutMs + RENDER_LIMITS.totalMs, memoryMiB };
  let isClosed = false;

  function takeThread(): Worker {
    const entry = idle.pop();
    if (entry !== undefined) {
      clearTimeout(entry.timer);
      return entry.worker;
    }
    const worker = startThread(program, memoryMiB);
    all.add(worker);
    worker.once("exit", () => {
      all.delete(worker);
      forget(worker);
    });
    return worker;
  }

  function forget(worker: Worker): void {
    const found = idle.findIndex((one) => one.worker === worker);
    if (found >= 0) idle.splice(found, 1);
  }

  function giveBack(worker: Worker): void {
    if (!all.has(worker)) return;
    const timer = setTimeout(() => {
      // Nobody takes one that is about to end.
      forget(worker);
      void worker.terminate();
    }, idleMs);
    timer.unref();
    idle.push({ worker, timer });
  }

  async function once(...asked: Parameters<RenderElsewhere>): Promise<PackedRenderings> {
    if (isClosed) throw new Error("The process stops");
    const worker = takeThread();
    try {
      return await renderIn(worker, asked, limits);
    } finally {
      giveBack(worker);
    }
  }

  return {
    render: (...asked) => inTurn(() => once(...asked)),
    async close() {
      isClosed = true;
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}

function startThread(program: URL, memoryMiB: number): Worker {
  const worker = new Worker(program, {
    resourceLimits: { maxOldGenerationSizeMb: memoryMiB, maxYoungGenerationSizeMb: YOUNG_MIB },
  });
  worker.unref();
  worker.on("message", ({ memoryBytes }: FromThread) => void giveModule(worker, memoryBytes));
  // One that fails while nothing is asked of it would be an error of the process.
  worker.on("error", () => {});
  return worker;
}

async function giveModule(worker: Worker, memoryBytes: number): Promise<void> {
  const module = await compileModule(memoryBytes).catch(() => null);
  const message: ToThread = { kind: "module", memoryBytes, module };
  worker.postMessage(message);
}

/** Resolves to what the thread makes of a change. It ends the thread where that does not end. */
function renderIn(
  worker: Worker,
  [change, trees, judge]: Parameters<RenderElsewhere>,
  { timeoutMs, memoryMiB }: WorkerLimits,
): Promise<PackedRenderings> {
  const { port1: port, port2 } = new MessageChannel();
  const failures = new Map<number, unknown>();
  return new Promise<PackedRenderings>((resolve, reject) => {
    const ownTime = new OwnTime(timeoutMs, () => onDeath(new AnalysisFailure(`${timeoutMs / 1_000} s`)));
    const settle = (): void => {
      ownTime.stop();
      port.close();
      worker.off("error", onError).off("exit", onExit).unref();
    };
    const onDeath = (error: unknown): void => {
      settle();
      // Its renderer ends with it: only then is there room for another.
      void worker.terminate().then(() => reject(error));
    };
    const onError = (error: Error): void =>
      onDeath(isOutOfMemory(error) ? new AnalysisFailure(`${memoryMiB} MiB of memory`) : error);
    const onExit = (): void => onDeath(new Error("The thread that renders ended"));
    const answer = async (number: number, question: Question): Promise<void> => {
      try {
        give(port, { kind: "given", number, value: await ownTime.while(answerTo(question, trees, judge)) });
      } catch (error) {
        failures.set(number, error);
        give(port, { kind: "refused", number });
      }
    };
    port.on("message", (message: FromChange) => {
      if (message.kind === "asked") return void answer(message.number, message.question);
      settle();
      if (message.kind === "done") return resolve(message.renderings);
      return reject(message.kind === "failed" ? message.error : failures.get(message.number));
    });
    worker.once("error", onError).once("exit", onExit).ref();
    try {
      send(worker, { change, hasBase: trees.base !== null, port: port2 });
    } catch (error) {
      settle();
      reject(error);
    }
  });
}

function send(worker: Worker, of: { change: ChangeToRender; hasBase: boolean; port: MessagePort }): void {
  const message: ToThread = { kind: "render", ...of };
  worker.postMessage(message, [of.port]);
}

/** A port that is closed takes nothing, and nobody waits there any more. */
function give(port: MessagePort, message: ToChange): void {
  port.postMessage(message);
}

async function answerTo(question: Question, trees: Trees, judge: RenderingsJudge): Promise<unknown> {
  if (question.what === "wanted") return judge.wanted(question.renderings);
  if (question.what === "mends") return judge.mends(question.renderings, question.probes);
  const tree = trees[question.side];
  if (tree === null) throw new Error("There is no such side");
  if (question.what !== "paths") return tree[question.what](question.paths);
  const paths = await tree.paths();
  return { paths, isInPart: tree.isInPart?.() === true } satisfies Paths;
}
