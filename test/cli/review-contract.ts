/** The published JSON Schema of a review, closed: a key that it does not name is a fault too. */
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";

export const REVIEW_SCHEMA_FILE = "docs/review.schema.json";

// Strict: a keyword that nobody knows is an error of ours.
const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true });
const validate = ajv.compile(closed(JSON.parse(readFileSync(REVIEW_SCHEMA_FILE, "utf8"))) as object);

/** What of a printed review the published schema does not allow, or does not name; empty where all is well. */
export function contractFaults(printed: string): string[] {
  validate(JSON.parse(printed));
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    [instancePath, message, JSON.stringify(params)].join(" "),
  );
}

function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== "object" || node === null) return node;
  const inner = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]));
  return "properties" in node ? { ...inner, additionalProperties: false } : inner;
}
