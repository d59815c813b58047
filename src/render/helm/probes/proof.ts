/** What an edit of a chart is proven with, and what a proof gives. */
import { type ChangeSet, type Hunk, hunkAtHeadLine } from "../../../changeset/change-set.js";
import type { WantedProbe } from "../../../manifest/edit/rendered-probe.js";
import type { SourceEdit } from "../../../manifest/edit/source-edit.js";
import type { JsonObject } from "../../../manifest/json-value.js";
import type { HelmValues } from "../../../renderer/helm.js";
import type { ProofTools } from "../../probe-judge.js";
import type { HelmMap, RenderedSide, Rendering } from "../../rendering.js";
import type { ChartFiles } from "../load-chart.js";
import type { ValuesSet } from "../values-set.js";

export type ChartTools = Pick<ProofTools, "changeSet" | "renderer" | "options" | "judge">;

export interface Proof extends ChartTools {
  charts: readonly ChartToProve[];
  renderings: readonly Rendering[];
  wanted: readonly WantedProbe[];
  /** source maps with all places of the templates, by the index of the rendering; null where there is none */
  maps: Map<number, HelmMap | null>;
}

/** A chart of the head with all that it was rendered to. */
export interface ChartToProve {
  chart: ChartFiles;
  /** sets of values with which it was not rendered */
  others: readonly ValuesSet[];
  sides: readonly { index: number; set: ValuesSet; side: RenderedSide & { kind: "rendered" } }[];
}

/** Edits that may give a container the probe that it lacks. */
export interface Candidate {
  edits: readonly SourceEdit[];
  isOfValues: boolean;
  /** they switch on what the chart has, which may be another probe */
  isSwitch: boolean;
}

/** Edits that are proven, and what they give to which containers. */
export interface Attempt {
  edits: readonly SourceEdit[];
  probes: readonly { wanted: WantedProbe; probe: JsonObject }[];
  /** containers that get a probe with one set of values, at most */
  containers: number;
}

/** Returns a file's text as the chart has it, or one of its sets of values. */
export function textOf({ chart, sides }: ChartToProve, path: string): string | null {
  const known = chart.files[path];
  if (known !== undefined) return known;
  const layers = sides.flatMap(({ set }) => set.values);
  const layer = layers.find(
    (one): one is HelmValues & { yaml: string } => one.name === path && "yaml" in one,
  );
  return layer?.yaml ?? null;
}

/** Whether the diff shows a line of a file. */
export function isShown({ files, others = [] }: ChangeSet, path: string, line: number): boolean {
  const hunks: readonly Hunk[] | null =
    [...files, ...others].find((file) => file.path === path)?.hunks ?? null;
  return hunks !== null && hunkAtHeadLine(hunks, line) !== undefined;
}
