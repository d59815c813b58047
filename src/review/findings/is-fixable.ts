import { type Finding, isChoice } from "./finding.js";

/** Whether a finding has a proven edit that should be made: what is waived is accepted as it is. */
export function isFixable({ fix, waived }: Finding): boolean {
  return fix?.confidence === "one-click" && waived === null && !isChoice(fix);
}
