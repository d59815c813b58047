import type { Terminal } from "./terminal.js";

/** Says on a terminal what takes so long, and takes it back. Quick runs and pipes see nothing of it. */
export interface Progress {
  /** names the present step; `seconds` where it will block and its time can be guessed */
  step(words: string, seconds?: number): void;
  done(): void;
}

const PATIENCE_MS = 1_000;

export function startProgress({ stderr }: Terminal): Progress {
  if (stderr.isTTY !== true) return { step: () => {}, done: () => {} };
  const started = performance.now();
  let words = "";
  let shown = false;
  const show = () => {
    shown = true;
    stderr.write(`\r\u001b[2K${words} …`);
  };
  const timer = setTimeout(show, PATIENCE_MS);
  return {
    step(next, seconds = 0) {
      words = next;
      // A step that blocks leaves no time for the timer.
      if (performance.now() - started + seconds * 1_000 > PATIENCE_MS) show();
    },
    done() {
      clearTimeout(timer);
      if (shown) stderr.write("\r\u001b[2K");
      shown = false;
    },
  };
}
