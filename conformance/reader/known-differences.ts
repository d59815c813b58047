/** Where Surefoot reads a text in another way than kubectl does, by name and with the reason. */
export interface KnownDifference {
  name: string;
  reason: string;
  applies(text: string): boolean;
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    name: "bytes-at-the-end-of-json",
    reason:
      "Behind JSON the stream's reader wants four more bytes before it goes on with YAML. Surefoot counts UTF-16 units, which differ in a last line of a few characters beyond ASCII.",
    applies: (text) => /^\s*\{/.test(text) && /[^\0-\x7f].{0,3}\s*$/u.test(text),
  },
  {
    name: "control-characters-behind-the-end",
    reason:
      "A character that YAML does not allow is refused wherever it stands in a piece of the stream. Go's reader looks at 512 bytes at a time, so behind a line of ... it may not come to it.",
    applies: (text) => CONTROL.test(text),
  },
  {
    name: "marks-inside-a-text",
    reason:
      "A byte order mark that is not the first character is text to Surefoot. Go's scanner asks the wrong byte for it, and then passes over one or another character.",
    applies: (text) => text.slice(1).includes("\ufeff"),
  },
];

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters
const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;
