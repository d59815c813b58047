/**
 * What the App asks of the engine: each job as one pure function from plain data to plain data, so that it may run in
 * another thread. Texts and policies go in; what is published comes out, and nothing of the way there.
 */

import type { ChangeSet } from "../changeset/change-set.js";
import { examineChange, reviewChange } from "../engine.js";
import { fixablePaths, planFixes } from "../fix/plan-fixes.js";
import { pathFilter } from "../policy/path-filter.js";
import type { Policy } from "../policy/policy.js";
import { type Renderings, unpackRenderings } from "../render/packed-renderings.js";
import { type RenderedChange, renderChange } from "../render/render-change.js";
import type { ReviewLimits } from "../render/review-limits.js";
import { type Answer, writeExplainAnswer } from "../review/answers/explain-answer.js";
import { JUDGED_IN_PART } from "../review/answers/judged-in-part.js";
import type { PolicyPlace } from "../review/answers/policy-page.js";
import { type WrittenWaiver, writeWaiveAnswer } from "../review/answers/waive-answer.js";
import type { Circumstances } from "../review/circumstances.js";
import type { LeftFile, LeftReason } from "../review/left-file.js";
import type { Review } from "../review/review.js";
import type { ReviewPlan } from "../review/review-plan.js";
import { probesMend, wantedProbes } from "../review/suggest/wanted-probes.js";
import { type CommitMessage, writeCommitMessage } from "../review/write/write-commit-message.js";

/**
 * What one review in the App takes on, so that it ends within the time and the memory that it has. Objects
 * take many times the bytes of their text; `npm run bench -- --large` shows what a large change takes.
 */
const LIMITS: ReviewLimits = {
  reading: { length: 4 * 1024 * 1024, objects: 6_000 },
  workloads: 2_000,
};

/** A change, and what it is judged by. */
export interface JudgedChange {
  changeSet: ChangeSet;
  /** what charts and kustomizations of the change became; none where they are left out */
  renderings?: Renderings;
  policy: Policy;
  /** how much of what one review takes on is to be taken, from 0 to 1; all of it where it is left out */
  share?: number;
}

/** A change, and what it is reviewed by. */
export interface Change extends JudgedChange {
  circumstances: Circumstances;
}

export interface ChangeToExplain extends Change {
  /** the workload as a person names it */
  workload: string;
}

export interface ChangeToWaive extends Change {
  waiver: WrittenWaiver;
  place: PolicyPlace;
}

export interface ChangeToFix extends Change {
  /** files that are left as they are, by path */
  excluded: ReadonlyMap<string, LeftReason>;
  /** Dependabot goes on rebasing its branch only over commits that say so */
  forDependabot: boolean;
  /** lines of `key: value` for the commit's message */
  trailers: readonly string[];
}

/** Every proven fix as a commit. */
export interface MadeFixes {
  /** whole texts of the files at the head with their fixes, in the order of their paths */
  files: { path: string; text: string }[];
  /** how many findings they mend */
  fixes: number;
  left: LeftFile[];
  /** there may be more to fix, since one review does not take on all of the change */
  inPart: boolean;
  message: CommitMessage;
}

export interface ProbesToJudge extends JudgedChange {
  probes: Parameters<typeof probesMend>[0];
}

export const JOBS = {
  /** Names the probes that containers of charts lack. */
  wantedProbes(change: JudgedChange): ReturnType<typeof wantedProbes> {
    return wantedProbes(render(change), change.policy);
  },

  /** Says of each probe whether its container is mended by it. */
  probesMend({ probes, ...change }: ProbesToJudge): boolean[] {
    return probesMend(probes, render(change), change.policy);
  },

  /** Reviews a change. */
  review(change: Change): ReviewPlan {
    return reviewChange(render(change), change.policy, change.circumstances);
  },

  /** Explains the numbers of one workload. */
  explain(change: ChangeToExplain): Answer {
    const review = examine(change);
    return inPart(writeExplainAnswer(review, change.workload), review);
  },

  /** Writes a waiver for one workload. */
  waive({ waiver, place: policy, ...change }: ChangeToWaive): Answer {
    const review = examine(change);
    const { workloads, circumstances } = review;
    return inPart(writeWaiveAnswer(waiver, workloads, { asOf: circumstances.asOf, policy }), review);
  },

  /** Names the files at the head that have fixes, in order. */
  fixablePaths(change: Change): string[] {
    return fixablePaths(JOBS.review(change));
  },

  /** Makes every proven fix. */
  fix({ excluded, forDependabot, trailers, ...change }: ChangeToFix): MadeFixes {
    const plan = JOBS.review(change);
    const renderings = unpackRenderings(change.renderings ?? []);
    const { files, fixed, left, after } = planFixes(
      { ...change, renderings, limits: limitsOf(change), plan },
      excluded,
    );
    const message = writeCommitMessage({
      ...{ fixed, left, forDependabot, trailers },
      mended: new Set(fixed.flatMap(({ workload }) => workload ?? [])),
      before: plan.workloads,
      after: after.workloads,
    });
    return { files, fixes: fixed.length, left, inPart: isInPart(plan), message };
  },
};

function examine(change: Change): Review {
  return examineChange(render(change), change.policy, change.circumstances);
}

/** A workload that is not found may be among those that were not judged. */
function inPart(answer: Answer, review: Review): Answer {
  if (answer.ok || !isInPart(review)) return answer;
  return { ...answer, text: `${answer.text}\n\n${JUDGED_IN_PART}` };
}

function isInPart({ problems }: Pick<Review, "problems">): boolean {
  return problems.some(({ code }) => code === "change-too-large");
}

function render(change: JudgedChange): RenderedChange {
  const { changeSet, renderings = [], policy } = change;
  return renderChange(changeSet, {
    limits: limitsOf(change),
    renderings: unpackRenderings(renderings),
    comesFirst: pathFilter(policy),
  });
}

function limitsOf({ share = 1 }: JudgedChange): ReviewLimits {
  const { length, objects } = LIMITS.reading;
  return {
    reading: { length: length * share, objects: objects * share },
    workloads: Math.floor(LIMITS.workloads * share),
  };
}
