/**
 * Text to tokens, as the scanner of go.yaml.in/yaml/v2 finds them (scannerc.go), which kubectl reads with: a key is
 * seen only at its colon, so a token that may begin one waits until that is known.
 */
import { quoted } from "../../words/quote.js";
import {
  type Cursor,
  HASH,
  isBlankOrEnd,
  isBreak,
  isDocumentMarker,
  Misplaced,
  SPACE,
  skipComment,
  TAB,
  takeBreak,
  YamlFault,
} from "./cursor.js";
import { scanBlockScalar } from "./scan-block-scalar.js";
import { scanPlain } from "./scan-plain.js";
import { scanAlphanumeric, scanDirective, scanTag } from "./scan-properties.js";
import { scanQuoted } from "./scan-quoted.js";
import { type ScalarStyle, TOKEN, type Token, type TokenType } from "./token.js";

/** A key may be as long as this before its colon, and stands on one line. */
const MAX_KEY_LENGTH = 1024;

/** A token that may turn out to begin a key. */
interface PossibleKey {
  possible: boolean;
  /** number of its token, from the start of the text */
  token: number;
  at: number;
  lineStart: number;
  /** stands at the column of the mapping's keys, so that it can be nothing else */
  required: boolean;
}

export class Scanner {
  private readonly cursor: Cursor;
  private tokens: Token[] = [];
  private head = 0;
  /** how many tokens were taken */
  private taken = 0;
  private indent = -1;
  private readonly indents: number[] = [];
  private keyAllowed = true;
  /** one place for each level of brackets */
  private readonly keys: PossibleKey[] = [{ ...NO_KEY }];
  private readonly keyLevels = new Map<number, number>();

  /** `text` ends with a line break and NUL; `from` is the start of a line. */
  constructor(text: string, from: number) {
    this.cursor = { text, at: from, lineStart: from };
  }

  /** The next token, which stays. */
  peek(): Token {
    while (this.head === this.tokens.length || this.mayBecomeKey()) this.scanOne();
    return this.tokens[this.head] as Token;
  }

  /** The next token, which goes. */
  take(): Token {
    const token = this.peek();
    this.head += 1;
    this.taken += 1;
    if (this.head === this.tokens.length) {
      this.tokens = [];
      this.head = 0;
    }
    return token;
  }

  private mayBecomeKey(): boolean {
    const level = this.keyLevels.get(this.taken);
    return level !== undefined && this.validKey(level) !== null;
  }

  private get inFlow(): boolean {
    return this.keys.length > 1;
  }

  private scanOne(): void {
    const { cursor } = this;
    const { text } = cursor;
    this.skipToToken();
    const { at } = cursor;
    const column = at - cursor.lineStart;
    const code = text.charCodeAt(at);
    if (code === 0) {
      this.endBlocks(-1);
      this.forgetKey();
      this.add(TOKEN.END, at, at);
      return;
    }
    this.endBlocks(column);
    if (column === 0 && (code === 37 || isDocumentMarker(text, at))) {
      this.fetchMarker(code);
      return;
    }
    if (this.fetchIndicator(code, column)) return;
    if (CANNOT_BEGIN.has(code)) {
      const message =
        code === TAB
          ? "a tab stands where the indentation should be"
          : `a value cannot begin with ${quoted(text[at] as string)}`;
      throw new YamlFault(message, at);
    }
    this.fetchPlain();
  }

  /** Fetches what a character stands for that is no plain scalar's first; false where it is one. */
  private fetchIndicator(code: number, column: number): boolean {
    const { text, at } = this.cursor;
    const alone = this.inFlow || isBlankOrEnd(text.charCodeAt(at + 1));
    switch (code) {
      case 91: // [
        this.openFlow(TOKEN.FLOW_SEQUENCE);
        return true;
      case 123: // {
        this.openFlow(TOKEN.FLOW_MAPPING);
        return true;
      case 93: // ]
        this.closeFlow(TOKEN.FLOW_SEQUENCE_END);
        return true;
      case 125: // }
        this.closeFlow(TOKEN.FLOW_MAPPING_END);
        return true;
      case 44: // ,
        this.fetchComma();
        return true;
      case 45: // -
        if (!isBlankOrEnd(text.charCodeAt(at + 1))) return false;
        this.fetchBlockEntry(column);
        return true;
      case 63: // ?
        if (alone) this.fetchKey(column);
        return alone;
      case 58: // :
        if (alone) this.fetchValue(column);
        return alone;
      case 42: // *
      case 38: // &
        this.fetchAnchor(code === 42 ? TOKEN.ALIAS : TOKEN.ANCHOR);
        return true;
      case 33: // !
        this.fetchTag();
        return true;
      case 124: // |
      case 62: // >
        if (!this.inFlow) this.fetchBlockScalar();
        return !this.inFlow;
      case 39: // '
      case 34: // "
        this.fetchQuoted(code === 39 ? "single" : "double");
        return true;
      default:
        return false;
    }
  }

  private skipToToken(): void {
    const { cursor } = this;
    const { text } = cursor;
    for (;;) {
      for (
        let code = text.charCodeAt(cursor.at);
        code === SPACE || (code === TAB && (this.inFlow || !this.keyAllowed));
        code = text.charCodeAt(cursor.at)
      )
        cursor.at += 1;
      if (text.charCodeAt(cursor.at) === HASH) skipComment(cursor);
      if (!isBreak(text.charCodeAt(cursor.at))) return;
      takeBreak(cursor);
      if (!this.inFlow) this.keyAllowed = true;
    }
  }

  private add(type: TokenType, start: number, end: number, text = "", scalar: ScalarStyle | null = null) {
    this.tokens.push({ type, start, end, text, scalar });
  }

  /** Adds a token of one character. */
  private addMark(type: TokenType): void {
    this.add(type, this.cursor.at, this.cursor.at + 1);
    this.cursor.at += 1;
  }

  /** Puts a token before the one with a number, or last. */
  private insert(type: TokenType, at: number, number: number | null): void {
    const token: Token = { type, start: at, end: at, text: "", scalar: null };
    if (number === null || number < this.taken) this.tokens.push(token);
    else this.tokens.splice(this.head + number - this.taken, 0, token);
  }

  private fetchMarker(code: number): void {
    this.endBlocks(-1);
    this.forgetKey();
    this.keyAllowed = false;
    const { cursor } = this;
    const start = cursor.at;
    if (code === 37) scanDirective(cursor);
    else cursor.at += 3;
    const type = code === 37 ? TOKEN.DIRECTIVE : code === 45 ? TOKEN.DOCUMENT_START : TOKEN.DOCUMENT_END;
    this.add(type, start, cursor.at);
  }

  private fetchComma(): void {
    this.forgetKey();
    this.keyAllowed = true;
    this.addMark(TOKEN.FLOW_ENTRY);
  }

  private openFlow(type: TokenType): void {
    this.rememberKey();
    this.keys.push({ ...NO_KEY, token: this.nextNumber() });
    this.keyAllowed = true;
    this.addMark(type);
  }

  private closeFlow(type: TokenType): void {
    this.forgetKey();
    // The reader forgets the key that the bracket began where nothing inside could be one: `[]: x` is not read.
    if (this.inFlow) this.keyLevels.delete((this.keys.pop() as PossibleKey).token);
    this.keyAllowed = false;
    this.addMark(type);
  }

  private fetchBlockEntry(column: number): void {
    if (!this.inFlow) {
      if (!this.keyAllowed)
        throw new Misplaced("a list cannot begin on this line behind something else", this.cursor.at);
      this.openBlock(column, null, TOKEN.BLOCK_SEQUENCE, this.cursor.at);
    }
    this.forgetKey();
    this.keyAllowed = true;
    this.addMark(TOKEN.BLOCK_ENTRY);
  }

  private fetchKey(column: number): void {
    if (!this.inFlow) {
      if (!this.keyAllowed) throw new Misplaced("a key cannot begin here", this.cursor.at);
      this.openBlock(column, null, TOKEN.BLOCK_MAPPING, this.cursor.at);
    }
    this.forgetKey();
    this.keyAllowed = !this.inFlow;
    this.addMark(TOKEN.KEY);
  }

  private fetchValue(column: number): void {
    const level = this.keys.length - 1;
    const key = this.validKey(level);
    if (key !== null) {
      this.insert(TOKEN.KEY, key.at, key.token);
      this.openBlock(key.at - key.lineStart, key.token, TOKEN.BLOCK_MAPPING, key.at);
      this.dropKey(key);
      this.keyAllowed = false;
    } else {
      if (!this.inFlow) {
        if (!this.keyAllowed)
          throw new Misplaced(
            "this line does not fit the lines above it, or a colon in it is wrong",
            this.cursor.at,
          );
        this.openBlock(column, null, TOKEN.BLOCK_MAPPING, this.cursor.at);
      }
      this.keyAllowed = !this.inFlow;
    }
    this.addMark(TOKEN.VALUE);
  }

  private fetchAnchor(type: TokenType): void {
    this.rememberKey();
    this.keyAllowed = false;
    const { cursor } = this;
    const start = cursor.at;
    const name = scanAlphanumeric(cursor);
    this.add(type, start, cursor.at, name);
  }

  private fetchTag(): void {
    this.rememberKey();
    this.keyAllowed = false;
    const { cursor } = this;
    const start = cursor.at;
    const tag = scanTag(cursor);
    this.add(TOKEN.TAG, start, cursor.at, tag);
  }

  private fetchBlockScalar(): void {
    this.forgetKey();
    this.keyAllowed = true;
    const start = this.cursor.at;
    const { text, end, keepsBreaks } = scanBlockScalar(this.cursor, this.indent);
    this.add(TOKEN.SCALAR, start, end, text, keepsBreaks ? "block that keeps its breaks" : "block");
  }

  private fetchQuoted(style: ScalarStyle): void {
    this.rememberKey();
    this.keyAllowed = false;
    const start = this.cursor.at;
    const text = scanQuoted(this.cursor);
    this.add(TOKEN.SCALAR, start, this.cursor.at, text, style);
  }

  private fetchPlain(): void {
    this.rememberKey();
    const start = this.cursor.at;
    const { text, end, atNewLine } = scanPlain(this.cursor, this.indent + 1, this.inFlow);
    this.keyAllowed = atNewLine;
    this.add(TOKEN.SCALAR, start, end, text, "plain");
  }

  private openBlock(column: number, number: number | null, type: TokenType, at: number): void {
    if (this.inFlow || this.indent >= column) return;
    this.indents.push(this.indent);
    this.indent = column;
    this.insert(type, at, number);
  }

  private endBlocks(column: number): void {
    if (this.inFlow) return;
    while (this.indent > column) {
      this.add(TOKEN.BLOCK_END, this.cursor.at, this.cursor.at);
      this.indent = this.indents.pop() as number;
    }
  }

  private nextNumber(): number {
    return this.taken + this.tokens.length - this.head;
  }

  private rememberKey(): void {
    if (!this.keyAllowed) return;
    const { at, lineStart } = this.cursor;
    const required = !this.inFlow && this.indent === at - lineStart;
    const token = this.nextNumber();
    this.forgetKey();
    this.keys[this.keys.length - 1] = { possible: true, token, at, lineStart, required };
    this.keyLevels.set(token, this.keys.length - 1);
  }

  /** Drops the possible key of this level: it is none. */
  private forgetKey(): void {
    const key = this.keys[this.keys.length - 1] as PossibleKey;
    if (!key.possible) return;
    if (key.required) throw missingColon(key);
    this.dropKey(key);
  }

  private dropKey(key: PossibleKey): void {
    this.keyLevels.delete(key.token);
    key.possible = false;
  }

  private validKey(level: number): PossibleKey | null {
    const key = this.keys[level] as PossibleKey;
    if (!key.possible) return null;
    if (key.lineStart === this.cursor.lineStart && key.at + MAX_KEY_LENGTH >= this.cursor.at) return key;
    if (key.required) throw missingColon(key);
    key.possible = false;
    return null;
  }
}

const NO_KEY: PossibleKey = { possible: false, token: 0, at: 0, lineStart: 0, required: false };

function missingColon(key: PossibleKey): YamlFault {
  return new YamlFault(
    "this line has no colon with a blank behind it, or is not indented as it should be",
    key.at,
  );
}

/** Characters that no plain scalar begins with; in brackets `|` and `>` are two of them. */
const CANNOT_BEGIN = new Set([TAB, 35, 37, 64, 96, 124, 62]);
