/** A command of a shell that hands the lines behind it to another one, as in `kubectl apply -f - <<EOF`. */
export interface HereDocument {
  /** offset of its line */
  offset: number;
  /** offset of the line behind it */
  behind: number;
  /** the word that ends it */
  word: string;
}

const HERE_DOCUMENT = /^(?![ \t]*#)[^\n]*<<-?[ \t]*(["']?)([A-Za-z_]\w{0,29})\1(?!\w)[^\n]*\n/m;
const FIRST_ENTRY = /^[ \t]*["']?(?:apiVersion|kind|metadata)["']?[ \t]*:/m;

/** Finds such a command before the first entry of an object, in text that does not parse; null where there is none. */
export function hereDocumentBefore(text: string): HereDocument | null {
  const entry = FIRST_ENTRY.exec(text);
  const found = entry === null ? null : HERE_DOCUMENT.exec(text.slice(0, entry.index));
  if (found === null) return null;
  return { offset: found.index, behind: found.index + found[0].length, word: found[2] as string };
}
