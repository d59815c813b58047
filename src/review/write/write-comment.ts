import { createHash } from "node:crypto";
import type { Judgement } from "../../judge/judge-workload.js";
import { rulePage } from "../circumstances.js";
import { explainRollout } from "../explain/explain-rollout.js";
import { type AdviceReason, type Finding, type Fix, type FixOrigin, isOfField } from "../findings/finding.js";
import type { Review } from "../review.js";
import { showRollout } from "../timeline/show-rollout.js";
import { rolloutLink } from "./link-rollout.js";
import { code, fenced, folded, MAX_BLOCK_LENGTH, prose } from "./markdown.js";
import { watchCommands } from "./watch-commands.js";

/** Returns what the hidden marker of a comment holds: the finding's identity, and never a line number. */
export function fingerprintOf(findingId: string): string {
  return createHash("sha256").update(findingId).digest("hex").slice(0, 16);
}

export function commentMarker(fingerprint: string, head: string): string {
  return `<!-- surefoot:comment:${fingerprint} head=${head.replace(/[^\w.-]/g, "-")} -->`;
}

/** Where a suggested probe comes from, and what its owners should check. */
const ORIGIN_WORDS: Record<FixOrigin, string> = {
  "startup-handler":
    "The suggested probe asks what the container's startup probe asks; that one covers the start, so this one needs no delay.",
  "liveness-handler":
    "The suggested probe asks what the container's liveness probe asks, with the same timings.",
  image:
    "The suggested probe is the check that the image brings along: it fails while the server refuses work.",
  "service-port": "The suggested probe asks the port that a Service routes to.",
  "tcp-port":
    "The suggested probe asks the container's TCP port. Please check that the app opens this port only when it can serve.",
  "grpc-port": "The port is named or marked as gRPC.",
  none: "",
  "moved-field":
    "This moves what is written already to the place where it is read, and changes nothing else.",
  "renamed-field": "This gives the field the name that it is known by, and changes nothing else.",
  "retyped-value": "This writes the same value in the type that belongs there, and changes nothing else.",
};

/** The same for a field that is written already, and only not where or as it should be. */
const FIELD_ADVICE_WORDS: Partial<Record<AdviceReason, string>> = {
  "no-single-place":
    "There is no button for this, as more than one place or name can be meant, or something stands there already, so please put it right by hand:",
  "not-editable":
    "It is written in a way that cannot be edited in place (an alias, values that several objects share, or a mapping that would be left empty), so please put it right by hand:",
  "utf-16":
    "The file is written in UTF-16, and its bytes would not stay what they are by a button's edit, so please put it right by hand:",
  "not-proven":
    "No edit passed the check that it mends this and brings no finding of its own, so please look at it by hand:",
};

const ADVICE_WORDS: Record<AdviceReason, string> = {
  "grpc-port":
    "Not every gRPC server has the health service that a gRPC probe asks, so there is no button for this. If yours has it, add:",
  "auxiliary-ports-only":
    "The container declares only ports for operators, so no port is known that tells whether it can serve. Add a `readinessProbe` that asks what its users ask.",
  "no-tcp-port":
    "The container declares no TCP port, so no probe can be derived. Add a `readinessProbe` that tells whether it can serve, for example with `exec`.",
  "no-port":
    "The container declares no port, so no probe can be derived. Add a `readinessProbe` that tells whether it can serve.",
  "shared-port":
    "Another container of the pod declares the same port, so a probe on it cannot tell which of the two answers. If this one does, add:",
  "gate-would-not-help":
    "There is no button for this, as the probe would not lower the worst case; it still keeps traffic from pods that cannot serve yet:",
  "waits-for-old-pod":
    "There is no button for this: the new pod may wait for a volume or a lead that an old one holds, and that one stays until the new pod is ready, so the rollout could stall. If it does not wait, add:",
  "no-single-place": "More than one place can be meant:",
  "not-editable":
    "The container is written in a way that cannot be edited in place (an alias, values that several containers share, or several containers on one line), so please add by hand:",
  "utf-16":
    "The file is written in UTF-16, and its bytes would not stay what they are by a button's edit, so please add by hand:",
  "not-proven":
    "No edit passed the check that it adds this probe, changes nothing else and brings no finding of its own, so please look at it by hand:",
};

function fixWords(fix: Fix): string {
  return [
    fix.confidence === "advice" ? adviceWords(fix) : ORIGIN_WORDS[fix.origin],
    ...(fix.caution === null ? [] : [fix.caution]),
  ].join(" ");
}

/** Returns a fix in words for a comment or a body, Markdown, with its YAML. */
export function fixText(fix: Fix): string {
  const words = fixWords(fix);
  if (fix.text === "") return words;
  if (fix.text.length > MAX_BLOCK_LENGTH) return `${words}\n\n(It is too long to be shown here.)`;
  return `${words}\n\n${fenced("yaml", fix.text)}`;
}

function adviceWords(fix: Fix): string {
  const why = fix.reason ?? "not-proven";
  return (isOfField(fix) ? FIELD_ADVICE_WORDS[why] : undefined) ?? ADVICE_WORDS[why];
}

/** A suggestion block, and the fixes that it makes together. */
export interface Suggestion {
  text: string;
  fixes: readonly Fix[];
}

/** Returns the fixes of findings, each once: one edit can mend several. */
export function distinctFixes(findings: readonly Finding[]): Fix[] {
  const fixes = new Map<string, Fix>();
  for (const { fix } of findings) if (fix !== null) fixes.set(JSON.stringify([fix.text, fix.edits]), fix);
  return [...fixes.values()];
}

/** Those that the block makes first, in one text; then the others with their YAML. */
function fixTexts(fixes: readonly Fix[], suggestion: Suggestion | null): string[] {
  const offered = fixes.filter((fix) => suggestion?.fixes.includes(fix));
  const [first] = offered;
  const others = fixes.filter((fix) => !offered.includes(fix)).map((fix) => fixText(fix));
  if (first === undefined || suggestion === null) return others;
  const words = [...new Set(offered.map(fixWords))].join(" ");
  return [`${words}\n\n${fenced("suggestion", suggestion.text)}`, ...others];
}

/** Returns an inline comment: the consequence first, then the fix, then, folded, the arithmetic. */
export function writeComment(
  findings: readonly Finding[],
  suggestion: Suggestion | null,
  material: Review,
): string {
  const { changeSet, judgements } = material;
  const [first] = findings as readonly [Finding, ...Finding[]];
  const judgement = first.workload === null ? null : (judgements.get(first.workload) ?? null);
  const parts = findings.map(
    (finding) => `${finding.severity === "error" ? "**Error**" : "Warning"}: ${prose(finding.message)}`,
  );
  parts.push(...fixTexts(distinctFixes(findings), suggestion));
  parts.push(folded("How this is computed", explanation(findings, judgement, material)));
  return `${parts.join("\n\n")}\n\n${commentMarker(fingerprintOf(first.id), changeSet.head)}`;
}

function explanation(
  findings: readonly Finding[],
  judgement: Judgement | null,
  { findings: all, circumstances }: Review,
): string {
  const rules = [...new Set(findings.map(({ rule }) => rule))].map(
    (rule) => `[${rule}](${rulePage(rule, circumstances)})`,
  );
  const parts: string[] = [];
  if (judgement !== null && !judgement.workload.partial)
    parts.push(
      fenced("text", rolloutLines(judgement, all).join("\n")),
      ...pageLink(judgement, all, circumstances),
    );
  parts.push(`Rule: ${rules.join(", ")}`);
  const commands = judgement === null ? null : watchCommands(judgement.workload);
  if (commands !== null) parts.push(`To watch it live:\n\n${fenced("sh", commands)}`);
  return parts.join("\n\n");
}

/** Returns the folded part of a review's body for one workload; `findings` are the whole review's. */
export function writeExplanation(
  judgement: Judgement,
  { findings, circumstances }: Pick<Review, "findings" | "circumstances">,
): string {
  const { workload } = judgement;
  const commands = watchCommands(workload);
  const text = [...rolloutLines(judgement, findings), ...(commands === null ? [] : ["", commands])].join(
    "\n",
  );
  return [
    code(`${workload.kind} ${workload.name ?? workload.id}`),
    fenced("text", text),
    ...pageLink(judgement, findings, circumstances),
  ].join("\n\n");
}

function pageLink(
  judgement: Judgement,
  findings: readonly Finding[],
  circumstances: Review["circumstances"],
): string[] {
  const link = rolloutLink(judgement, findings, circumstances);
  return link === null ? [] : [`[This rollout as a chart, with every number to change](${link})`];
}

/** Returns the arithmetic, and for a hollow budget what it comes to over time. */
function rolloutLines(judgement: Judgement, findings: readonly Finding[]): string[] {
  return [...explainRollout(judgement), ...showRollout(judgement, findings)];
}
