import type { Random } from "../manifests/random.js";
import { drawScalar } from "./draw-scalar.js";

const KEYS = [
  ...[
    "a",
    "b",
    "c",
    "d",
    "a",
    "<<",
    '"<<"',
    "kind",
    "1",
    "yes",
    "~",
    "0x10",
    "1.5",
    "'q'",
    "x y",
    "!!merge <<",
  ],
] as const;
const PLAIN = ["nginx", "a b c", "a # c", "http://x", "x:y", "-x", "?x", "a, b", "a: b"] as const;
const TAGGED = ["!x v", "!!str 1", "!!int 3", "!!bool yes", "!!float 1", "!!int x", "!!binary eA=="] as const;
const TEXT_LINES = ["", "text", "more text", "# x", "  deep", "\tt", "- a", "a: b"] as const;

/** Lines of a value in block style; the first is what stands behind the key or the dash, "" where nothing does. */
export function drawBlock(random: Random, depth = 0): string[] {
  const kind = random.fraction();
  if (depth > 3 || kind < 0.3) return [drawLeaf(random)];
  if (kind < 0.4) return drawBlockScalar(random);
  if (kind < 0.5) return [drawFlow(random)];
  return kind < 0.65 ? drawList(random, depth) : drawMapping(random, depth);
}

function drawLeaf(random: Random): string {
  const kind = random.fraction();
  if (kind < 0.35) return drawScalar(random) || "x";
  if (kind < 0.5) return `"${random.pick(["x", "a b", "\\n", "é", "\\x41", "it's", "#"])}"`;
  if (kind < 0.6) return `'${random.pick(["x", "a b", "it''s", "#", '"'])}'`;
  if (kind < 0.65) return "*a";
  return kind < 0.7 ? random.pick(TAGGED) : random.pick(PLAIN);
}

function drawBlockScalar(random: Random): string[] {
  const header = random.pick(["|", ">", "|-", ">+", ">-", "|+", "|2", ">1-"]);
  const line = () => " ".repeat(random.pick([0, 2, 2, 2, 2, 3, 4])) + random.pick(TEXT_LINES);
  return [header, ...Array.from({ length: random.below(5) }, line)];
}

function drawFlow(random: Random): string {
  const entry = () =>
    random.chance(0.5)
      ? `${random.pick(["a", "b", '"c"', "<<", "1"])}: ${random.pick(["1", "*a", "{}", "[x, y]", "{x: 1}", '"q"'])}`
      : random.pick(["z", "*a", "[p]"]);
  const inside = Array.from({ length: random.below(4) }, entry).join(", ") + random.pick(["", ","]);
  return random.chance(0.5) ? `{${inside}}` : `[${inside}]`;
}

function drawList(random: Random, depth: number): string[] {
  const items = Array.from({ length: 1 + random.below(3) }, () => {
    const [first = "", ...others] = drawBlock(random, depth + 1);
    return [`- ${random.pick(["", "", "", "&a ", "!t "])}${first}`, ...indented(others)];
  });
  return ["", ...items.flat()];
}

function drawMapping(random: Random, depth: number): string[] {
  const entries = Array.from({ length: 1 + random.below(4) }, () => {
    const [first = "", ...others] = drawBlock(random, depth + 1);
    const key = random.pick(KEYS);
    const properties = random.pick(["", "", "", "", " &a", " !t", " # c"]);
    if (first !== "")
      return [`${key}:${properties === " # c" ? "" : properties} ${first}`, ...indented(others)];
    const ownIndent = others[0]?.startsWith("-") === true && random.chance(0.3);
    return [`${key}:${properties}`, ...(ownIndent ? others : indented(others))];
  });
  return ["", ...entries.flat()];
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line === "" ? line : `  ${line}`));
}
