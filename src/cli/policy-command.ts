import { resolve } from "node:path";
import type { Problem } from "../manifest/problem.js";
import type { Policy } from "../policy/policy.js";
import { policyJsonSchemaText } from "../policy/policy-json-schema.js";
import { ANNOUNCED_DAYS, daysLeft, endWords } from "../policy/waiver.js";
import { circumstancesAt } from "../review/circumstances.js";
import { count } from "../words/list.js";
import { textStyle } from "./formats/text-style.js";
import { readNamedPolicy } from "./load-policy.js";
import { plain, withoutOrders } from "./plain-text.js";
import { type Terminal, wantsColour, writeAll } from "./terminal.js";

export const POLICY_FORMATS = ["text", "json"] as const;

export interface PolicyCheckOptions {
  format: (typeof POLICY_FORMATS)[number];
}

/** The problems of one policy file: faults make it invalid, warnings do not. */
interface CheckedPolicy {
  path: string;
  faults: Problem[];
  warnings: Problem[];
}

/** `surefoot policy check`; gives the exit status: 0 for a valid policy, 1 for another. */
export async function checkPolicy(
  file: string,
  { format }: PolicyCheckOptions,
  terminal: Terminal,
): Promise<number> {
  const policy = await readNamedPolicy(resolve(terminal.cwd, file), file);
  const { asOf } = circumstancesAt(new Date());
  const faults = policy.problems.filter(({ code }) => code === "policy");
  const verdict: CheckedPolicy = {
    path: file,
    faults,
    warnings: [
      ...policy.problems.filter((problem) => !faults.includes(problem)),
      ...endingWaivers(policy, asOf),
    ],
  };
  await writeAll(terminal.stdout, format === "json" ? asJson(verdict) : asText(verdict, terminal));
  return faults.length > 0 ? 1 : 0;
}

/** `surefoot policy schema` */
export async function printPolicySchema({ stdout }: Terminal): Promise<number> {
  await writeAll(stdout, policyJsonSchemaText());
  return 0;
}

function endingWaivers({ waivers }: Policy, asOf: string): Problem[] {
  return waivers.flatMap((waiver): Problem[] => {
    const left = daysLeft(waiver, asOf);
    if (left > ANNOUNCED_DAYS) return [];
    const message = `the waiver of ${waiver.rule} for ${waiver.workload} ${endWords(waiver, left)}${left < 0 ? "; the findings that it covers count as new" : ""}`;
    return [{ code: "waiver", ...waiver.writtenAt, message }];
  });
}

function asText({ path, faults, warnings }: CheckedPolicy, terminal: Terminal): string {
  const { colours } = textStyle({ colour: wantsColour(terminal), width: null });
  const line = (problem: Problem, level: string) =>
    `${plain(problem.path)}:${problem.line}:${problem.column} ${level}${plain(problem.message)}`;
  const verdict =
    faults.length > 0
      ? `${colours.red(`✗ ${plain(path)} is not valid`)}: ${count(faults.length, "fault")}`
      : colours.green(`✓ ${plain(path)} is valid`);
  const lines = [
    ...faults.map((fault) => line(fault, "")),
    ...warnings.map((warning) => line(warning, `${colours.yellow("warning")}: `)),
    verdict,
  ];
  return `${lines.map(withoutOrders).join("\n")}\n`;
}

/** A contract under its own name, as the one of a review is. */
function asJson({ path, faults, warnings }: CheckedPolicy): string {
  const shown = ({ code, line, column, message }: Problem) => ({ code, line, column, message });
  const document = {
    schema: "surefoot.policy/v1",
    path,
    valid: faults.length === 0,
    faults: faults.map(shown),
    warnings: warnings.map(shown),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
