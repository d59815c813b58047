import type { FieldFault } from "../../api-server/decode-object.js";
import { scalarText } from "../../manifest/edit/rewrite-entry.js";
import type { ManifestObject } from "../../manifest/manifest.js";
import type { Rewrite } from "./rewrite.js";

/**
 * Returns the same scalar as the type that belongs there, where that is certain: a number or a boolean in quotes, with the
 * characters in which it is written, or a whole number, `true` or `false` without its quotes. Null for any other value.
 */
export function retyped(
  { document, root }: ManifestObject,
  { path, value, type }: FieldFault,
): (Rewrite & { kind: "retype" }) | null {
  const text = scalarText({ text: document.text, tree: document.tree }, [...root, ...path]);
  if (text === null) return null;
  if (type.kind === "string" && (typeof value === "number" || typeof value === "boolean"))
    return { kind: "retype", path, value: text, written: JSON.stringify(text) };
  if (typeof value !== "string") return null;
  const isInteger = (type.kind === "int32" || type.kind === "int64") && /^(?:0|-?[1-9]\d{0,8})$/.test(value);
  if (isInteger) return { kind: "retype", path, value: Number(value), written: value };
  const isBoolean = type.kind === "boolean" && (value === "true" || value === "false");
  return isBoolean ? { kind: "retype", path, value: value === "true", written: value } : null;
}
