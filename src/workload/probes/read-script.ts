/** Reads the scripts of probes: what a shell is given behind `-c`, as its commands. Anything beyond simple ones is not read. */

/** A word of a script. */
export interface Word {
  text: string;
  /** nothing in it is filled in by the shell */
  literal: boolean;
}

/** A pipeline of a script. */
export interface Command {
  /** all of its programs with their operands, one after the other */
  words: Word[];
  piped: boolean;
  /** where the words of its last program begin */
  last: number;
  /** what stands before it */
  after: ";" | "&&" | "||";
}

/** Words; a longer command is a program, and is not read. */
export const MAX_WORDS = 50;

/** Characters; a longer script is a program, and is not read. */
export const MAX_SCRIPT_LENGTH = 500;

const SHELL = /^(?:ba|da|a|k|z)?sh$/;

/** Returns the script that a shell is given as the word behind `-c`; null where it is no shell, or given a file. */
export function scriptOf(
  program: string,
  operands: readonly string[],
): { text: string; endsAtFailure: boolean } | null {
  if (!SHELL.test(program)) return null;
  const flag = operands.findIndex((word) => /^-[a-z]*c$/.test(word));
  const text = operands[flag + 1];
  const flags = operands.slice(0, flag + 1);
  if (flag === -1 || text === undefined || !flags.every((word) => /^-[a-z]+$/.test(word))) return null;
  return { text, endsAtFailure: flags.some((word) => word.includes("e")) };
}

const TOKENS: readonly (readonly [RegExp, (text: string, reader: Reader) => void])[] = [
  [/[ \t]+|\\\n/y, (_, reader) => reader.endWord()],
  [/\n/y, (_, reader) => reader.separate(";")],
  [/;(?!;)/y, (_, reader) => reader.separate(";")],
  [/&&/y, (_, reader) => reader.separate("&&")],
  [/\|\|/y, (_, reader) => reader.separate("||")],
  [/\|(?!&)/y, (_, reader) => reader.pipe()],
  [/'[^']*'/y, (text, reader) => reader.add(text.slice(1, -1), true)],
  [
    /"(?:[^"\\`$]|\\[\s\S]|\$(?![({`\w?#!$@*'"-])|\$\w|\$\{\w+\})*"/y,
    (text, reader) => reader.add(text.slice(1, -1), !/[\\$]/.test(text)),
  ],
  [/\$\w+|\$\{\w+\}|\$[?#!$@*]/y, (text, reader) => reader.add(text, false)],
  [/[\w@%+=:,./~!^*?[\]-]+/y, (text, reader) => reader.add(text, true)],
];

/** A comment, or a redirection that cannot fail; both only at the beginning of a word. */
const NOTHING = /#[^\n]*|(?:\d?>>?|&>>?|\d?<)[ \t]*\/dev\/null(?![\w/.])|\d?>&\d(?!\w)/y;

/** Returns the commands of a script; null where it is long, or holds what is not understood: a subshell, a file, a group. */
export function commandsOf(script: string): Command[] | null {
  if (script.length > MAX_SCRIPT_LENGTH) return null;
  const reader = new Reader();
  let at = 0;
  while (at < script.length) {
    const nothing = reader.isInWord ? null : match(NOTHING, script, at);
    if (nothing !== null) {
      at += nothing.length;
      continue;
    }
    const text = takeToken(script, at, reader);
    if (text === null) return null;
    at += text.length;
  }
  return reader.end();
}

function takeToken(script: string, at: number, reader: Reader): string | null {
  for (const [pattern, take] of TOKENS) {
    const text = match(pattern, script, at);
    if (text === null) continue;
    take(text, reader);
    return text;
  }
  return null;
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

class Reader {
  private readonly commands: Command[] = [];
  private current: Command = { words: [], piped: false, last: 0, after: ";" };
  private word: Word | null = null;
  private isBroken = false;

  get isInWord(): boolean {
    return this.word !== null;
  }

  add(text: string, literal: boolean): void {
    this.word = { text: (this.word?.text ?? "") + text, literal: literal && this.word?.literal !== false };
  }

  endWord(): void {
    if (this.word !== null) this.current.words.push(this.word);
    this.word = null;
  }

  pipe(): void {
    this.endWord();
    if (this.current.words.length === 0) this.isBroken = true;
    this.current.piped = true;
    this.current.last = this.current.words.length;
  }

  separate(separator: Command["after"]): void {
    this.endWord();
    if (this.current.words.length > 0) {
      this.commands.push(this.current);
      this.current = { words: [], piped: false, last: 0, after: separator };
      return;
    }
    // A line may end behind `&&`, and a script may have empty lines; anything else is no script.
    if (separator !== ";") this.isBroken = true;
  }

  end(): Command[] | null {
    this.separate(";");
    return this.isBroken || (this.commands.length > 0 && this.current.after !== ";") ? null : this.commands;
  }
}
