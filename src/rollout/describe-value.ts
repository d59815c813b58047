const LONGEST = 40;

/** Names a value found in a manifest for a sentence; long texts are cut, since they come from strangers. */
export function describeValue(value: unknown): string {
  if (typeof value === "string") return `the text ${JSON.stringify(shorten(value))}`;
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean")
    return String(value);
  if (Array.isArray(value)) return "a list";
  return value === null || value === undefined ? "empty" : "a mapping";
}

function shorten(text: string): string {
  // A character takes at most two units: this many units are more characters than fit, or the whole text.
  const characters = Array.from(text.slice(0, 2 * (LONGEST + 1)));
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join("")}…` : text;
}
