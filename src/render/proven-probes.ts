/** Edits that give what tools made the readiness probes which it lacks, each proven by making it again. */
import type { ProbeOutcome } from "../manifest/edit/rendered-probe.js";
import { probesOfCharts } from "./helm/probes/proven-probes.js";
import type { ChartAtHead } from "./helm/render-chart.js";
import { type KustomizationsToProve, probesOfKustomizations } from "./kustomize/probes/proven-probes.js";
import type { ProofTools, ProvenProbes } from "./probe-judge.js";
import type { Rendering } from "./rendering.js";

/** Returns the renderings of the head with what came of the probes that they lack. */
export async function withProvenProbes(
  renderings: readonly Rendering[],
  charts: readonly ChartAtHead[],
  kustomizations: KustomizationsToProve,
  tools: ProofTools,
): Promise<Rendering[]> {
  if (!renderings.some(({ after }) => after?.kind === "rendered")) return [...renderings];
  const wanted = await tools.judge.wanted(renderings);
  if (wanted === null) return renderings.map(unjudged);
  if (!wanted.some(({ isNeeded }) => isNeeded)) return [...renderings];
  const proven = [
    await probesOfCharts(renderings, wanted, charts, tools),
    await probesOfKustomizations(renderings, wanted, kustomizations, tools),
  ];
  return renderings.map((rendering, index): Rendering => {
    const probes = proven.flatMap(({ outcomes }) => outcomes.filter((one) => one.rendering === index));
    if (rendering.after?.kind !== "rendered" || probes.length === 0) return rendering;
    return { ...rendering, after: { ...rendering.after, probes, edited: textsOf(probes, proven) } };
  });
}

/** Nobody knows then which containers lack a probe: those of which it is found are told why nothing was tried. */
function unjudged(rendering: Rendering): Rendering {
  const { after } = rendering;
  return after?.kind === "rendered" ? { ...rendering, after: { ...after, isUnjudged: true } } : rendering;
}

function textsOf(
  probes: readonly ProbeOutcome[],
  proven: readonly ProvenProbes[],
): Readonly<Record<string, string>> {
  const paths = new Set(
    probes.flatMap(({ edit }) => ("edits" in edit ? edit.edits.map(({ path }) => path) : [])),
  );
  return Object.fromEntries(
    [...paths].flatMap((path) => {
      const text = proven.map(({ textOf }) => textOf(path)).find((one) => one !== null);
      return text == null ? [] : [[path, text]];
    }),
  );
}
