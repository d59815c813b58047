/** From verdicts to fixes: a probe for each container that lacks one, with an edit that was proven where it can be. */

import { isDeepStrictEqual } from "node:util";
import type { Hunk } from "../../changeset/change-set.js";
import type { Judgement, RuleVerdict } from "../../judge/judge-workload.js";
import type { InsertionPoint } from "../../manifest/edit/insert-entry.js";
import { insertionPoints } from "../../manifest/edit/insert-entry.js";
import { inPreferredOrder } from "../../manifest/edit/insertion-order.js";
import { renderBlockEntry } from "../../manifest/edit/render-entry.js";
import type { ProbeEditOutcome, ProbeOutcome } from "../../manifest/edit/rendered-probe.js";
import type { JsonObject } from "../../manifest/json-value.js";
import type { ManifestDocument, ManifestObject, WrittenValue } from "../../manifest/manifest.js";
import { shownPlace, writtenAt } from "../../manifest/origin.js";
import { strayProbe, type UnknownField } from "../../rules/unknown-field.js";
import { andList } from "../../words/list.js";
import type { Neighbours } from "../../workload/neighbours.js";
import type { Container } from "../../workload/workload.js";
import type { AdviceReason, Fix, FixOrigin } from "../findings/finding.js";
import { code } from "../write/markdown.js";
import type { EditRoom } from "./additions/additions-edit.js";
import { preStopFixes } from "./additions/pre-stop-fixes.js";
import { startupFixes } from "./additions/startup-fixes.js";
import { clickCaution } from "./cautions/click-cautions.js";
import { commentedProbe } from "./cautions/commented-probe.js";
import { fixesOf, rewritableWorkload, strayProbeFix } from "./field-fixes.js";
import { GENERATED_WORDS, madeBy, whyGenerated } from "./is-generated.js";
import { withNamedPort } from "./named-port.js";
import type { ProbeCandidate } from "./probe-candidate.js";
import { addsOnlyProbes, outcomeOf, type ProbeEdit } from "./prove-edit.js";
import { whyNotEditable } from "./rewrite.js";
import { strategyFixes } from "./strategy-fixes.js";
import { probeCandidates } from "./synthesize-probe.js";

/** A workload of the head that may be edited, with what stands around it. */
interface Editable {
  judgement: Judgement;
  neighbours: Neighbours;
  hunksOf(path: string): readonly Hunk[] | null;
}

/** A probe that passed the review, waiting for the proof of its text. */
interface Draft {
  verdict: RuleVerdict;
  origin: FixOrigin;
  probe: JsonObject;
  container: Container;
  editable: Editable;
  /** the container in a file, which may hold no more than a part of it */
  written: WrittenValue;
  points: InsertionPoint[];
  fitted: ProbeCandidate["fitted"];
  healthPath: ProbeCandidate["healthPath"];
  caution: ProbeCandidate["caution"];
}

/**
 * More containers than any pod has. Each candidate is judged with its whole pod, so a manifest of ten thousand
 * containers would take hours.
 */
export const MAX_CONTAINERS = 60;

/** Returns a fix for every verdict about a missing readinessProbe. */
export function suggestFixes(editables: readonly Editable[]): Map<RuleVerdict, Fix> {
  const fixes = new Map<RuleVerdict, Fix>();
  const drafts = new Map<ManifestDocument, Draft[]>();
  const budget: EditRoom["budget"] = { characters: MAX_PROVEN_TEXT };
  for (const editable of editables) {
    const { judgement, neighbours, hunksOf } = editable;
    for (const [verdict, fix] of fixesOf(rewritableWorkload(judgement, neighbours))) fixes.set(verdict, fix);
    for (const [verdict, fix] of strategyFixes(judgement, neighbours, editable.hunksOf))
      fixes.set(verdict, fix);
    for (const [verdict, fix] of preStopFixes(judgement, neighbours, { hunksOf, budget }))
      fixes.set(verdict, fix);
    for (const [verdict, fix] of startupFixes(judgement, neighbours, { hunksOf, budget }))
      fixes.set(verdict, fix);
    for (const verdict of judgement.verdicts) {
      if (!isAboutMissingProbe(verdict) || fixes.get(verdict)?.confidence === "one-click") continue;
      const stray = strayProbe(verdict.container as Container, judgement.workload, judgement.policy);
      if (stray !== null) {
        fixes.set(verdict, fixOf(stray, fixes) ?? strayProbeFix(stray));
        continue;
      }
      const { containers } = editable.judgement.workload;
      const outcome =
        containers.length > MAX_CONTAINERS
          ? advice({ origin: "none", probe: null, reason: null }, "not-proven")
          : draftFix(verdict, verdict.container as Container, editable);
      if ("confidence" in outcome) {
        fixes.set(verdict, outcome);
        continue;
      }
      const { document } = outcome.written.object;
      const list = drafts.get(document);
      if (list === undefined) drafts.set(document, [outcome]);
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
  const { judgement, neighbours, hunksOf } = editable;
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
  const { object } = judgement.workload;
  const written = writtenAt(object, container.path, "readinessProbe");
  const commented = written === null ? null : commentedProbe(written);
  if (offered === null || offered.probe === null) {
    const fix = withPlace(adviceFrom(left), written?.object);
    return { ...fix, caution: joined(commented, fix.caution) };
  }
  const found = {
    ...{ ...offered, probe: offered.probe },
    caution: joined(commented, offered.caution ?? null) ?? undefined,
  };
  const { origin, probe, fitted, healthPath, caution } = found;
  if (container.probes.readinessProbe !== undefined) return advice(found, "probe-written");
  const source = written?.object ?? object;
  const generated = whyGenerated(source);
  if (generated !== null) return advice({ ...found, caution: madeBy(source) ?? caution }, generated);
  // Of what a kustomization builds only building shows what an edit of its files does.
  if (written === null || object.document.manifest.origin.rendering !== undefined) {
    const outcome = renderedOutcome(object, container);
    if (outcome === null) return advice(found, whyNotEditable(object));
    return "reason" in outcome
      ? advice(found, outcome.reason)
      : renderedFix(found, outcome, container, editable);
  }
  const points = insertionPoints(written.object, written.keys, "readinessProbe");
  if (points.length === 0) return advice(found, whyNotEditable(written.object));
  const inOrder = inPreferredOrder(points, hunksOf(source.document.manifest.path));
  return {
    ...{ verdict, origin, probe, container, editable, written, points: inOrder },
    ...{ fitted, healthPath, caution },
  };
}

/** Returns what came of the probe that a container of a chart lacks; null where nobody was to try. */
function renderedOutcome(
  { document, place }: ManifestObject,
  { path }: Container,
): ProbeOutcome["edit"] | null {
  const { rendering } = document.manifest.origin;
  const found = rendering?.probes.find(
    ({ object, container }) => object === place && isDeepStrictEqual(container, path),
  );
  return found?.edit ?? (rendering?.isUnjudged ? { reason: "not-judged" } : null);
}

/** An edit of a chart, proven by rendering: the chart may have a probe of its own. */
function renderedFix(
  offered: ProbeCandidate,
  { edits, probe, containers, isAlone }: ProbeEditOutcome,
  container: Container,
  editable: Editable,
): Fix {
  const wanted = offered.probe === null ? null : withNamedPort(offered.probe, container);
  const origin = isDeepStrictEqual(probe, wanted) ? offered.origin : "chart";
  const others =
    containers > 1
      ? `The edit gives ${containers} containers a probe, as the same lines make them; for each of them it was judged.`
      : null;
  const { path } = shownPlace(editable.judgement.workload.object, container.path);
  const paths = new Set(edits.map((edit) => edit.path).filter((one) => one !== path));
  const where = paths.size === 0 ? null : `The edit is one of ${andList([...paths].map(code))}.`;
  // Of another probe than the one that was offered its words are not true.
  const own = origin === "chart" ? {} : { fitted: offered.fitted, healthPath: offered.healthPath };
  const words = origin === "chart" ? null : (offered.caution ?? null);
  return {
    ...{ origin, confidence: "one-click", text: probeText(probe), probe, edits: [...edits], reason: null },
    caution: clickCaution({ origin, probe, container }, editable.judgement, [words, where, others]),
    ...own,
    ...(isAlone === undefined ? {} : { isAlone }),
  };
}

/** Returns advice for a container without a click: the first candidate with its own reason, else that none was proven. */
function adviceFrom(candidates: readonly ProbeCandidate[]): Fix {
  const withReason = candidates.find(({ reason }) => reason !== null);
  if (withReason !== undefined) return advice(withReason, withReason.reason as AdviceReason);
  return advice(candidates[0] ?? { origin: "none", probe: null, reason: null }, "not-proven");
}

function advice(candidate: ProbeCandidate, reason: AdviceReason): Fix {
  const { origin, probe, healthPath } = candidate;
  const text = probe === null ? "" : probeText(probe);
  const caution = candidate.caution ?? null;
  return { origin, confidence: "advice", text, probe, edits: [], reason, caution, healthPath };
}

/** Adds where a probe would have to be written, where that is not the file at hand: a reason of its own says nothing of it. */
function withPlace(fix: Fix, source: ManifestObject | undefined): Fix {
  const generated = source === undefined ? null : whyGenerated(source);
  if (source === undefined || generated === null) return fix;
  const made = madeBy(source) ?? GENERATED_WORDS[generated];
  return { ...fix, caution: joined(fix.caution, made) };
}

function joined(...words: (string | null)[]): string | null {
  const told = words.filter((one) => one !== null);
  return told.length === 0 ? null : told.join(" ");
}

function probeText(probe: JsonObject): string {
  return renderBlockEntry("readinessProbe", probe, { indent: 0, step: 2, indentSeq: true }).join("\n");
}

/**
 * Text that the proofs of one document may parse, in characters: one for each container would be quadratic in what
 * one document of a pull request can hold.
 */
const MAX_PROVEN_TEXT = 16 * 1024 * 1024;

/** Proves the edits of one document. What several workloads are made of is edited once, for all of them alike. */
function proveAll(document: ManifestDocument, drafts: readonly Draft[]): [RuleVerdict, Fix][] {
  const first = new Map<string, Draft>();
  for (const draft of drafts) if (!first.has(placeKey(draft))) first.set(placeKey(draft), draft);
  const fixes = new Map(proveEach(document, [...first.values()]));
  return drafts.map((draft): [RuleVerdict, Fix] => {
    const lead = first.get(placeKey(draft)) as Draft;
    const fix = fixes.get(lead.verdict) as Fix;
    if (lead === draft || isDeepStrictEqual(lead.probe, draft.probe)) return [draft.verdict, fix];
    return [draft.verdict, advice({ ...draft, reason: null }, "not-proven")];
  });
}

function placeKey({ verdict, written: { object, keys } }: Draft): string {
  return JSON.stringify([object.root, keys, verdict.rule]);
}

/** Proves them all together, which costs one parse, and one by one only where that fails. */
function proveEach(document: ManifestDocument, drafts: readonly Draft[]): [RuleVerdict, Fix][] {
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

function editOf({ written, probe }: Draft, point: InsertionPoint): ProbeEdit {
  return { written, probe, edit: point.edit(probe) };
}

function oneClick(draft: Draft, { edit }: ProbeEdit): Fix {
  const { origin, probe, editable, fitted, healthPath } = draft;
  const caution = clickCaution(draft, editable.judgement, [draft.caution ?? null]);
  const text = probeText(probe);
  const edits = [edit];
  return { origin, confidence: "one-click", text, probe, edits, reason: null, caution, fitted, healthPath };
}
