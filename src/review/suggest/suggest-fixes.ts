/** From verdicts to fixes: a probe for each container that lacks one, with an edit that was proven where it can be. */

import type { Hunk } from "../../changeset/change-set.js";
import type { Judgement, RuleVerdict } from "../../judge/judge-workload.js";
import { kindOf } from "../../kinds/kinds.js";
import type { InsertionPoint } from "../../manifest/edit/insert-entry.js";
import { insertionPoints } from "../../manifest/edit/insert-entry.js";
import { renderBlockEntry } from "../../manifest/edit/render-entry.js";
import type { JsonObject } from "../../manifest/json-value.js";
import type { ManifestDocument } from "../../manifest/manifest.js";
import { strayProbe, type UnknownField } from "../../rules/unknown-field.js";
import type { Container, Neighbours } from "../../workload/workload.js";
import type { AdviceReason, Fix, FixOrigin } from "../findings/finding.js";
import { fixesOf, rewritableWorkload, strayProbeFix } from "./field-fixes.js";
import { inPreferredOrder } from "./insertion-order.js";
import { addsOnlyProbes, outcomeOf, type ProbeEdit } from "./prove-edit.js";
import { whyNotEditable } from "./rewrite.js";
import { type ProbeCandidate, probeCandidates } from "./synthesize-probe.js";

/** A workload of the head that may be edited, with what stands around it. */
interface Editable {
  judgement: Judgement;
  neighbours: Neighbours;
  hunks: readonly Hunk[] | null;
}

/** A probe that passed the review, waiting for the proof of its text. */
interface Draft {
  verdict: RuleVerdict;
  origin: FixOrigin;
  probe: JsonObject;
  container: Container;
  editable: Editable;
  points: InsertionPoint[];
}

/**
 * More containers than any pod has. Each candidate is judged with its whole pod, so a manifest of ten thousand
 * containers would take hours.
 */
const MAX_CONTAINERS = 60;

/** Returns a fix for every verdict about a missing readinessProbe. */
export function suggestFixes(editables: readonly Editable[]): Map<RuleVerdict, Fix> {
  const fixes = new Map<RuleVerdict, Fix>();
  const drafts = new Map<ManifestDocument, Draft[]>();
  for (const editable of editables) {
    const { judgement, neighbours } = editable;
    for (const [verdict, fix] of fixesOf(rewritableWorkload(judgement, neighbours))) fixes.set(verdict, fix);
    for (const verdict of judgement.verdicts) {
      if (!isAboutMissingProbe(verdict)) continue;
      const stray = strayProbe(verdict.container as Container, judgement.workload, judgement.policy);
      if (stray !== null) {
        fixes.set(verdict, fixOf(stray, fixes) ?? strayProbeFix(stray));
        continue;
      }
      const { object, containers } = editable.judgement.workload;
      const outcome =
        containers.length > MAX_CONTAINERS
          ? advice({ origin: "none", probe: null, reason: null }, "not-proven")
          : draftFix(verdict, verdict.container as Container, editable);
      if ("confidence" in outcome) {
        fixes.set(verdict, outcome);
        continue;
      }
      const list = drafts.get(object.document);
      if (list === undefined) drafts.set(object.document, [outcome]);
      else list.push(outcome);
    }
  }
  for (const [document, list] of drafts) {
    for (const [verdict, fix] of proveAll(document, list)) fixes.set(verdict, fix);
  }
  return fixes;
}

/** Returns the fix of an unknown field, which mends what comes of it as well. */
function fixOf({ fault }: UnknownField, fixes: ReadonlyMap<RuleVerdict, Fix>): Fix | null {
  for (const [{ rule, path }, fix] of fixes)
    if (rule === "unknown-field" && path.join() === fault.path.join()) return fix;
  return null;
}

function isAboutMissingProbe({ rule, container }: RuleVerdict): boolean {
  return container !== null && (rule === "readiness-gate" || rule === "readiness-probe");
}

function draftFix(verdict: RuleVerdict, container: Container, editable: Editable): Draft | Fix {
  const { judgement, neighbours, hunks } = editable;
  const candidates = probeCandidates(container, judgement, neighbours);
  const left: ProbeCandidate[] = [];
  let offered: ProbeCandidate | null = null;
  for (const candidate of candidates) {
    const { probe, reason } = candidate;
    const outcome =
      reason !== null || probe === null ? "doubtful" : outcomeOf(judgement, container, probe, neighbours);
    if (outcome === "mends") {
      offered = candidate;
      break;
    }
    // A probe that is an error itself is not worth a word.
    if (outcome === "doubtful") left.push(candidate);
  }
  if (offered?.probe == null) return adviceFrom(left);
  const { origin, probe } = offered;
  const { object } = judgement.workload;
  const points = inPreferredOrder(insertionPoints(object, container.path, "readinessProbe"), hunks);
  if (points.length === 0) return advice(offered, whyNotEditable(object));
  return { verdict, origin, probe, container, editable, points };
}

/** Returns advice for a container without a click: the first candidate with its own reason, else that none was proven. */
function adviceFrom(candidates: readonly ProbeCandidate[]): Fix {
  const withReason = candidates.find(({ reason }) => reason !== null);
  if (withReason !== undefined) return advice(withReason, withReason.reason as AdviceReason);
  return advice(candidates[0] ?? { origin: "none", probe: null, reason: null }, "not-proven");
}

function advice({ origin, probe }: ProbeCandidate, reason: AdviceReason): Fix {
  const text = probe === null ? "" : probeText(probe);
  return { origin, confidence: "advice", text, probe, edits: [], reason, caution: null };
}

function probeText(probe: JsonObject): string {
  return renderBlockEntry("readinessProbe", probe, { indent: 0, step: 2, indentSeq: true }).join("\n");
}

/**
 * Text that the proofs of one document may parse, in characters: one for each container would be quadratic in what
 * one document of a pull request can hold.
 */
const MAX_PROVEN_TEXT = 16 * 1024 * 1024;

/** Proves the edits of one document: all together, which costs one parse, and one by one only where that fails. */
function proveAll(document: ManifestDocument, drafts: readonly Draft[]): [RuleVerdict, Fix][] {
  const taken = new Set<number>();
  const placed = drafts.map((draft) => {
    // An edit replaces a whole line: of two on one line, the later would undo the earlier.
    const point = draft.points.find(({ line }) => !taken.has(line));
    if (point !== undefined) taken.add(point.line);
    return { draft, edit: point === undefined ? null : editOf(draft, point) };
  });
  const edits = placed.flatMap(({ edit }) => edit ?? []);
  // A container's addition can reach others through an alias or a merge key: together they would hide it.
  const together = !document.text.includes("*") && addsOnlyProbes(document, edits);
  let left = MAX_PROVEN_TEXT;
  return placed.map(({ draft, edit }): [RuleVerdict, Fix] => {
    if (edit === null) return [draft.verdict, advice({ ...draft, reason: null }, "not-editable")];
    if (together) return [draft.verdict, oneClick(draft, edit)];
    const others = draft.points.filter(({ line }) => !taken.has(line)).map((point) => editOf(draft, point));
    const proven = [edit, ...others].find((one) => {
      left -= document.text.length;
      return left >= 0 && addsOnlyProbes(document, [one]);
    });
    if (proven === undefined) return [draft.verdict, advice({ ...draft, reason: null }, "not-proven")];
    taken.add(proven.edit.startLine);
    return [draft.verdict, oneClick(draft, proven)];
  });
}

function editOf({ editable, container, probe }: Draft, point: InsertionPoint): ProbeEdit {
  const edit = point.edit(probe);
  return { object: editable.judgement.workload.object, container, probe, edit };
}

function oneClick({ origin, probe, editable }: Draft, { edit }: ProbeEdit): Fix {
  const caution = cautionFor(origin, editable.judgement);
  const text = probeText(probe);
  return { origin, confidence: "one-click", text, probe, edits: [edit], reason: null, caution };
}

/**
 * Where a pod is created only when the one before it is ready, a member of a cluster that waits for its peers before it
 * opens a port would wait for ever. A single server's own check does not.
 */
function cautionFor(origin: FixOrigin, { workload, analysis }: Judgement): string | null {
  const alone = (analysis.rollout.replicas?.max ?? 1) <= 1;
  if (alone || origin === "image") return null;
  return kindOf(workload).risks.startsInOrder(workload);
}
