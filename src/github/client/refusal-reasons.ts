/**
 * Reasons that GitHub gives in words alone, as it words them in REST and GraphQL. They only make an answer plainer to a
 * person: nothing is decided by a sentence, and the sentence itself, which can hold addresses and names, is not repeated.
 */
const REASONS: readonly [RegExp, string][] = [
  [
    /has an IP allow list enabled/,
    "the organization's list of allowed IP addresses lacks the one that this comes from",
  ],
  [/SAML enforcement/, "the organization's single sign-on does not cover this token"],
  [/installation has been suspended/, "the App's installation is suspended"],
  [/was archived so is read-only/, "the repository is archived"],
  [/Repository access blocked/, "GitHub has blocked the repository"],
  [/issue is locked/, "the conversation is locked"],
  [/No common ancestor between/, "base and head have no commit in common"],
  [
    /diff is (?:taking too long to generate|temporarily unavailable)|problem generating this diff/,
    "GitHub cannot make the diff of so large a change",
  ],
];

/** The reason that a sentence of GitHub's gives, in words of our own; null where it is none of those known. */
export function reasonIn(message: unknown): string | null {
  if (typeof message !== "string") return null;
  const start = message.slice(0, 1_000);
  return REASONS.find(([pattern]) => pattern.test(start))?.[1] ?? null;
}
