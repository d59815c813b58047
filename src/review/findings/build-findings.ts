import type { Judgement, RuleVerdict } from "../../judge/judge-workload.js";
import { KIND_INDEX } from "../../kinds/kinds.js";
import { holderKind } from "../../manifest/kind-names.js";
import type { Manifest, UnreadDocument } from "../../manifest/manifest.js";
import type { Policy } from "../../policy/policy.js";
import type { RuleName, Severity } from "../../policy/rule-names.js";
import { preStopOf } from "../../rules/common/pre-stop.js";
import { PROBE_WORDS } from "../../rules/common/read-probe.js";
import { NO_PRE_STOP } from "../../rules/graceful-termination.js";
import { renamedContainers } from "../../workload/change/renamed-containers.js";
import type { ChangedManifest } from "../../workload/changed-manifest.js";
import { provesSomething, type Workload } from "../../workload/workload.js";
import type { ComparedBase } from "./comparable-base.js";
import type { Finding, Fix } from "./finding.js";
import { findingPlace } from "./finding-place.js";

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
  return after.verdicts.flatMap((verdict) => {
    const { workload } = after;
    const place = verdict.container?.name ?? null;
    const previous = place === null ? undefined : renamed.get(place);
    const severityBefore =
      known.get(verdict.key) ?? (previous === undefined ? undefined : known.get(keyFor(verdict, previous)));
    const wasThere = verdict.wasThere === true || isKnown(severityBefore, verdict.severity, rose);
    const state = !compared || wasThere ? "existing" : "new";
    if (verdict.isChosen && compared && state === "existing") return [];
    const object = verdict.object ?? workload.object;
    const removal = removalWords(verdict, before?.workload ?? null, previous);
    const fix = fixes.get(verdict) ?? null;
    // What a policy calls an error is none of those on which little hangs.
    const isSlight = verdict.isSlight === true && verdict.severity === "warning";
    const isUntold = isSlight && removal === "" && fix?.confidence !== "one-click";
    return {
      id: [verdict.rule, workload.id, containerKey(verdict), verdict.subject]
        .filter((part) => part !== "")
        .join(" "),
      rule: verdict.rule,
      severity: verdict.severity,
      state,
      compared,
      workload: workload.id,
      container: place,
      ...findingPlace(object, verdict.path),
      ...(isUntold ? { isUntold } : {}),
      message: `${removal}${verdict.message}`,
      waived: null,
      fix,
    };
  });
}

/** A document that names a workload kind and cannot be read is a finding: it must not pass in silence. */
export function unreadFindings(changed: readonly ChangedManifest[], policy: Policy): Finding[] {
  const severity = policy.rules["manifest-shape"] ?? "error";
  if (severity === "off") return [];
  return changed.flatMap(({ before, after }) => {
    if (after === null) return [];
    return unreadIn(after, before, after.origin.rendering?.isLenient ? "warning" : severity);
  });
}

function unreadIn(after: Manifest, before: Manifest | null, severity: Severity): Finding[] {
  const known = new Set(before?.unread.map(({ text }) => text));
  const kept = new Set(after.unread.map(({ text }) => text));
  const left = (before?.unread ?? [])
    .filter(({ text }) => !kept.has(text))
    .map((document) => ({ name: nameIn(document), fault: faultIn(document, before) }));
  // A document that the change leaves as it was stays silent, like every other one of a changed file.
  return after.unread
    .filter(({ kinds, text }) => kinds.some((kind) => KIND_INDEX.names.has(kind)) && !known.has(text))
    .map((document, index) => {
      const [name, fault] = [nameIn(document), faultIn(document, after)];
      const namesake = left.findIndex((earlier) => earlier.name === name);
      const same = namesake === -1 ? left.findIndex((earlier) => earlier.fault === fault) : namesake;
      if (same !== -1) left.splice(same, 1);
      return {
        id: `manifest-shape ${document.problem.path}#unread-${index + 1}`,
        rule: "manifest-shape",
        severity,
        state: same === -1 ? "new" : "existing",
        compared: true,
        workload: null,
        container: null,
        path: document.problem.path,
        line: document.problem.line,
        endLine: document.problem.line,
        message: `This ${kindOf(document)} cannot be read: ${document.problem.message}.`,
        waived: null,
        fix: null,
      };
    });
}

/**
 * Returns a document's first name and its fault with the line that has it: the same one is known again whatever kind the
 * document is taken for.
 */
function faultIn({ text, problem: { line, message } }: UnreadDocument, manifest: Manifest | null): string {
  // The lines of what a tool made are not those of its sources.
  const isWritten = manifest !== null && manifest.origin.rendering === undefined;
  const at = isWritten ? manifest.text.slice(manifest.lines.startOf(line), manifest.lines.endOf(line)) : "";
  return JSON.stringify([NAME.exec(text)?.[1], message, at.trim()]);
}

/** A kustomization or a template names the kinds of what it patches or holds, and is neither. */
function kindOf({ kinds, text, problem }: UnreadDocument): string {
  const workload = kinds.find((kind) => KIND_INDEX.names.has(kind));
  return holderKind(text, problem.path) ?? workload ?? (kinds[0] as string);
}

/** Returns the first name in a text that cannot be parsed: enough to know a broken document again. */
function nameIn({ kinds, text }: UnreadDocument): string {
  return `${kinds[0]} ${NAME.exec(text)?.[1] ?? ""}`;
}

const NAME = /(?:^|[{,])[ \t]*["']?name["']?[ \t]*:[ \t]*["']?([^\s"',}]+)/m;

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
  const hollowed = GATES.filter(
    (type) => provesSomething(earlier, type) && container.hollowProbes[type] !== undefined,
  );
  const names = gone.map((type) => PROBE_WORDS[type]);
  if (rule === "graceful-termination" && subject === NO_PRE_STOP && preStopOf(earlier) !== null)
    names.push("preStop hook");
  const removed = names.length === 0 ? "" : `This change removes the ${names.join(" and the ")}. `;
  if (hollowed.length === 0 || !OF_HOLLOW_GATES.has(rule)) return removed;
  const replaced = hollowed.map((type) => PROBE_WORDS[type]).join(" and the ");
  return `${removed}This change puts what proves nothing in the place of the ${replaced}. `;
}

const GATES = ["readinessProbe", "startupProbe"] as const;
/** Rules that say of a probe that it proves nothing. */
const OF_HOLLOW_GATES: ReadonlySet<RuleName> = new Set(["readiness-gate", "readiness-probe"]);
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
