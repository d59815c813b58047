/**
 * Renders the charts of a loaded change, with what GitHub has of their files. A review never fails for it: what could not
 * be rendered is told, and the rest is reviewed.
 */
import pLimit from "p-limit";
import type { Analyse } from "../../analysis/analysis.js";
import { AnalysisFailure } from "../../analysis/analysis-failure.js";
import type { Change } from "../../analysis/jobs.js";
import type { RenderElsewhere } from "../../analysis/render-elsewhere.js";
import { type ChangeSet, folderOf, type Omission } from "../../changeset/change-set.js";
import type { Policy } from "../../policy/policy.js";
import { renderingOptions } from "../../policy/rendering-options.js";
import type { Renderings } from "../../render/packed-renderings.js";
import { notRendered, type ProbeJudge, prepareRenderer, renderSources } from "../../render/render-sources.js";
import { GitHubFailure } from "../client/github-failure.js";
import type { Log } from "../client/log.js";
import { probeJudge } from "./judge-probes.js";
import type { LoadedReview } from "./load-review.js";
import type { Sources } from "./open-sources.js";

interface RenderingTools {
  /** 1 for the first try of a task */
  attempt: number;
  log: Log;
  /** judges edits of charts; there are none where both are left out */
  analyse?: Analyse;
  /** does it in place of that */
  judge?: (changeSet: ChangeSet, policy: Policy) => ProbeJudge;
  /** renders in another thread than this one, where there is one; what it makes is judged by `analyse` */
  render?: RenderElsewhere | undefined;
}

/** Reviews whose sources are in memory at the same time: the one that is rendered, and the next. */
const AT_ONCE = 2;

/** Tries at which what GitHub did not give may come at the next. Later the review goes without. */
const PATIENT_TRIES = 2;

const inTurn = pLimit(AT_ONCE);

/** Returns the change with what its charts became; without a request where it touches none. */
export function loadRenderings(
  { changeSet, sources, policy }: Pick<LoadedReview, "changeSet" | "sources" | "policy">,
  tools: RenderingTools,
): Promise<Required<Pick<Change, "changeSet" | "renderings">>> {
  if (sources === null || !touches(changeSet, sources, policy))
    return Promise.resolve({ changeSet, renderings: [] });
  return inTurn(() => render(changeSet, sources, policy, tools));
}

async function render(
  changeSet: ChangeSet,
  sources: Sources,
  policy: Policy,
  tools: RenderingTools,
): Promise<Required<Pick<Change, "changeSet" | "renderings">>> {
  const { attempt, log } = tools;
  try {
    const renderings = await renderAll(changeSet, sources, policy, tools);
    if (!sources.areListedInPart()) return { changeSet, renderings };
    return { changeSet: withOmission(changeSet, sources.isCut ? CUT : IN_PART), renderings };
  } catch (error) {
    if (error instanceof GitHubFailure && error.retryable && attempt <= PATIENT_TRIES) throw error;
    log.error({ err: error }, "Charts could not be rendered");
    const why = whyNot(error);
    const renderings = sources.files.map((path) => notRendered(path, why));
    const isAllNamed = renderings.length > 0 && !sources.isCut;
    return { changeSet: isAllNamed ? changeSet : withOmission(changeSet, UNSEEN), renderings };
  }
}

function renderAll(
  changeSet: ChangeSet,
  { files, trees }: Sources,
  policy: Policy,
  { analyse, judge, render, log }: RenderingTools,
): Promise<Renderings> {
  const isLikely = files.length > 0;
  const onFailure = (error: unknown) => log.error({ err: error }, "Edits of charts could not be judged");
  const analysed = analyse && probeJudge(analyse, { changeSet, policy }, onFailure);
  if (render !== undefined && analysed !== undefined)
    return render({ changeSet, policy, isLikely }, trees, analysed);
  if (isLikely) void prepareRenderer();
  const judging = judge?.(changeSet, policy) ?? analysed;
  return renderSources(changeSet, trees, {
    ...renderingOptions(policy),
    ...(judging === undefined ? {} : { judge: judging }),
  });
}

function whyNot(error: unknown): string {
  if (error instanceof GitHubFailure) return error.message;
  return error instanceof AnalysisFailure
    ? `all that the change renders was not done within ${error.bound}`
    : "an error in Surefoot stopped it";
}

const IN_PART: Omission = {
  beside: true,
  path: ".",
  message:
    "GitHub names only a part of this repository's files; charts and kustomizations elsewhere that take in what changed were not seen.",
};

/** Not even all folders around the change could be asked for. */
const CUT: Omission = {
  ...IN_PART,
  message:
    "GitHub names only a part of this repository's files, and the change lies in too many folders to ask for each: charts and kustomizations around it were not all seen.",
};

const UNSEEN: Omission = {
  beside: true,
  path: ".",
  message:
    "It could not be looked up whether a chart is rendered with a changed file, or a kustomization built.",
};

function withOmission(changeSet: ChangeSet, omission: Omission): ChangeSet {
  return { ...changeSet, omissions: [...changeSet.omissions, omission] };
}

/** Whether a file that is reviewed at all may belong to a source. */
function touches(
  { files, others = [] }: ChangeSet,
  { files: sources, isCut, mayBeElsewhere }: Sources,
  policy: Policy,
): boolean {
  if (isCut || mayBeElsewhere) return true;
  const { isWanted } = renderingOptions(policy);
  const folders = sources.map(folderOf);
  const isInside = (path: string): boolean =>
    folders.some((folder) => folder === "" || path.startsWith(`${folder}/`));
  return [...files, ...others].some(
    ({ path, previousPath }) =>
      isWanted(path) && (isInside(path) || (previousPath !== null && isInside(previousPath))),
  );
}
