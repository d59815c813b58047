/**
 * One check for several pull requests. GitHub looks at the newest check run of a name on a commit, whichever pull request
 * it was made for; so where a commit is the head of several, the newest run carries the worst of their verdicts and
 * names each.
 */

import { MAX_TITLE_LENGTH } from "../../review/conclude.js";
import type { Conclusion } from "../../review/review-plan.js";
import { cellCode, escapeText } from "../../review/write/markdown.js";
import { shortened } from "../../words/quote.js";
import type { CheckContent, OwnVerdict } from "./check-content.js";
import { ownVerdict, ownVerdictMarker } from "./own-verdict.js";

/** An open pull request with the commit as its head. */
export interface Sharer {
  number: number;
  baseRef: string;
}

/** Another pull request's verdict on the commit, and the run that has its details. */
export type SharedVerdict = Sharer & Pick<OwnVerdict, "conclusion" | "title"> & { runId: number };

const FROM_THE_WORST: readonly Conclusion[] = ["failure", "neutral", "success"];

/** The verdict for all that share a head: the worst conclusion, every pull request by its number, and the own details. */
export function shareVerdict(
  verdict: CheckContent,
  self: Sharer,
  others: readonly SharedVerdict[],
  repositoryUrl: string,
): CheckContent {
  const own = ownVerdict(verdict);
  const all = [{ ...self, ...own, runId: null }, ...others].toSorted((a, b) => a.number - b.number);
  const summary = [
    ownVerdictMarker(own),
    `This commit is the head of ${all.length} open pull requests, and GitHub looks at one check for all of them: the worst verdict counts.`,
    table(all, repositoryUrl),
    `The review of #<!-- -->${self.number}:`,
    verdict.summary === "" ? verdict.title : verdict.summary,
  ];
  return {
    ...verdict,
    own,
    conclusion: FROM_THE_WORST.find((each) => all.some(({ conclusion }) => conclusion === each))!,
    title: titleOf(all),
    summary: summary.join("\n\n"),
  };
}

type Row = Sharer & Pick<OwnVerdict, "conclusion" | "title"> & { runId: number | null };

// By number, so that the title is the same whichever review came last.
function titleOf(all: readonly Row[]): string {
  const room = Math.floor((MAX_TITLE_LENGTH + 2) / all.length) - 2;
  return all.map(({ number, title }) => shortened(`#${number}: ${title}`, Math.max(room, 12))).join("; ");
}

function table(all: readonly Row[], repositoryUrl: string): string {
  const rows = all.map(({ number, baseRef, conclusion, title, runId }) => {
    const details = runId === null ? "" : ` ([details](${repositoryUrl}/runs/${runId}))`;
    const verdict = `${conclusion}: ${escapeText(title)}${details}`;
    return `| [#${number}](${repositoryUrl}/pull/${number}) | ${cellCode(baseRef)} | ${verdict} |`;
  });
  return ["| pull request | into | verdict |", "|---|---|---|", ...rows].join("\n");
}
