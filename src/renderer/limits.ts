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
 * Of 190 public charts none took more than 160 MiB of memory or 8 MiB of answer; three, which hold definitions and data and no
 * workload, took more than 128. Two renderers that take all of 160 brought the App's process to 642 (`npm run bench -- --charts`),
 * and an answer of 8 MiB takes a quarter of a second to be read.
 */
export const RENDER_LIMITS: RenderLimits = {
  memoryBytes: 136 * 1024 * 1024,
  inputBytes: 32 * 1024 * 1024,
  outputBytes: 10 * 1024 * 1024,
  totalOutputBytes: 32 * 1024 * 1024,
  requestMs: 10_000,
  totalMs: 60_000,
};
