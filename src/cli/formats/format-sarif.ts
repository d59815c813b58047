import { createHash } from "node:crypto";
import type { SourceEdit } from "../../manifest/edit/source-edit.js";
import type { Problem, ProblemCode } from "../../manifest/problem.js";
import { RULE_NAMES } from "../../policy/rule-names.js";
import { type Circumstances, rulePage } from "../../review/circumstances.js";
import type { Finding, Fix } from "../../review/findings/finding.js";
import { noticeLevel } from "../../review/problems/notices.js";
import type { ReviewPlan } from "../../review/review-plan.js";
import { OBJECT_RULES, RULES } from "../../rules/rules.js";
import { fixWords } from "../fix-words.js";
import { readVersion } from "../read-version.js";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const SOURCE_ROOT = "%SRCROOT%";
const HOME_PAGE = "https://github.com/surefoot-dev/surefoot";

/** A plan as a SARIF 2.1.0 log (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), for code scanning and editors. */
export function formatSarif(plan: ReviewPlan, circumstances: Pick<Circumstances, "docsUrl">): string {
  const run = {
    tool: { driver: driver(plan.problems, circumstances) },
    columnKind: "utf16CodeUnits",
    originalUriBaseIds: { [SOURCE_ROOT]: { description: { text: "The root of the reviewed files." } } },
    invocations: [{ executionSuccessful: true, toolExecutionNotifications: plan.problems.map(notification) }],
    results: plan.findings.map(result),
    properties: { base: plan.base, head: plan.head, conclusion: plan.conclusion, title: plan.title },
  };
  return `${JSON.stringify({ $schema: SCHEMA, version: "2.1.0", runs: [run] }, null, 2)}\n`;
}

const ALL_RULES = [...RULES, ...OBJECT_RULES].toSorted(
  (left, right) => RULE_NAMES.indexOf(left.name) - RULE_NAMES.indexOf(right.name),
);

function driver(problems: readonly Problem[], circumstances: Pick<Circumstances, "docsUrl">) {
  const codes = [...new Set(problems.map(({ code }) => code))].sort();
  return {
    name: "Surefoot",
    informationUri: HOME_PAGE,
    semanticVersion: readVersion(),
    rules: ALL_RULES.map(({ name, text: { severity, title, help } }) => {
      return {
        id: name,
        shortDescription: { text: title },
        fullDescription: { text: help },
        help: { text: help, markdown: `${help}\n\n[${name}](${rulePage(name, circumstances)})` },
        helpUri: rulePage(name, circumstances),
        defaultConfiguration: { level: severity },
        properties: { tags: ["kubernetes", "reliability"] },
      };
    }),
    notifications: codes.map((code) => ({ id: code })),
  };
}

function result(finding: Finding) {
  const { rule, severity, state, path, line, endLine, message, waived, workload, container, fix } = finding;
  return {
    ruleId: rule,
    ruleIndex: ALL_RULES.findIndex(({ name }) => name === rule),
    kind: "fail",
    level: severity,
    message: { text: plainMessage(message) },
    locations: [
      {
        physicalLocation: physicalLocation(path, line, endLine),
        ...(workload === null
          ? {}
          : { logicalLocations: [{ fullyQualifiedName: workload, kind: "resource" }] }),
      },
    ],
    partialFingerprints: { "surefootFinding/v1": createHash("sha256").update(finding.id).digest("hex") },
    baselineState: state === "new" ? "new" : "unchanged",
    ...(waived === null
      ? {}
      : { suppressions: [{ kind: "external", justification: `${waived.reason} (until ${waived.until})` }] }),
    ...(fix === null || fix.edits.length === 0 ? {} : { fixes: [sarifFix(fix)] }),
    properties: { workload, container },
  };
}

function sarifFix(fix: Fix) {
  const paths = [...new Set(fix.edits.map(({ path }) => path))];
  return {
    description: { text: plainMessage(fixWords(fix)) },
    artifactChanges: paths.map((path) => ({
      artifactLocation: artifactLocation(path),
      replacements: fix.edits.filter((edit) => edit.path === path).map(replacement),
    })),
  };
}

// Without columns a region reaches from the first character of a line to the last one before the line's end, which
// is just what an edit of whole lines without a final newline replaces.
function replacement({ startLine, endLine, replacement }: SourceEdit) {
  return { deletedRegion: { startLine, endLine }, insertedContent: { text: replacement } };
}

function notification({ code, path, line, column, message }: Problem) {
  return {
    descriptor: { id: code },
    level: notificationLevel(code),
    message: { text: plainMessage(message) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: artifactLocation(path),
          region: { startLine: line, startColumn: column },
        },
      },
    ],
  };
}

/** What was left alone for what it is, and not for a fault in it. */
const NOTES: ReadonlySet<ProblemCode> = new Set(["template", "patch", "other-kind", "test-data"]);

function notificationLevel(code: ProblemCode): "error" | "warning" | "note" {
  if (code === "policy") return "error";
  if (NOTES.has(code)) return "note";
  return noticeLevel({ code }) === "notice" ? "note" : "warning";
}

function physicalLocation(path: string, line: number, endLine: number) {
  return {
    artifactLocation: artifactLocation(path),
    region: { startLine: line, endLine: Math.max(line, endLine) },
  };
}

function artifactLocation(path: string) {
  // Through bytes and back: encodeURIComponent throws on half a surrogate pair.
  const wellFormed = Buffer.from(path).toString();
  const uri = wellFormed.split("/").map(encodeURIComponent).join("/");
  return { uri, uriBaseId: SOURCE_ROOT };
}

// A message may hold links, [text](target): a name from a manifest must not become one (SARIF 3.11.6).
function plainMessage(text: string): string {
  return text.replaceAll("](", "\\](");
}
