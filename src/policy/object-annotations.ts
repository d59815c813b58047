/**
 * Reads the annotations by which an object speaks for itself. Knows the text of the annotations; which object bears
 * them, and whether they may count, is the caller's business.
 */
import type { z } from "zod";
import { quote } from "./describe-issues.js";
import { startupSecondsSchema } from "./policy-schema.js";
import type { Waiver } from "./waiver.js";
import { daySchema, reasonSchema, ruleSchema } from "./waiver-schema.js";

/** Seconds from the app's start until it serves, as text: a fact, which overrides the policy's `startupSeconds`. */
export const STARTUP_SECONDS = "surefoot/startup-seconds";

/** `<rule> until <last day>: <reason>`, one a line. */
export const WAIVE = "surefoot/waive";

export const OWN_ANNOTATIONS = [STARTUP_SECONDS, WAIVE];

/** A value, or what was found instead and what is allowed. */
export type Read<Value> = { ok: true; value: Value } | { ok: false; fault: string };

/** Reads the value of STARTUP_SECONDS. Kubernetes takes only text for an annotation, so a bare number is a fault. */
export function readStartupSeconds(written: unknown): Read<number> {
  const checked = startupSecondsSchema.safeParse(
    typeof written === "string" && /^\d+$/.test(written) ? Number(written) : null,
  );
  return checked.success
    ? { ok: true, value: checked.data }
    : {
        ok: false,
        fault: `is ${quote(written)}; allowed: a whole number of seconds in quotes, such as "45"`,
      };
}

/** One line of WAIVE: its text without blanks around it, and the waiver that it makes. */
interface WaiveLine {
  text: string;
  waiver: Read<Pick<Waiver, "rule" | "until" | "reason">>;
}

/** Reads the value of WAIVE, line by line. */
export function readWaiveLines(written: unknown): WaiveLine[] {
  if (typeof written !== "string") {
    return [{ text: "", waiver: { ok: false, fault: `is ${quote(written)}; allowed: text, ${FORM}` } }];
  }
  const lines = written
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const read = lines.slice(0, MAX_LINES).map((text) => ({ text, waiver: readLine(text) }));
  if (lines.length <= MAX_LINES) return read;
  const fault = `has ${lines.length} lines; allowed: at most ${MAX_LINES}, and no more are read`;
  return [...read, { text: "", waiver: { ok: false, fault } }];
}

/** More than there are rules, and few enough that they cannot make a review slow. */
const MAX_LINES = 50;

const FORM = "<rule> until <last day>: <reason>, one a line";

function readLine(text: string): WaiveLine["waiver"] {
  const found = /^(\S+)[ \t]+until[ \t]+([^\s:]+)[ \t]*:(.*)$/.exec(text);
  if (found === null) return { ok: false, fault: `has ${quote(text)}; allowed: ${FORM}` };
  const [, rule, until, reason] = found as unknown as [string, string, string, string];
  return collect(
    part("the rule", ruleSchema, rule),
    part("the last day", daySchema, until),
    part("the reason", reasonSchema, reason.trim()),
  );
}

function part<Value>(name: string, schema: z.ZodType<Value>, text: string): Read<Value> {
  const checked = schema.safeParse(text);
  if (checked.success) return { ok: true, value: checked.data };
  const allowed = checked.error.issues[0]?.message;
  return { ok: false, fault: `has ${quote(text)} for ${name}; allowed: ${allowed}` };
}

function collect(rule: Read<Waiver["rule"]>, until: Read<string>, reason: Read<string>): WaiveLine["waiver"] {
  if (!rule.ok) return rule;
  if (!until.ok) return until;
  if (!reason.ok) return reason;
  return { ok: true, value: { rule: rule.value, until: until.value, reason: reason.value } };
}
