import type { Finding } from "./finding.js";

/** Whether an existing finding was there before, in words. */
export function ageOf({ compared }: Pick<Finding, "compared">): string {
  return compared ? "there before" : "may have been there before";
}
