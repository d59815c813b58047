import type { Random } from "../manifests/random.js";

/** Words that a reader of YAML 1.1 may take for more than text, and numbers at the edges of Go's types. */
const WORDS: readonly string[] = [
  ..."y Y n N yes Yes YES no No NO on On ON oN off Off OFF true True TRUE tRue false False FALSE".split(" "),
  ..."null Null NULL nULL ~ .inf -.inf +.INF .nan .NaN NaN inf << = 2001-01-01 12:30 1:30:00".split(" "),
  ..."1e400 -1e400 1e-400 .1e400 1e3 1.e3 1. . .. - + -. +.5 -.5_0 .5_0 ._5 .5_ 1_0.5_0".split(" "),
  ..."9223372036854775807 9223372036854775808 -9223372036854775808 -9223372036854775809".split(" "),
  ..."18446744073709551615 18446744073709551616 0xffffffffffffffff 0x10000000000000000".split(" "),
  ..."0777777777777777777777 01777777777777777777777 02000000000000000000000".split(" "),
  ..."0b+1 0b-1 -0b1 +0b1 0b_1 1__0 0_8 08 09.5 0o8 0x 0b 0o 0O10 0X1F 0B11 -0x10 +0o7".split(" "),
  "",
  "2001-1-1 1:2:3",
];

const SIGNS = ["", "", "-", "+", "--", "_"] as const;
const PREFIXES = ["", "0", "0x", "0X", "0o", "0O", "0b", "0B", ".", "00", "1", "0."] as const;
const DIGITS: readonly string[] = [..."012345670123456789_.eE+-:afxbo"];

/** The text of a plain scalar: mostly something like a number. */
export function drawScalar(random: Random): string {
  if (random.chance(0.25)) return random.pick(WORDS);
  const length = random.below(8);
  const digits = Array.from({ length }, () => random.pick(DIGITS)).join("");
  return random.pick(SIGNS) + random.pick(PREFIXES) + digits;
}
