/**
 * What a review needs to know besides the change and the policy: the engine has neither a clock nor a host, so whoever
 * calls it says which day it is and where its links lead.
 */
export interface Circumstances {
  /** today in UTC, `YYYY-MM-DD`: the last day of a waiver is still a day on which it holds */
  asOf: string;
  /** base of the documentation pages, without a final slash: a rule's page is `<docsUrl>/rules/<rule>.md` */
  docsUrl: string;
}

/** The documentation as it is read on GitHub. */
export const DOCS_URL = "https://github.com/surefoot-dev/surefoot/blob/main/docs";

/** The circumstances of a review at a moment, with links to the documentation on GitHub unless told otherwise. */
export function circumstancesAt(now: Date, docsUrl: string = DOCS_URL): Circumstances {
  return { asOf: now.toISOString().slice(0, 10), docsUrl };
}

/** The page of a rule. */
export function rulePage(rule: string, { docsUrl }: Pick<Circumstances, "docsUrl">): string {
  return `${docsUrl}/rules/${rule}.md`;
}
