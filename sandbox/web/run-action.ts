import type { PullRequestActions } from "./pull-request-view.js";

/** A refused action, in words for the person who pressed. */
export interface Refused {
  status: number;
  words: string;
}

type Fields = (name: string) => string;

const ACTIONS: Record<string, (actions: PullRequestActions, field: Fields) => Promise<void>> = {
  "commit-suggestion": (actions, field) => actions.commitSuggestion(idOf(field("comment"))),
  "rerun-check": (actions, field) => actions.rerunCheck(idOf(field("check"))),
  "check-action": (actions, field) => actions.requestCheckAction(idOf(field("check")), field("identifier")),
  comment: (actions, field) => actions.comment(bodyOf(field("body"))),
  reply: (actions, field) => actions.reply(field("thread"), bodyOf(field("body"))),
  resolve: (actions, field) => actions.resolve(field("thread")),
  ready: (actions) => actions.markReadyForReview(),
  merge: (actions) => actions.merge(),
};

class BadField extends Error {
  readonly status = 422;
}

/** Does what a button asks for; null where it is done. */
export async function runAction(
  actions: PullRequestActions,
  name: string,
  form: URLSearchParams,
): Promise<Refused | null> {
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action === undefined) return { status: 404, words: "There is no such button." };
  try {
    await action(actions, (field) => form.get(field) ?? "");
    return null;
  } catch (error) {
    return refusalOf(error);
  }
}

// A refusal has a status of GitHub's; anything else is a bug, and is called one.
function refusalOf(error: unknown): Refused {
  const words = wordsOf(error);
  const status = error instanceof Error && "status" in error ? Number(error.status) : 500;
  if (status >= 400 && status < 500) return { status, words };
  return { status: 500, words: `That went wrong inside the sandbox: ${words}` };
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "words" in error ? String(error.words) : error.message;
}

function idOf(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new BadField("The form names nothing that is on the page.");
  return Number(text);
}

// A form sends its lines with CRLF; GitHub stores what a browser sends, and shows no difference. Spaces at the beginning
// stay: four of them make the line code.
function bodyOf(text: string): string {
  if (text.trim() === "") throw new BadField("A comment needs some words.");
  return text.replaceAll("\r\n", "\n");
}
