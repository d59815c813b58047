import type { IntOrString } from "./int-or-percent.js";

/** How a Deployment, and what is replaced as one is, replaces its pods: all at once, or within limits as written. */
export type RollingStrategy =
  | { type: "Recreate" }
  | { type: "RollingUpdate"; maxSurge: IntOrString; maxUnavailable: IntOrString };
