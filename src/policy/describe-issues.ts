import type { z } from "zod";
import { shortened } from "../words/quote.js";

/** The fault of a policy's value, in words, and its place. */
interface IssueText {
  message: string;
  at: readonly PropertyKey[];
  target: "key" | "value";
}

/** The schema's messages say what is allowed; this says what was found, and where. */
export function describeIssue(issue: z.core.$ZodIssue, value: unknown): IssueText[] {
  const allowed = `allowed: ${issue.message}`;
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      message: `unknown key ${quote(key)}${issue.path.length > 0 ? ` in ${issue.path.join(".")}` : ""}; ${allowed}`,
      at: [...issue.path, key],
      target: "key",
    }));
  }
  const name = issue.path.length > 0 ? issue.path.join(".") : "the policy";
  return [
    {
      message: `${name} is ${describe(valueAt(value, issue.path))}; ${allowed}`,
      at: issue.path,
      target: "value",
    },
  ];
}

function describe(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "empty";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return isMapping(value) ? "a mapping" : quote(value);
}

/** Explicit tags can make other objects too, such as dates. */
export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Returns a value as JSON, cut at 80 characters. */
export function quote(value: unknown): string {
  return shortened(JSON.stringify(value) ?? String(value), 80);
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (current, key) => (current as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
}
