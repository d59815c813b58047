/**
 * The repository's settings from the text of its policy file. Knows YAML and the schema; where the text comes from,
 * and whether that place may be trusted, is the caller's business.
 */
import type { z } from "zod";
import type { Problem } from "../manifest/problem.js";
import { parsePolicyText } from "./parse-policy-text.js";
import { DEFAULT_POLICY, type Policy } from "./policy.js";
import { type PolicyFile, policySchema } from "./policy-schema.js";

const MAX_PROBLEMS = 50;

/** Reads the text of a policy file. Never throws: what is wrong with it stands in `problems`. */
export function readPolicy(text: string | null, path: string): Policy {
  if (text === null) return withDefaults({});
  const parsed = parsePolicyText(text, path);
  if (!parsed.ok) return withDefaults({}, limited(parsed.problems));

  // A key without a value is left out, not wrong: its lines may be commented out for the moment.
  const value = withoutNulls(parsed.value) ?? {};
  const checked = policySchema.safeParse(value);
  if (checked.success) return withDefaults(checked.data);
  const problems = checked.error.issues.flatMap((issue) =>
    describeIssue(issue, value).map(({ message, at, target }): Problem => {
      return { code: "policy", path, ...parsed.locate(at, target), message };
    }),
  );
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return withDefaults({}, limited(problems));
}

interface IssueText {
  message: string;
  at: readonly PropertyKey[];
  target: "key" | "value";
}

// The schema's messages say what is allowed; here stands what was found, and where.
function describeIssue(issue: z.core.$ZodIssue, value: unknown): IssueText[] {
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
  return typeof value === "object" ? "a mapping" : quote(value);
}

function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (current, key) => (current as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
}

function withoutNulls(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const kept = Object.entries(value).filter(([, entry]) => entry !== null);
  return Object.fromEntries(kept.map(([key, entry]) => [key, withoutNulls(entry)]));
}

function limited(problems: Problem[]): Problem[] {
  const rest = problems.length - MAX_PROBLEMS;
  const [first] = problems;
  if (rest <= 0 || first === undefined) return problems;
  const more: Problem = {
    ...first,
    line: 1,
    column: 1,
    message: `${rest} more faults of this file are not listed`,
  };
  return [...problems.slice(0, MAX_PROBLEMS), more];
}

function withDefaults(file: PolicyFile, problems: Problem[] = []): Policy {
  return {
    block: file.block ?? DEFAULT_POLICY.block,
    onError: file.onError ?? DEFAULT_POLICY.onError,
    comments: file.comments ?? DEFAULT_POLICY.comments,
    rules: mapDefined(file.rules ?? {}, (severity) => (severity === false ? "off" : severity)),
    requirePreStop: file.requirePreStop ?? DEFAULT_POLICY.requirePreStop,
    worstCase: file.worstCase === undefined ? null : { max: ceiling(file.worstCase.max) },
    probe: mapDefined(file.probe ?? {}, (number) => number),
    startupSeconds: file.startupSeconds ?? DEFAULT_POLICY.startupSeconds,
    nodes: file.nodes ?? DEFAULT_POLICY.nodes,
    kubernetes: file.kubernetes === undefined ? null : String(file.kubernetes),
    paths: { include: file.paths?.include ?? [], exclude: file.paths?.exclude ?? [] },
    problems,
  };
}

function ceiling(max: number | string): { pods: number } | { percent: number } {
  return typeof max === "number" ? { pods: max } : { percent: Number.parseInt(max, 10) };
}

function mapDefined<Key extends string, From, To>(
  from: { [K in Key]?: From | undefined },
  map: (value: From) => To,
): { [K in Key]?: To } {
  const entries = Object.entries(from) as [Key, From | undefined][];
  const defined = entries.flatMap(([key, value]) =>
    value === undefined ? [] : [[key, map(value)] as const],
  );
  return Object.fromEntries(defined) as { [K in Key]?: To };
}
