/**
 * The repository's settings from the text of its policy file. Knows YAML and the schema; where the text comes from,
 * and whether that place may be trusted, is the caller's business.
 */
import type { Problem } from "../manifest/problem.js";
import { completePolicy, type PolicyLayer } from "./complete-policy.js";
import { describeIssue, isMapping } from "./describe-issues.js";
import { type ParsedPolicyText, parsePolicyText } from "./parse-policy-text.js";
import type { Policy } from "./policy.js";
import { type PolicyFile, policySchema } from "./policy-schema.js";

const MAX_PROBLEMS = 50;

/**
 * Reads a policy file that stands alone. Never throws: what is wrong with it stands in `problems`, and so does a file
 * that it extends, since this function does not load that one.
 */
export function readPolicy(text: string | null, path: string): Policy {
  if (text === null) return completePolicy([], []);
  const layer = readPolicyLayer(text, path);
  return completePolicy([layer], [...layer.problems, ...notFollowed(layer, path)]);
}

const NO_TEXT = {
  link: "a link",
  binary: "not UTF-8 text",
  "too-large": "too large",
  cut: "too large",
};

/** Returns the policy where no text stands in its place: the defaults, and what was found as their fault. */
export function policyWithoutText(kind: keyof typeof NO_TEXT, path: string): Policy {
  const message = `the policy is ${NO_TEXT[kind]}; allowed: a text file of at most 64 KiB`;
  return completePolicy([], [{ code: "policy", path, line: 1, column: 1, message }]);
}

/** Reads one file of those that make up a policy. A file with a fault states nothing: its faults are its `problems`. */
export function readPolicyLayer(text: string, path: string): PolicyLayer {
  const parsed = parsePolicyText(text, path);
  if (!parsed.ok) return faulty(parsed.problems);
  // A key without a value is left out, not wrong: its lines may be commented out for the moment.
  const value = withoutNulls(parsed.value) ?? {};
  const checked = policySchema.safeParse(value);
  if (checked.success) return layerOf(checked.data, path, parsed.locate);
  const problems = checked.error.issues.flatMap((issue) =>
    describeIssue(issue, value).map(({ message, at, target }): Problem => {
      return { code: "policy", path, ...parsed.locate(at, target), message };
    }),
  );
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return faulty(problems);
}

function layerOf(
  { _extends, waivers = [], render, ...settings }: PolicyFile,
  path: string,
  locate: Extract<ParsedPolicyText, { ok: true }>["locate"],
): PolicyLayer {
  return {
    settings: {
      ...settings,
      ...(render === undefined
        ? {}
        : {
            render: render.map((setting, index) => ({
              ...setting,
              writtenAt: { path, line: locate(["render", index], "value").line },
            })),
          }),
    },
    waivers: waivers.map((waiver, index) => ({
      ...waiver,
      path: waiver.path ?? null,
      reason: waiver.reason.trim(),
      writtenAt: { path, ...locate(["waivers", index], "value") },
    })),
    extends: _extends === undefined ? null : { name: _extends, ...locate(["_extends"], "value") },
    problems: [],
  };
}

function faulty(problems: Problem[]): PolicyLayer {
  return { settings: {}, waivers: [], extends: null, problems: limited(problems) };
}

function notFollowed({ extends: other }: PolicyLayer, path: string): Problem[] {
  if (other === null) return [];
  const { name, line, column } = other;
  const message = `it extends “${name}”, which is read on GitHub only: what that file says does not count here`;
  return [{ code: "extends", path, line, column, message }];
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isMapping(value)) return value;
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
