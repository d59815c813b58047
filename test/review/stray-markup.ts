/**
 * What in a text would mean something to GitHub besides what we write on purpose. A reader of our own, after CommonMark
 * (fenced code blocks, code spans, backslash escapes): blocks and spans are taken out, then our own pieces, and
 * whatever is left that could ping, link, format or be HTML is stray.
 */
export function strayMarkup(markdown: string): string[] {
  const rest = withoutOwnPieces(withoutCodeSpans(withoutFences(markdown)));
  const plain = rest.replace(/\\[!-/:-@[-`{-~]/g, "").replace(/\*\*/g, "");
  const marks = /@\w|#\d|:\/\/|www\.|[`<>*_[\]~]|&(?!amp;)|\p{Cf}|[^\P{Cc}\n]/giu;
  return [...plain.matchAll(marks)].map(({ index }) => plain.slice(Math.max(0, index - 20), index + 20));
}

/** A fence closes only at a line of at least as many backticks and nothing else. */
function withoutFences(markdown: string): string {
  const kept: string[] = [];
  let fence: string | null = null;
  for (const line of markdown.split("\n")) {
    if (fence !== null) {
      const close = /^ {0,5}(`{3,})[ \t]*$/.exec(line)?.[1];
      if (close !== undefined && close.length >= fence.length) fence = null;
      continue;
    }
    fence = /^ {0,5}(`{3,})[^`]*$/.exec(line)?.[1] ?? null;
    kept.push(fence === null ? line : "");
  }
  if (fence !== null) kept.push("<a fence is never closed>");
  return kept.join("\n");
}

/** A code span ends at the next run of as many backticks in its paragraph; it stands for the word "code". */
function withoutCodeSpans(text: string): string {
  return text
    .split(/\n[ \t]*\n/)
    .map((paragraph) => {
      let out = "";
      for (let at = 0; at < paragraph.length; ) {
        if (paragraph[at] === "\\") {
          out += paragraph.slice(at, at + 2);
          at += 2;
          continue;
        }
        const run = /^`+/.exec(paragraph.slice(at))?.[0];
        const end = run === undefined ? -1 : endOfSpan(paragraph, at + run.length, run.length);
        if (run === undefined || end === -1) {
          out += paragraph[at];
          at += 1;
        } else {
          out += "code";
          at = end;
        }
      }
      return out;
    })
    .join("\n\n");
}

function endOfSpan(text: string, from: number, length: number): number {
  for (const match of text.slice(from).matchAll(/`+/g)) {
    if (match[0].length === length) return from + match.index + length;
  }
  return -1;
}

function withoutOwnPieces(text: string): string {
  return text
    .replace(/^<details><summary>[\w ,:]+<\/summary>$/gm, "")
    .replace(/^<\/details>$/gm, "")
    .replace(/<!-- surefoot:comment:[0-9a-f]{16} head=[\w.-]+ -->/g, "")
    .replace(/@<!-- -->|#<!-- -->|:<!-- -->\/\/|www<!-- -->\./gi, "")
    .replace(/\[code\]\(https:\/\/github\.com\/o\/r\/blob\/sha\/[^\s()<>]*#L\d+\)/g, "")
    .replace(
      /\[[a-z-]+\]\(https:\/\/github\.com\/surefoot-dev\/surefoot\/blob\/main\/docs\/rules\/[a-z-]+\.md\)/g,
      "",
    );
}
