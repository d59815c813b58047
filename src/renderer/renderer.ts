/**
 * Renders charts and builds kustomizations in a worker that has neither files nor sockets, neither a clock nor chance, and
 * memory, output and time within limits. It knows how a renderer is lent and when it is thrown away, and nothing of where a
 * chart comes from or what is thought of it.
 */
import pLimit from "p-limit";
import * as z from "zod";
import { type HelmAnswer, type HelmRequest, readHelmAnswer } from "./helm.js";
import { type KustomizeAnswer, type KustomizeRequest, readKustomizeAnswer } from "./kustomize.js";
import { IDLE_MS, MOST_RENDERERS, RENDER_LIMITS, type RenderLimits } from "./limits.js";
import { type FailureReason, Machine } from "./machine.js";

/** An answer, or why the renderer has none. A chart that Helm itself refuses is an answer with an `error` in it. */
export type Rendering<Answer> =
  | { kind: "answer"; answer: Answer }
  | { kind: "failed"; reason: FailureReason };

export interface Renderer {
  renderChart(request: HelmRequest): Promise<Rendering<HelmAnswer>>;
  buildKustomization(request: KustomizeRequest): Promise<Rendering<KustomizeAnswer>>;
}

const places = pLimit(MOST_RENDERERS.ofThread);
/** what has a renderer ready; it has one of the places */
let warming: Promise<void> | null = null;
const idle: { machine: Machine; timer: NodeJS.Timeout }[] = [];

/**
 * Lends a renderer for as long as `use` takes; a few at most are lent at a time, and others wait. One that answered everything
 * is lent again: it keeps nothing of a chart that a later answer could tell. What is still asked where `use` ends, or later,
 * fails.
 */
export function withRenderer<Result>(
  use: (renderer: Renderer) => Promise<Result>,
  limits: RenderLimits = RENDER_LIMITS,
): Promise<Result> {
  return places(async () => {
    // Whoever it is made ready for would otherwise start another, of the same memory.
    await warming;
    return lend(use, limits);
  });
}

async function lend<Result>(
  use: (renderer: Renderer) => Promise<Result>,
  limits: RenderLimits,
): Promise<Result> {
  const loan = new Loan(limits);
  try {
    return await use(loan);
  } finally {
    await loan.end();
  }
}

/** Has a renderer ready for the next loan, so that its start passes while something else is waited for. */
export async function warmRenderer(): Promise<void> {
  await places(async () => {
    if (warming === null && idle.length > 0) return;
    warming ??= lend(buildNothing, RENDER_LIMITS)
      .catch(() => {})
      .finally(() => {
        warming = null;
      });
    await warming;
  });
}

async function buildNothing(renderer: Renderer): Promise<void> {
  await renderer.buildKustomization({ root: "", files: {} });
}

/** How many renderers wait to be lent: 0 where nothing was rendered since they were stopped. */
export function waitingRenderers(): number {
  return idle.length;
}

/** Ends the renderers that are not lent. */
export async function stopRenderers(): Promise<void> {
  const machines = idle.splice(0).map(({ machine, timer }) => {
    clearTimeout(timer);
    return machine;
  });
  await Promise.all(machines.map((machine) => machine.stop()));
}

const reply = z.strictObject({
  helm: z.exactOptional(z.unknown()),
  kustomize: z.exactOptional(z.unknown()),
});

class Loan implements Renderer {
  /** A machine answers one request after the other. */
  readonly #turns = pLimit(1);
  #machine: Machine | null = null;
  #leftMs: number;
  #leftBytes: number;

  constructor(readonly limits: RenderLimits) {
    this.#leftMs = limits.totalMs;
    this.#leftBytes = limits.totalOutputBytes;
  }

  async renderChart(request: HelmRequest): Promise<Rendering<HelmAnswer>> {
    return this.#turns(() => this.#ask({ helm: request }, ({ helm }) => readHelmAnswer(helm)));
  }

  async buildKustomization(request: KustomizeRequest): Promise<Rendering<KustomizeAnswer>> {
    return this.#turns(() =>
      this.#ask({ kustomize: request }, ({ kustomize }) => readKustomizeAnswer(kustomize)),
    );
  }

  async #ask<Answer>(
    request: { helm: HelmRequest } | { kustomize: KustomizeRequest },
    read: (data: z.output<typeof reply>) => Answer | null,
  ): Promise<Rendering<Answer>> {
    const { inputBytes, requestMs } = this.limits;
    const line = new TextEncoder().encode(`${JSON.stringify(request)}\n`);
    if (line.length > inputBytes) return { kind: "failed", reason: "input" };
    const withinMs = Math.min(requestMs, this.#leftMs);
    if (withinMs <= 0) return { kind: "failed", reason: "time" };
    this.#machine ??= await takeMachine(this.limits);
    const started = performance.now();
    const answered = await this.#machine.ask(line, withinMs);
    this.#leftMs -= performance.now() - started;
    if (!this.#machine.isFit) await this.#giveBack();
    if (answered.kind === "failed") return answered;
    this.#leftBytes -= answered.line.length;
    if (this.#leftBytes < 0) return { kind: "failed", reason: "output" };
    const { data } = reply.safeParse(parse(answered.line));
    // A long answer takes its time: whoever else has work in this process gets a turn in between.
    await new Promise(setImmediate);
    const answer = data === undefined ? null : read(data);
    await new Promise(setImmediate);
    return answer === null ? { kind: "failed", reason: "fault" } : { kind: "answer", answer };
  }

  /** Ends the loan. A machine that still owes an answer would give it to whoever is lent it next. */
  async end(): Promise<void> {
    this.#leftMs = 0;
    if (this.#machine?.owesAnswer) await this.#machine.stop();
    await this.#turns(() => this.#giveBack());
  }

  /** Gives the machine back where it can be used again, and ends it where not. */
  async #giveBack(): Promise<void> {
    const machine = this.#machine;
    this.#machine = null;
    if (machine === null) return;
    if (!machine.isFit) {
      await machine.stop();
      return;
    }
    const timer = setTimeout(() => void remove(machine), IDLE_MS);
    timer.unref();
    idle.push({ machine, timer });
  }
}

function parse(line: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(line));
  } catch {
    return null;
  }
}

async function takeMachine(limits: RenderLimits): Promise<Machine> {
  const found = idle.findIndex(({ machine }) => machine.limits === limits);
  const [entry] = found < 0 ? [] : idle.splice(found, 1);
  if (entry !== undefined) {
    clearTimeout(entry.timer);
    if (entry.machine.isFit) return entry.machine;
  }
  // Idle ones of other limits take memory too.
  await stopRenderers();
  return Machine.start(limits);
}

async function remove(machine: Machine): Promise<void> {
  const found = idle.findIndex((entry) => entry.machine === machine);
  if (found >= 0) idle.splice(found, 1);
  await machine.stop();
}
