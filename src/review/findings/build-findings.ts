import type { Judgement, RuleVerdict } from "../../judge/judge-workload.js";
import { KIND_INDEX } from "../../kinds/kinds.js";
import type { Manifest, UnreadDocument } from "../../manifest/manifest.js";
import type { Policy } from "../../policy/policy.js";
import type { RuleName, Severity } from "../../policy/rule-names.js";
import { preStopOf } from "../../rules/common/pre-stop.js";
import { PROBE_WORDS } from "../../rules/common/read-probe.js";
import { NO_PRE_STOP } from "../../rules/graceful-termination.js";
import type { ChangedManifest } from "../../workload/changed-manifest.js";
import type { Workload } from "../../workload/workload.js";
import type { ComparedBase } from "./comparable-base.js";
import type { Finding, Fix } from "./finding.js";
import { findingPlace } from "./finding-place.js";
import { renamedContainers } from "./renamed-containers.js";

/**
 * Returns the findings of one workload at the head; `base` is the same workload as judged at the base. Where that could
 * not be read every finding may have been there: it is an existing one that was not compared.
 */
export function findingsOf(
  after: Judgement,
  base: ComparedBase,
  fixes: ReadonlyMap<RuleVerdict, Fix>,
): Finding[] {
  const compared = base !== "unread";
  const before = compared ? base : null;
  const known = new Map(before?.verdicts.map(({ key, severity }) => [key, severity]));
  const renamed = renamedContainers(before?.workload ?? null, after.workload);
  const rose = (after.analysis.rollout.worstShare ?? 0) > (before?.analysis.rollout.worstShare ?? 0);
  return after.verdicts.map((verdict) => {
    const { workload } = after;
    const place = verdict.container?.name ?? null;
    const previous = place === null ? undefined : renamed.get(place);
    const severityBefore =
      known.get(verdict.key) ?? (previous === undefined ? undefined : known.get(keyFor(verdict, previous)));
    const object = verdict.object ?? workload.object;
    return {
      id: [verdict.rule, workload.id, containerKey(verdict), verdict.subject]
        .filter((part) => part !== "")
        .join(" "),
      rule: verdict.rule,
      severity: verdict.severity,
      state: !compared || isKnown(severityBefore, verdict.severity, rose) ? "existing" : "new",
      compared,
      workload: workload.id,
      container: place,
      ...findingPlace(object, verdict.path),
      message: `${removalWords(verdict, before?.workload ?? null, previous)}${verdict.message}`,
      waived: null,
      fix: fixes.get(verdict) ?? null,
    };
  });
}

/** A document that names a workload kind and cannot be read is a finding: it must not pass in silence. */
export function unreadFindings(changed: readonly ChangedManifest[], policy: Policy): Finding[] {
  const severity = policy.rules["manifest-shape"] ?? "error";
  if (severity === "off") return [];
  const workloads = (manifest: Manifest | null) =>
    (manifest?.unread ?? []).filter(({ kinds }) => kinds.some((kind) => KIND_INDEX.names.has(kind)));
  return changed.flatMap(({ before, after }) => unreadIn(workloads(after), workloads(before), severity));
}

function unreadIn(
  unread: readonly UnreadDocument[],
  before: readonly UnreadDocument[],
  severity: Severity,
): Finding[] {
  const known = new Set(before.map(({ text }) => text));
  const names = new Set(before.map(nameIn));
  // A document that the change leaves as it was stays silent, like every other one of a changed file.
  return unread
    .filter(({ text }) => !known.has(text))
    .map((document, index) => ({
      id: `manifest-shape ${document.problem.path}#unread-${index + 1}`,
      rule: "manifest-shape",
      severity,
      state: names.has(nameIn(document)) ? "existing" : "new",
      compared: true,
      workload: null,
      container: null,
      path: document.problem.path,
      line: document.problem.line,
      endLine: document.problem.line,
      message: `This ${document.kinds.find((kind) => KIND_INDEX.names.has(kind)) ?? document.kinds[0]} cannot be read: ${document.problem.message}.`,
      waived: null,
      fix: null,
    }));
}

/** Returns the first name in a text that cannot be parsed: enough to know a broken document again. */
function nameIn({ kinds, text }: UnreadDocument): string {
  return `${kinds[0]} ${/^[ \t]*name:[ \t]*(\S+)/m.exec(text)?.[1] ?? ""}`;
}

/** A change that takes a probe or a hook away says so first. */
function removalWords(
  { rule, container, subject }: RuleVerdict,
  before: Workload | null,
  previous: string | undefined,
): string {
  if (container === null) return "";
  const earlier = before?.containers.find(
    ({ name }) => name !== null && (name === container.name || name === previous),
  );
  if (earlier === undefined) return "";
  const gone = OF_MISSING_GATES.has(rule)
    ? GATES.filter((type) => earlier.probes[type] !== undefined && container.probes[type] === undefined)
    : [];
  const names = gone.map((type) => PROBE_WORDS[type]);
  if (rule === "graceful-termination" && subject === NO_PRE_STOP && preStopOf(earlier) !== null)
    names.push("preStop hook");
  return names.length === 0 ? "" : `This change removes the ${names.join(" and the ")}. `;
}

const GATES = ["readinessProbe", "startupProbe"] as const;
/** Rules whose finding may come from a gate that is gone. */
const OF_MISSING_GATES: ReadonlySet<RuleName> = new Set([
  "readiness-gate",
  "readiness-probe",
  "liveness-before-ready",
]);

/**
 * A warning that has become an error is new, unless no larger share of the pods can be lost than before: leaving
 * Recreate makes a missing probe count, and is no regression.
 */
function isKnown(before: Severity | undefined, now: Severity, rose: boolean): boolean {
  return before !== undefined && (before === "error" || now === "warning" || !rose);
}

function containerKey({ container }: RuleVerdict): string {
  if (container === null) return "";
  return container.name ?? `#${container.path.slice(-2).join("/")}`;
}

function keyFor(verdict: RuleVerdict, container: string): string {
  return JSON.stringify([verdict.rule, container, verdict.subject]);
}
