/** Puts text from strangers into Surefoot's sentences: on one line, visible, cut, in quotes that a writer finds again. */

/** Puts text on one line, without characters that are not seen or reorder the others (control, bidi, half pairs). */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}\s]+/gu, " ");
}

/** Cuts a text to so many characters (UTF-16 units), the last an ellipsis where some are left out; it halves none. */
export function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, "")}…` : text;
}

/**
 * Returns a name out of a manifest for a message: in “ ”, without control characters or line breaks, cut at 80. The quotes
 * cannot occur inside, so every writer can find the name again and escape it in its own way.
 */
export function quoted(name: string): string {
  const plain = visible(name).replace(/[“”]/g, '"');
  return `“${shortened(plain, 80)}”`;
}
