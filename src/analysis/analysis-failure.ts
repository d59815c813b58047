/** A change that could not be judged within what one review may take: to try the same again is no use. */
export class AnalysisFailure extends Error {
  override readonly name = "AnalysisFailure";

  /** `bound` is what it would have to keep: "60 s", "256 MiB of memory". */
  constructor(readonly bound: string) {
    super(`not within ${bound}`);
  }
}

/** Says so to people. */
export function tooMuchSentence({ bound }: AnalysisFailure): string {
  return `This change could not be judged within ${bound}, nor could a quarter of what one review takes on, so nothing of it was. A change of fewer or smaller files can be.`;
}
