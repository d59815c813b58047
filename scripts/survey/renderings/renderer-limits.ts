/** What the renderer of a survey may take, and what says that it ended by itself: that is no fault of a source. */
import { RENDER_LIMITS } from "../../../src/renderer/limits.js";
import type { FailureReason } from "../../../src/renderer/machine.js";

/** One loan renders all sets of a chart, however many. A busy machine takes long; the times are printed. */
export const LIMITS = {
  ...RENDER_LIMITS,
  ...{ requestMs: 120_000, totalMs: 1_200_000, totalOutputBytes: 1 << 30 },
};

/** The last is the module's own, of a fault that it caught. */
const ENDS: Readonly<Record<FailureReason | "panic", true>> = {
  ...{ time: true, memory: true, depth: true, input: true, output: true, fault: true, panic: true },
};

/** Whether a record says that the renderer gave no answer; a source's own failure, such as \`parse\`, is one. */
export function isRendererFailure(failure: string | null): boolean {
  return failure !== null && Object.hasOwn(ENDS, failure);
}
