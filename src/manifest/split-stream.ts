/** One document of a YAML stream: a slice of the file's text, its `---` line included. */
export interface StreamSlice {
  /** offset of the slice in the file, in UTF-16 units */
  start: number;
  text: string;
}

/**
 * Cuts a YAML stream at its document markers without parsing it, so that documents nobody asks for cost nothing and
 * one that does not parse cannot lose the others. `---` and `...` count at the start of a line and only before white
 * space (YAML 1.2.2, rule c-forbidden: they cannot occur there inside a document).
 */
export function splitStream(text: string): StreamSlice[] {
  const bom = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const slices: StreamSlice[] = [];
  let start = bom;
  const marker = /^(?:---|\.\.\.)(?=[ \t\r\n]|$)/gm;
  marker.lastIndex = bom;
  for (let match = marker.exec(text); match !== null; match = marker.exec(text)) {
    // With a BOM in front, "^" does not match at the first character: that marker simply stays in the first slice.
    const cut = match[0] === "..." ? match.index + 3 : match.index;
    push(slices, text, start, cut);
    start = cut;
  }
  push(slices, text, start, text.length);
  return slices;
}

function push(slices: StreamSlice[], text: string, start: number, end: number): void {
  const slice = text.slice(start, end);
  if (/\S/.test(slice)) slices.push({ start, text: slice });
}
