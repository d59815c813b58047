const LONGEST = 40;

/** Names a value found in a manifest for a sentence; long texts are cut, since they come from strangers. */
export function describeValue(value: unknown): string {
  if (typeof value === "string") return `the text ${escaped(shorten(value))}`;
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean")
    return String(value);
  if (Array.isArray(value)) return "a list";
  return value === null || value === undefined ? "empty" : "a mapping";
}

/** As JSON writes it, and without characters that turn the order of the others, which JSON leaves alone. */
function escaped(text: string): string {
  return JSON.stringify(text).replace(
    /[\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}

function shorten(text: string): string {
  // A character takes at most two units: this many units are more characters than fit, or the whole text.
  const characters = Array.from(text.slice(0, 2 * (LONGEST + 1)));
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join("")}…` : text;
}
