/** Texts of every kind that a file of manifests may hold, most of them with a slip. */
import type { Random } from "../manifests/random.js";
import { drawBlock } from "./draw-block.js";
import { drawScalar } from "./draw-scalar.js";

export const TEXT_KINDS = ["scalar", "pieces", "brackets", "block", "stream", "json", "slip"] as const;
export type TextKind = (typeof TEXT_KINDS)[number];

/** `real` texts get slips as the drawn ones do. */
export function drawText(random: Random, kind: TextKind, real: readonly string[]): string {
  switch (kind) {
    case "scalar":
      return random.chance(0.15) ? `${drawScalar(random)}: x` : `a: ${drawScalar(random)}`;
    case "pieces":
      return drawPieces(random, PIECES, 14);
    case "brackets":
      return drawBrackets(random);
    case "block":
      return drawDocument(random);
    case "stream":
      return drawStream(random);
    case "json":
      return drawJson(random);
    case "slip":
      return withSlips(
        random,
        real.length > 0 && random.chance(0.5) ? random.pick(real) : drawDocument(random),
      );
  }
}

const PIECES: readonly string[] = [
  ...["\n", "\n", "\n  ", "\n    ", " ", "\t", "- ", "-", ": ", ":", "? ", "?", "a", "b", "kind: x", "a: 1"],
  ...[
    "- a",
    "&a ",
    "*a",
    "<<: *a",
    "<<: ",
    "!t ",
    "!!str ",
    "!!int ",
    "!!binary ",
    "!!null",
    "! ",
    "|",
    "|-\n",
  ],
  ...[
    "|+\n  ",
    ">\n  ",
    ">-",
    "|2",
    "#",
    " # c",
    "'",
    '"',
    "{",
    "}",
    "[",
    "]",
    ",",
    "{a: 1}",
    "[a, b]",
    "'x'",
  ],
  ...[
    '"x"',
    '"\\/"',
    '"\\n"',
    "\\",
    "\\u0041",
    "\r\n",
    "\r",
    "---\n",
    "---",
    "\n---\n",
    "\n--- x\n",
    "\n----\n",
  ],
  ...[
    "\n---#x\n",
    "...\n",
    "\n...\n",
    "%YAML 1.1\n",
    "\u0085",
    "\u2028",
    "é",
    "😀",
    "\u0001",
    "~",
    "null",
    "1",
  ],
  ...[
    "0x1F",
    "1e3",
    "yes",
    "@",
    "`",
    "%",
    "=",
    "{}",
    "[]",
    "{}{}",
    '{"a":1}',
    "key: value\n",
    "  key: value\n",
  ],
  ...["k: |\n  text\n", "k:\n- 1\n- 2\n", "\ta: 1\n", "\t\n", "\t# c\n", "a: 1\t\n", "a:\t1\n"],
];

const FLOW_PIECES: readonly string[] = [
  ...[
    "{",
    "}",
    "[",
    "]",
    ",",
    ",",
    ":",
    ": ",
    "a",
    "b",
    "1",
    '"x"',
    "'y'",
    " ",
    "\n",
    "\n ",
    "? ",
    "&a ",
    "*a",
  ],
  ...["!t ", "# c\n", "- ", "x: y", '"k": ', '"k":', "|", "null", "{}", "[]"],
];

function drawPieces(random: Random, pieces: readonly string[], most: number): string {
  return Array.from({ length: 1 + random.below(most) }, () => random.pick(pieces)).join("");
}

function drawBrackets(random: Random): string {
  const before = random.pick(["", "a: ", "- ", "a:\n  "]);
  const inside = drawPieces(random, FLOW_PIECES, 12);
  return before + random.pick(["{", "["]) + inside + random.pick(["}", "]", "", "]}\n"]);
}

function drawDocument(random: Random): string {
  const lines = drawBlock(random).filter((line, index) => index > 0 || line !== "");
  return lines.join(random.chance(0.05) ? "\r\n" : "\n") + random.pick(["", "\n", "\n", "\n\n"]);
}

const SEPARATORS = [
  ...["---\n", "---\n", "---\n", "--- # c\n", "---#x\n", "--- x\n", "----\n", "...\n", "...\n---\n"],
  ...["---\n---\n", ""],
] as const;

function drawStream(random: Random): string {
  let text = random.pick(["", "", "---\n", "# c\n"]);
  for (let left = 1 + random.below(4); left > 0; left--) {
    text += drawDocument(random);
    text += (text.endsWith("\n") ? "" : "\n") + random.pick(SEPARATORS);
  }
  return text;
}

const JSON_VALUES = [
  ...['{"a":1}', '{"a":"\\/"}', "{}", '{"a":[1,2.0,"x"]}', '{"a":{"b":null}}', "{a: 1}", "[1]", "1", '"x"'],
  ...['{"a":1', "{'a': 1}", '{"a":1,}', '{"a":1,"a":2}', '{"a":"\\ud83d\\ude00"}'],
] as const;
const BETWEEN = [
  ...["", "\n", " ", "\n---\n", "\t", "\n\n", "# c\n", "// c\n", ",", "x", "\nkind: x\n", " \n "],
] as const;

function drawJson(random: Random): string {
  return Array.from(
    { length: 1 + random.below(4) },
    () => random.pick(JSON_VALUES) + random.pick(BETWEEN),
  ).join("");
}

/** The text with a piece taken out, doubled or put in, or a line at another column. */
export function withSlips(random: Random, text: string): string {
  let result = text;
  for (let left = 1 + random.below(2); left > 0; left--) {
    const at = random.below(result.length + 1);
    const line = result.lastIndexOf("\n", at - 1) + 1;
    const [before, after] = [result.slice(0, line), result.slice(line)];
    const how = random.fraction();
    const length = random.below(12);
    if (how < 0.3) result = result.slice(0, at) + result.slice(at + length);
    else if (how < 0.4) result = result.slice(0, at + length) + result.slice(at);
    else if (how < 0.55) result = `${before}  ${after}`;
    else if (how < 0.65) result = before + after.replace(/^ {1,2}/, "");
    else result = result.slice(0, at) + random.pick(PIECES) + result.slice(at);
  }
  return result;
}
