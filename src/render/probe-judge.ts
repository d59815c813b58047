/** What judges probes for whoever proves edits that write them: rules are known elsewhere, and may run in another thread. */
import type { ChangeSet } from "../changeset/change-set.js";
import type { Tree } from "../changeset/tree.js";
import type { ProbeOutcome, WantedProbe } from "../manifest/edit/rendered-probe.js";
import type { Renderer } from "../renderer/renderer.js";
import type { HelmOptions } from "./helm/render-chart.js";
import type { Rendering } from "./rendering.js";

/** Says of renderings which probes their containers lack, and whether others mend it as well; null where it could not. */
export interface ProbeJudge {
  wanted(renderings: readonly Rendering[]): Promise<readonly WantedProbe[] | null>;
  /** for each whether its container is mended by it */
  mends(renderings: readonly Rendering[], probes: readonly WantedProbe[]): Promise<readonly boolean[] | null>;
}

/** What edits are proven with. */
export interface ProofTools {
  changeSet: ChangeSet;
  /** the files of the head */
  tree: Tree;
  renderer: Renderer;
  options: HelmOptions;
  judge: ProbeJudge;
  /** whether a path is reviewed at all */
  isWanted(path: string): boolean;
}

/** What came of the probes that containers lack, and the files that the edits are of. */
export interface ProvenProbes {
  outcomes: readonly ProbeOutcome[];
  /** the text of a file of the head; null for one that no edit is of */
  textOf(path: string): string | null;
}
