/**
 * Facts that a review needs besides the change and the policy: the engine has neither a clock nor a host, so its caller
 * says which day it is and where its links lead.
 */
export interface Circumstances {
  /** today in UTC, `YYYY-MM-DD`: the last day of a waiver is still a day on which it holds */
  asOf: string;
  /** base of the documentation pages, without a final slash: a rule's page is `<docsUrl>/rules/<rule>.md` */
  docsUrl: string;
  /** the page that shows a rollout over time; null where no server has it */
  rolloutUrl: string | null;
}

/** The documentation as it is read on GitHub. */
const DOCS_URL = "https://github.com/surefoot-dev/surefoot/blob/main/docs";

/**
 * Returns the circumstances of a review at a moment. `publicUrl` is where people reach the process that serves the
 * pages, without a final slash; where they reach none, links lead to the documentation on GitHub.
 */
export function circumstancesAt(now: Date, publicUrl?: string): Circumstances {
  const asOf = now.toISOString().slice(0, 10);
  if (publicUrl === undefined) return { asOf, docsUrl: DOCS_URL, rolloutUrl: null };
  return { asOf, docsUrl: `${publicUrl}/docs`, rolloutUrl: `${publicUrl}/rollout` };
}

/** Returns the page of a rule. */
export function rulePage(rule: string, { docsUrl }: Pick<Circumstances, "docsUrl">): string {
  return `${docsUrl}/rules/${rule}.md`;
}
