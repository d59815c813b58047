import type { CheckAction } from "./check-content.js";

/** The button that commits every proven fix. */
export const FIX_ACTION: CheckAction = {
  label: "Fix all",
  description: "Commits every proven fix at once",
  identifier: "fix",
};
