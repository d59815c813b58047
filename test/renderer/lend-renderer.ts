import { RENDER_LIMITS } from "../../src/renderer/limits.js";
import { type Renderer, withRenderer } from "../../src/renderer/renderer.js";

/** For machines with more to do than this: what is tested with them is no limit. */
const PATIENT = {
  ...RENDER_LIMITS,
  ...{ requestMs: 120_000, totalMs: 600_000, totalOutputBytes: Number.POSITIVE_INFINITY },
};

/** A renderer for the tests of a file, and how it is given back. */
export async function lendRenderer(): Promise<[Renderer, () => Promise<void>]> {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return new Promise((resolve) => {
    const loan = withRenderer((renderer) => {
      resolve([
        renderer,
        () => {
          end();
          return loan;
        },
      ]);
      return ended;
    }, PATIENT);
  });
}
