import type { Policy } from "../../policy/policy.js";
import type { ProbeJudge } from "../../render/probe-judge.js";
import type { RenderedChange } from "../../render/render-change.js";
import type { Rendering } from "../../render/rendering.js";
import { probesMend, wantedProbes } from "./wanted-probes.js";

/** Returns what judges the probes of charts in the thread that asks; `read` makes manifests of renderings of the change. */
export function probeJudge(
  read: (renderings: readonly Rendering[]) => RenderedChange,
  policy: Policy,
): ProbeJudge {
  return {
    wanted: async (renderings) => wantedProbes(read(renderings), policy),
    mends: async (renderings, probes) => probesMend(probes, read(renderings), policy),
  };
}
