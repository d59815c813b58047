/** What a renderer may use. Whatever a chart asks for, it ends within these. */
export interface RenderLimits {
  /** the memory that a renderer's module may grow to */
  memoryBytes: number;
  /** the longest request, as JSON */
  inputBytes: number;
  /** the longest answer, as JSON */
  outputBytes: number;
  /** all answers of one loan of a renderer: as objects they are three times as long, and a review holds them all */
  totalOutputBytes: number;
  /** the time of one request, by the clock */
  requestMs: number;
  /** the time of all requests of one loan of a renderer */
  totalMs: number;
}

/**
 * Renderers that are at work at the same time, whatever is queued: of a thread, such as the one of the command line, and of all
 * threads in which the App renders. Each can take all of its memory; what the App's process takes with that stands in
 * docs/operating.md.
 */
export const MOST_RENDERERS = { ofThread: 2, ofApp: 1 } as const;

/** Milliseconds. A renderer that nobody asked for so long gives its memory back, and so does the App's thread that has it. */
export const IDLE_MS = 5 * 60_000;

/**
 * For charts with workloads there is room to spare; one that is beyond a limit, such as one of many definitions and much data, is
 * told as not rendered.
 */
export const RENDER_LIMITS: RenderLimits = {
  memoryBytes: 136 * 1024 * 1024,
  inputBytes: 32 * 1024 * 1024,
  outputBytes: 10 * 1024 * 1024,
  totalOutputBytes: 32 * 1024 * 1024,
  requestMs: 10_000,
  totalMs: 60_000,
};
