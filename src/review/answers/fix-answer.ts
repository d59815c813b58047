/** Tells the person who asked for "Fix all" what came of it. Markdown. */
import { count } from "../../words/list.js";
import { LEFT_WORDS, type LeftFile } from "../left-file.js";
import { code } from "../write/markdown.js";
import { JUDGED_IN_PART } from "./judged-in-part.js";

/** Why nothing was committed although a person asked for it. */
export type FixRefusal =
  /** the person who asked may not write */
  | "sender"
  /** the App may not */
  | "permission"
  /** GitHub takes no commit of the App's on this fork */
  | "fork"
  /** the fork's owner lets no maintainer in */
  | "fork-closed"
  /** the branch, or all of the fork, is gone */
  | "no-branch"
  /** GitHub refused for a reason of the branch's own, such as a rule */
  | "branch";

export type FixOutcome =
  | {
      kind: "committed";
      sha: string;
      /** null where an earlier try of the same request made the commit */
      made: { fixes: number; files: number } | null;
      left: readonly LeftFile[];
      /** there may be more to fix, since one review does not take on all of the change */
      inPart: boolean;
    }
  | { kind: "nothing"; reason: "no-fixes"; left: readonly LeftFile[]; inPart: boolean }
  | { kind: "nothing"; reason: "closed" | "merged" }
  | { kind: "refused"; reason: FixRefusal };

const ONE_BY_ONE =
  "People who may write to the branch can press **Commit suggestion** in the comments, and `surefoot review` prints every edit in a checkout, those without a comment too.";

const REFUSALS: Record<FixRefusal, string> = {
  sender:
    "Fixes are committed for people with write access to this repository, and for the owner of the fork that a pull request comes from. Nothing was committed.",
  permission: `Nothing was committed: \`contents: write\` is not granted to this App. ${ONE_BY_ONE}`,
  fork: `Nothing was committed: GitHub does not let this App write to the fork. ${ONE_BY_ONE}`,
  "fork-closed": `Nothing was committed: the author of this pull request does not allow edits by maintainers. ${ONE_BY_ONE}`,
  "no-branch": "Nothing was committed: the branch of this pull request is gone.",
  branch: `Nothing was committed: GitHub refused the commit, as it does where a rule protects the branch. ${ONE_BY_ONE}`,
};

const NOTHING: Record<"closed" | "merged", string> = {
  closed: "Nothing was committed: this pull request is closed.",
  merged: "Nothing was committed: this pull request is merged.",
};

const NO_FIXES =
  "Nothing was committed: no finding of this pull request has a proven fix that is still to be made.";

/** Returns the answer to a request for all fixes. */
export function writeFixAnswer(outcome: FixOutcome): string {
  if (outcome.kind === "refused") return REFUSALS[outcome.reason];
  if (outcome.kind === "nothing" && outcome.reason !== "no-fixes") return NOTHING[outcome.reason];
  const { left, inPart } = outcome;
  const rest = `${leftWords(left)}${inPart ? `\n\n${JUDGED_IN_PART}` : ""}`;
  if (outcome.kind === "nothing") return `${left.length > 0 ? "Nothing was committed." : NO_FIXES}${rest}`;
  const { sha, made } = outcome;
  const what =
    made === null
      ? ""
      : `: ${made.fixes} ${made.fixes === 1 ? "fix" : "fixes"} in ${count(made.files, "file")}, proven together`;
  return `Committed ${sha}${what}. The review of it follows.${rest}`;
}

const MAX_LISTED = 30;

function leftWords(left: readonly LeftFile[]): string {
  if (left.length === 0) return "";
  const items = left.slice(0, MAX_LISTED).map(({ path, reason }) => `- ${code(path)}: ${LEFT_WORDS[reason]}`);
  const rest = left.length - items.length;
  const more = rest > 0 ? [`- and ${count(rest, "more file")}`] : [];
  return `\n\nLeft as they are:\n\n${[...items, ...more].join("\n")}`;
}
