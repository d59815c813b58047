import type { Analyse } from "../../analysis/analysis.js";
import type { JudgedChange } from "../../analysis/jobs.js";
import type { ProbeJudge } from "../../render/render-sources.js";

/** Returns what judges the probes of charts in the thread of the analysis. Where that cannot, it is told. */
export function probeJudge(
  analyse: Analyse,
  change: Omit<JudgedChange, "renderings">,
  onFailure: (error: unknown) => void = () => {},
): ProbeJudge {
  return {
    wanted: (renderings) =>
      analyse("wantedProbes", { ...change, renderings }).catch((error) => {
        onFailure(error);
        return null;
      }),
    mends: (renderings, probes) =>
      analyse("probesMend", { ...change, renderings, probes }).catch((error) => {
        onFailure(error);
        return null;
      }),
  };
}
