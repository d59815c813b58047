/**
 * A glob of a policy as the steps by which a path is matched. Libraries make one regular expression of it, which a path
 * of a pull request can keep busy for seconds; here every step is a look at the path from left to right.
 */

/** A glob as the globs without braces that it stands for, or what is allowed in its place. */
export type ReadGlob = { ok: true; globs: readonly (readonly GlobStep[])[] } | GlobFault;

interface GlobFault {
  ok: false;
  /** the second half of a sentence */
  allowed: string;
}

/**
 * What stands between two slashes: any number of folders; one name; or the pieces of a name that begins with the first,
 * ends with the last and has the others between them, in this order and with anything between two.
 */
export type GlobStep = typeof ANY_FOLDERS | readonly NamePiece[] | string;

export const ANY_FOLDERS = Symbol("**");

/** A piece of a name without a star. Its length is fixed, so a search for it looks once at each place. */
export interface NamePiece {
  /** in UTF-16 units */
  length: number;
  /** the text itself; null where a sign of it is a wildcard */
  literal: string | null;
  /** matches at `lastIndex` only */
  here: RegExp;
  /** matches from `lastIndex` on */
  next: RegExp;
}

/**
 * Names between slashes and wildcards of one glob, in each of those that its braces stand for. So much bounds what the
 * longest path can cost, and is far more than any tree of folders asks for.
 */
export const MAX_GLOB_STEPS = 48;

/** Reads `*`, `**` between slashes, `?`, `[…]`, `{a,b}`, and `\` before a sign that stands for itself. */
export function readGlob(text: string, maxSteps = MAX_GLOB_STEPS): ReadGlob {
  const tooMany: GlobFault = {
    ok: false,
    allowed: `a glob of at most ${maxSteps} names and wildcards, counted anew for each word in its braces`,
  };
  const plain = withoutBraces(text, maxSteps);
  if (plain === "too-many") return tooMany;
  if (plain === "faulty")
    return { ok: false, allowed: "words with commas between them in braces, such as {a,b}" };
  const globs: GlobStep[][] = [];
  let steps = 0;
  for (const one of plain) {
    const signs = signsOf(one);
    steps += signs.filter((sign) => sign === "/" || isWildcard(sign)).length + 1;
    if (steps > maxSteps) return tooMany;
    const allowed = allowedInstead(signs);
    if (allowed !== null) return { ok: false, allowed };
    globs.push(stepsOf(signs));
  }
  return { ok: true, globs };
}

/** Returns the globs that braces stand for. Without a comma they are a name, as in `{{cookiecutter.app}}`. */
function withoutBraces(text: string, most: number): string[] | "too-many" | "faulty" {
  const left = [text];
  const globs: string[] = [];
  while (left.length > 0) {
    const one = left.pop() as string;
    const found = withoutFirstBraces(one);
    if (found === "faulty") return found;
    if (found === null) globs.push(one);
    else left.push(...found);
    if (left.length + globs.length > most) return "too-many";
  }
  return globs;
}

/** Returns what the first braces with a comma stand for, each with the text around them; null without such braces. */
function withoutFirstBraces(text: string): string[] | "faulty" | null {
  const open: { at: number; commas: number[] }[] = [];
  let first: { start: number; cuts: number[] } | null = null;
  for (let at = 0; at < text.length; at += signAt(text, at).length) {
    if (text[at] === "{") open.push({ at, commas: [] });
    else if (text[at] === ",") open.at(-1)?.commas.push(at);
    else if (text[at] === "}") {
      const last = open.pop();
      if (last === undefined) continue;
      // A range such as {1..9} would match nothing, in silence.
      if (last.commas.length === 0 && text.slice(last.at, at).includes("..")) return "faulty";
      if (last.commas.length > 0 && (first === null || last.at < first.start))
        first = { start: last.at, cuts: [...last.commas, at] };
    }
  }
  if (open.some(({ commas }) => commas.length > 0)) return "faulty";
  if (first === null) return null;
  const { start, cuts } = first;
  const [before, behind] = [text.slice(0, start), text.slice((cuts.at(-1) as number) + 1)];
  return cuts.map((cut, index) => before + text.slice((cuts[index - 1] ?? start) + 1, cut) + behind);
}

function signsOf(text: string): string[] {
  const signs: string[] = [];
  for (let at = 0; at < text.length; at += (signs.at(-1) as string).length) signs.push(signAt(text, at));
  return signs;
}

/** Returns the sign at an offset: an escaped one, a whole class such as `[a-z]`, all stars of a row, or one UTF-16 unit. */
function signAt(text: string, at: number): string {
  SIGN.lastIndex = at;
  return SIGN.exec(text)?.[0] ?? (text[at] as string);
}

const SIGN = /\\[^/]|\[[!^]?(?:\\[^/]|[^\]\\/])+\]|\*+/y;

/** Returns what is allowed where a sign would not mean here what it means to other tools. */
function allowedInstead(signs: readonly string[]): string | null {
  if (signs[0] === "!") return "a glob of what is meant, without ! before it";
  if (signs.at(-1) === "/") return "a glob of files, such as test/** for those of a folder";
  const isBeside = (at: number) => [signs[at - 1], signs[at + 1]].some((sign) => (sign ?? "/") !== "/");
  if (signs.some((sign, at) => sign.length > 1 && isStar(sign) && (sign !== "**" || isBeside(at))))
    return "** as a whole name, such as **/*.yaml, and * within one";
  if (signs.some((sign, at) => sign === "(" && /^[?*+@!]/.test(signs[at - 1] ?? "")))
    return "*, **, ?, [ab] and {a,b}, and \\ before a bracket that is part of a name";
  if (signs.some((sign) => sign === "[" || sign === "\\" || (isClass(sign) && classOf(sign) === null)))
    return "signs between brackets, such as [ab] or [0-9], and \\ before one that is part of a name";
  return null;
}

function stepsOf(signs: readonly string[]): GlobStep[] {
  const steps: GlobStep[] = [];
  for (const name of splitAt(signs, (sign) => sign === "/")) {
    if (name[0] === "**") {
      // Several in a row say no more than one.
      if (steps.at(-1) !== ANY_FOLDERS) steps.push(ANY_FOLDERS);
    } else steps.push(name.some(isWildcard) ? splitAt(name, isStar).map(pieceOf) : literalOf(name));
  }
  return steps;
}

function pieceOf(signs: readonly string[]): NamePiece {
  const source = signs
    .map((sign) => (sign === "?" ? ANY : isClass(sign) ? classOf(sign) : unit(sign)))
    .join("");
  return {
    length: signs.length,
    literal: signs.some(isWildcard) ? null : literalOf(signs),
    here: new RegExp(source, "y"),
    next: new RegExp(source, "g"),
  };
}

function literalOf(signs: readonly string[]): string {
  return signs.map((sign) => sign.at(-1)).join("");
}

const ANY = "[\\s\\S]";

/** Returns a class as a regular expression has it; null where one of its ranges runs backwards. */
function classOf(sign: string): string | null {
  const negated = /^\[[!^]/.test(sign);
  const inside = sign
    .slice(negated ? 2 : 1, -1)
    .replace(/\\?[\s\S]/g, (one) => (one === "-" ? one : unit(one)));
  const source = `[${negated ? "^" : ""}${inside}]`;
  try {
    new RegExp(source);
    return source;
  } catch {
    return null;
  }
}

/** Returns the last UTF-16 unit of a sign as one that means itself in every place of a regular expression. */
function unit(sign: string): string {
  return `\\u${sign
    .charCodeAt(sign.length - 1)
    .toString(16)
    .padStart(4, "0")}`;
}

function isWildcard(sign: string): boolean {
  return sign === "?" || isStar(sign) || isClass(sign);
}

function isStar(sign: string): boolean {
  return sign.startsWith("*");
}

function isClass(sign: string): boolean {
  return sign.length > 1 && sign.startsWith("[");
}

function splitAt<Item>(items: readonly Item[], isCut: (item: Item) => boolean): Item[][] {
  const parts: Item[][] = [[]];
  for (const item of items) {
    if (isCut(item)) parts.push([]);
    else (parts.at(-1) as Item[]).push(item);
  }
  return parts;
}
