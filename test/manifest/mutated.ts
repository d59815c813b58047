import fc from "fast-check";

const TOKENS = [
  "\n",
  "  ",
  "\t",
  "- ",
  ":",
  " #",
  "'",
  '"',
  "{",
  "}",
  "[",
  "]",
  "|",
  "&a ",
  "*a",
  "<<: *a",
  "---\n",
  "null",
  "-1",
  "x",
];

/** A text with a few pieces taken out, doubled, moved or put in, as slips and conflicts leave it. */
export function mutated(text: string): fc.Arbitrary<string> {
  const change = fc.record({
    at: fc.nat({ max: Math.max(0, text.length - 1) }),
    length: fc.nat({ max: 30 }),
    how: fc.constantFrom("cut", "double", "indent", "unindent", "cut line", ...TOKENS),
  });
  return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => {
    let result = text;
    for (const { at, length, how } of changes) {
      const piece = result.slice(at, at + length);
      const lineStart = result.lastIndexOf("\n", at) + 1;
      const lineEnd = result.indexOf("\n", at);
      if (how === "cut") result = result.slice(0, at) + result.slice(at + length);
      else if (how === "double") result = result.slice(0, at) + piece + result.slice(at);
      else if (how === "indent") result = `${result.slice(0, lineStart)}  ${result.slice(lineStart)}`;
      else if (how === "unindent")
        result = result.slice(0, lineStart) + result.slice(lineStart).replace(/^ {1,2}/, "");
      else if (how === "cut line")
        result = result.slice(0, lineStart) + (lineEnd === -1 ? "" : result.slice(lineEnd + 1));
      else result = result.slice(0, at) + how + result.slice(at);
    }
    return result;
  });
}
