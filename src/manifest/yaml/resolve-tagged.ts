import { quoted } from "../../words/quote.js";
import { resolvePlain, type ScalarValue } from "./resolve-scalar.js";

const STANDARD = "tag:yaml.org,2002:";

/**
 * Returns the value of a scalar with a tag, or a fault in words. A tag of one's own is passed over, and its scalar is text
 * (go.yaml.in/yaml/v2, resolve.go and decode.go).
 */
export function resolveTagged(tag: string, text: string): { value: ScalarValue } | { fault: string } {
  const name = tag.startsWith(STANDARD) ? tag.slice(STANDARD.length) : null;
  if (name === "binary") return binary(text);
  if (name === null || !CHECKS.has(name)) return { value: text };
  const value = resolvePlain(text);
  if (CHECKS.get(name)?.(value, text) === true) return { value: name === "str" ? text : value };
  return { fault: `${quoted(text)} is not what its tag !!${name} says` };
}

const CHECKS = new Map<string, (value: ScalarValue, text: string) => boolean>([
  ["str", () => true],
  ["bool", (value) => typeof value === "boolean"],
  ["null", (value) => value === null],
  ["int", (value, text) => typeof value === "number" && !isFloatText(text)],
  ["float", (value) => typeof value === "number"],
  ["timestamp", (value, text) => typeof value === "string" && TIMESTAMP.test(text)],
]);

function isFloatText(text: string): boolean {
  return /^[-+]?(?:\d[\d_]*)?\.|^[-+]?\d[\d_]*[eE]/.test(text);
}

const TIMESTAMP = /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt ]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)?)?$/;

/** Standard base64 with its padding; line breaks may stand in it. The bytes become UTF-8 text on the way to JSON. */
function binary(text: string): { value: ScalarValue } | { fault: string } {
  const plain = text.replace(/[\r\n]/g, "");
  if (plain.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(plain))
    return { fault: "a value with the tag !!binary is not base64" };
  const bytes = Uint8Array.from(atob(plain), (character) => character.charCodeAt(0));
  return { value: new TextDecoder().decode(bytes) };
}
