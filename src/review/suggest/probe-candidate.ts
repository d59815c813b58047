import type { JsonObject } from "../../manifest/json-value.js";
import type { HealthPath } from "../../workload/probes/health-paths.js";
import type { AdviceReason, FittedTiming, FixOrigin } from "../findings/finding.js";

/** A probe that could be suggested; `reason` is set where it is words only. */
export interface ProbeCandidate {
  origin: FixOrigin;
  /** null where not even words can name one */
  probe: JsonObject | null;
  reason: AdviceReason | null;
  /** what its owners must know beside the reason, a sentence; absent where there is nothing */
  caution?: string | undefined;
  /** the timings that are not those of the probe whose handler it has; none where all are */
  fitted?: readonly FittedTiming[] | undefined;
  /** the path that it asks for in place of the one that the probe whose handler it has asks for; absent where it is the same */
  healthPath?: HealthPath | undefined;
}
