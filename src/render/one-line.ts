import { shortened } from "../words/quote.js";

const MAX_REASON_LENGTH = 300;

/** Returns a tool's or an author's message for a sentence: what a template made of a value can be of any length. */
export function inOneLine(message: string): string {
  return shortened(message.replace(/\s+/g, " ").trim(), MAX_REASON_LENGTH);
}
