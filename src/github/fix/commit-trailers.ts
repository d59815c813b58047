import type { PullRequestEnds } from "./read-pull-request-ends.js";
import type { Sender } from "./sender-access.js";

/** Returns the last lines of a commit that a person asked for; GitHub shows that person beside the App as its author. */
export function trailersFor(
  { sender, reference }: { sender: Sender; reference: string },
  { noreplyHost }: PullRequestEnds,
): string[] {
  const { id, login } = sender;
  return [
    requestTrailer(reference),
    // https://docs.github.com/en/account-and-profile/reference/email-addresses-reference#your-noreply-email-address
    `Co-authored-by: ${login} <${id}+${login}@users.noreply.${noreplyHost}>`,
  ];
}

/** The line by which a commit is known again as the answer to a request. */
export function requestTrailer(reference: string): string {
  return `Surefoot-Request: ${reference}`;
}
