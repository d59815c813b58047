import type { Analyse } from "../../analysis/analysis.js";
import type { JudgedChange } from "../../analysis/jobs.js";
import type { RenderingsJudge } from "../../analysis/render-elsewhere.js";

/** Returns what judges the probes of charts in the thread of the analysis. Where that cannot, it is told. */
export function probeJudge(
  analyse: Analyse,
  change: Omit<JudgedChange, "renderings">,
  onFailure: (error: unknown) => void = () => {},
): RenderingsJudge {
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
