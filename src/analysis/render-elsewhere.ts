import type { ChangeSet } from "../changeset/change-set.js";
import type { Trees } from "../changeset/tree.js";
import type { WantedProbe } from "../manifest/edit/rendered-probe.js";
import type { Policy } from "../policy/policy.js";
import type { Renderings } from "../render/packed-renderings.js";

/** A change whose sources are rendered. */
export interface ChangeToRender {
  changeSet: ChangeSet;
  /** says what is rendered, and how */
  policy: Policy;
  /** a source stands around the change, so that a renderer is likely to be needed */
  isLikely: boolean;
}

/** Says of renderings what a `ProbeJudge` says, whether they are packed or not. */
export interface RenderingsJudge {
  wanted(renderings: Renderings): Promise<readonly WantedProbe[] | null>;
  mends(renderings: Renderings, probes: readonly WantedProbe[]): Promise<readonly boolean[] | null>;
}

/**
 * The port of whoever renders what a change may alter, in whichever thread; the trees and the judge are asked in the one that
 * calls it. Rejects where the trees do, with the same error, and with an AnalysisFailure where it takes too much.
 */
export type RenderElsewhere = (
  change: ChangeToRender,
  trees: Trees,
  judge: RenderingsJudge,
) => Promise<Renderings>;
