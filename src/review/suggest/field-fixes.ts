/** Fixes for fields that the API server does not know: the field under its right name, or at its right place. */
import { fieldFaults } from "../../api-server/decode-object.js";
import type { Refusal } from "../../api-server/refusal.js";
import { judgeObject } from "../../judge/judge-object.js";
import { type Judgement, judgeWorkload, type RuleVerdict } from "../../judge/judge-workload.js";
import { renderBlockEntry } from "../../manifest/edit/render-entry.js";
import { isObject, type JsonObject, type KeyPath } from "../../manifest/json-value.js";
import type { ManifestObject } from "../../manifest/manifest.js";
import { kubernetesMinors, refusingMinors } from "../../policy/kubernetes-version.js";
import type { Policy } from "../../policy/policy.js";
import type { RuleName } from "../../policy/rule-names.js";
import { neighbourRefusals } from "../../rules/refused-object.js";
import { type UnknownField, unknownFields } from "../../rules/unknown-field.js";
import { isTakenIn } from "../../workload/neighbours/is-built-upon.js";
import type { Neighbours } from "../../workload/neighbours.js";
import { readWorkload } from "../../workload/read-workload.js";
import type { Workload } from "../../workload/workload.js";
import { workloadRefusals } from "../../workload/workload-refusals.js";
import type { AdviceReason, Fix } from "../findings/finding.js";
import { type JudgedObject, objectId } from "../findings/object-findings.js";
import { isGeneratedObject, madeBy, whyGenerated } from "./is-generated.js";
import { meansNothing } from "./means-nothing.js";
import { isNotWorse } from "./prove-edit.js";
import { retyped } from "./retype.js";
import { type Rewrite, rewriteEdit, rewrittenValue, whyNotEditable } from "./rewrite.js";

/** An object that may be edited, and how it is judged with another value. */
interface Rewritable {
  object: ManifestObject;
  policy: Policy;
  verdicts: readonly RuleVerdict[];
  /** no patch, in which an empty list may take away what it is laid over */
  isWhole: boolean;
  /** a kustomization gives its selectors labels of its own */
  isLabelled: boolean;
  /**
   * whether an object with this value has none of these findings any more, no new one, no new reason to be refused, and no
   * higher worst case
   */
  isMended(value: JsonObject, findings: readonly RuleVerdict[]): boolean;
}

export function rewritableWorkload(judgement: Judgement, neighbours: Neighbours): Rewritable {
  const { workload, policy, verdicts, change } = judgement;
  const { object } = workload;
  // A refused object has no numbers: what they tell once it is accepted was so before.
  const asAccepted = (one: Workload) => judgeWorkload(one, neighbours, policy, change, true);
  return {
    object,
    policy,
    verdicts,
    isWhole: !workload.partial,
    isLabelled: isTakenIn(workload.path, { builtUpon: neighbours.labelledUpon }),
    isMended(value, findings) {
      const again = readWorkload({ ...object, value }, workload.traits, neighbours);
      const refusals = (one: Workload) => workloadRefusals(one, neighbours, kubernetesMinors(policy), true);
      if (isRefusedAnew(refusals(workload), refusals(again))) return false;
      const after = asAccepted(again);
      // Under another name it would be another workload.
      if (again.id !== workload.id || again.partial !== workload.partial) return false;
      // What was dropped in silence at the base may be one of the values that can never be changed.
      if (change.recreated === null && change.recreatedAs(again) !== null) return false;
      const before = asAccepted(workload);
      const known = [...verdicts, ...before.verdicts];
      return isMended(known, after.verdicts, findings) && isNotWorse(before, after);
    },
  };
}

/** Fixes for an object that is no workload. */
export function fixesOfObject(
  { before, after, isWhole, verdicts }: JudgedObject,
  policy: Policy,
): Map<RuleVerdict, Fix> {
  const refusals = (one: ManifestObject) =>
    neighbourRefusals(one, { before, isWhole, everyStage: true }, kubernetesMinors(policy));
  return fixesOf({
    object: after,
    policy,
    verdicts,
    isWhole,
    isLabelled: false,
    isMended(value, findings) {
      const again = { ...after, value };
      return (
        objectId(again) === objectId(after) &&
        !isRefusedAnew(refusals(after), refusals(again)) &&
        isMended(
          verdicts,
          judgeObject(again, { before, isWhole, sight: null, sightBefore: null }, policy),
          findings,
        )
      );
    },
  });
}

/** Whether an object is refused for a reason that it was not before: what is moved may be in another's way, or be no value there. */
function isRefusedAnew(before: readonly Refusal[], after: readonly Refusal[]): boolean {
  const reason = ({ path, message }: Refusal) => JSON.stringify([path, message]);
  const known = new Set(before.map(reason));
  return after.some((refusal) => !known.has(reason(refusal)));
}

function isMended(
  before: readonly RuleVerdict[],
  after: readonly RuleVerdict[],
  findings: readonly RuleVerdict[],
): boolean {
  const known = new Map(before.map(({ key, severity }) => [key, severity]));
  const mended = new Set(findings.map(({ key }) => key));
  return after.every(
    ({ key, severity }) =>
      known.has(key) && !mended.has(key) && (severity === "warning" || known.get(key) === "error"),
  );
}

/** Faults of one object that one edit mends, such as fields that leave one mapping for another. */
interface Group {
  fields: UnknownField[];
  rewrites: Rewrite[];
}

/** More faults in one object than anybody made one by one. */
const MAX_GROUPS = 20;

/** Returns the fixes of all that is written already, and only not as or where it should be. */
export function fixesOf(rewritable: Rewritable): Map<RuleVerdict, Fix> {
  return new Map([...fieldFixes(rewritable), ...typeFixes(rewritable)]);
}

/** Returns a fix for each unknown field of which it is known what it is meant as. */
function fieldFixes(rewritable: Rewritable): Map<RuleVerdict, Fix> {
  const { object, policy, verdicts } = rewritable;
  const fixes = new Map<RuleVerdict, Fix>();
  const told = verdicts.filter(({ rule }) => rule === "unknown-field");
  if (told.length === 0) return fixes;
  const fields = unknownFields(object, policy);
  for (const { fields: together, rewrites } of groupsOf(fields).slice(0, MAX_GROUPS)) {
    const findings = together.flatMap(
      ({ fault }) => told.find(({ path }) => samePath(path, fault.path)) ?? [],
    );
    if (findings.length < together.length) continue;
    const fix =
      deletionOf(together, findings, rewritable) ?? fixFor(together, rewrites, findings, rewritable);
    for (const finding of findings) fixes.set(finding, fix);
  }
  return fixes;
}

/** Rules that tell of a value of a wrong type: where the numbers of a rollout come from, their own. */
const OF_WRONG_TYPES: ReadonlySet<RuleName> = new Set([
  "refused-object",
  "invalid-rollout",
  "manifest-shape",
]);

/** Returns a fix for each scalar of a wrong type that needs no more than quotes, or none, to have the right one. */
function typeFixes(rewritable: Rewritable): Map<RuleVerdict, Fix> {
  const { object, policy, verdicts } = rewritable;
  const fixes = new Map<RuleVerdict, Fix>();
  const { apiVersion, kind, value } = object;
  const faults = (fieldFaults(apiVersion, kind, value, refusingMinors(policy)) ?? []).filter(
    ({ stage }) => stage === "decode",
  );
  if (faults.length === 0) return fixes;
  const told = verdicts.filter(({ rule }) => OF_WRONG_TYPES.has(rule));
  for (const finding of told.slice(0, MAX_GROUPS)) {
    const fault = faults.find(({ path }) => samePath(path, finding.path));
    const rewrite = fault === undefined ? null : retyped(object, fault);
    if (rewrite === null) continue;
    const name = fault?.path.findLast((key) => typeof key === "string") ?? "";
    const advice = (reason: AdviceReason) => adviceOn("retyped-value", name as string, rewrite.value, reason);
    const generated = whyGenerated(object);
    if (generated !== null) {
      fixes.set(finding, { ...advice(generated), caution: madeBy(object) });
      continue;
    }
    const edit = rewritable.isMended(rewrittenValue(value, [rewrite]), [finding])
      ? rewriteEdit(object, [rewrite])
      : undefined;
    if (edit === undefined) fixes.set(finding, advice("not-proven"));
    else if (edit === null) fixes.set(finding, advice("not-editable"));
    else
      fixes.set(finding, { ...advice("not-proven"), confidence: "one-click", edits: [edit], reason: null });
  }
  return fixes;
}

/** Returns the advice for a container whose probe stands elsewhere, where no edit moves it. */
export function strayProbeFix({ fault, guess }: UnknownField): Fix {
  const probe = isObject(fault.value) ? fault.value : null;
  const reason = guess?.certain ? "not-proven" : "no-single-place";
  return { ...adviceOn("moved-field", "readinessProbe", fault.value, reason), probe };
}

function groupsOf(fields: readonly UnknownField[]): Group[] {
  const groups = new Map<string, Group>();
  for (const field of fields) {
    const { path } = field.fault;
    const [place] = field.guess?.places ?? [];
    if (field.guess === null || place === undefined) continue;
    const moves = field.guess.name === path.at(-1);
    const key = JSON.stringify(moves ? [path.slice(0, -1), place] : path);
    const rewrite: Rewrite = moves
      ? { kind: "move", path, place }
      : { kind: "rename", path, name: field.guess.name };
    const group = groups.get(key) ?? { fields: [], rewrites: [] };
    group.fields.push(field);
    // Each comes right behind what it stood in, so that the last one first keeps their order, or behind all that is there.
    if (moves && isBehindAll(path, place)) group.rewrites.push(rewrite);
    else group.rewrites.unshift(rewrite);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Whether a field goes into a mapping beside it; those of a list are looked into for what it belongs to. */
function isBehindAll(path: KeyPath, place: KeyPath): boolean {
  return place.length === path.length && typeof place.at(-1) === "string";
}

/**
 * Returns the deletion of fields that stand at a wrong place and are empty, since moving them would change as little;
 * null where one of them says something, or no edit takes them away.
 */
function deletionOf(
  fields: readonly UnknownField[],
  findings: readonly RuleVerdict[],
  { object, isWhole, isMended }: Rewritable,
): Fix | null {
  const isEmpty = ({ fault: { path, value }, guess }: UnknownField) =>
    guess !== null && guess.name === path.at(-1) && meansNothing(guess.name, value);
  if (!isWhole || !fields.every(isEmpty) || isGeneratedObject(object)) return null;
  const rewrites = fields.map(({ fault: { path } }): Rewrite => ({ kind: "delete", path }));
  if (!isMended(rewrittenValue(object.value, rewrites), findings)) return null;
  const edit = rewriteEdit(object, rewrites);
  if (edit === null) return null;
  const value = Object.fromEntries(fields.map(({ fault: { path, value } }) => [path.at(-1), value]));
  const words = adviceOn("deleted-field", null, value, "not-proven");
  return { ...words, confidence: "one-click", edits: [edit], reason: null };
}

function fixFor(
  fields: readonly UnknownField[],
  rewrites: readonly Rewrite[],
  findings: readonly RuleVerdict[],
  { object, isLabelled, isMended }: Rewritable,
): Fix {
  const [{ fault, guess }] = fields as [UnknownField];
  const origin = rewrites[0]?.kind === "move" ? "moved-field" : "renamed-field";
  const name = guess?.name ?? "";
  const value =
    fields.length === 1
      ? fault.value
      : Object.fromEntries(fields.map((one) => [one.guess?.name, one.fault.value]));
  const words = (reason: AdviceReason) => adviceOn(origin, fields.length === 1 ? name : null, value, reason);
  const probe = name === "readinessProbe" && isObject(fault.value) ? fault.value : null;
  if (fields.some((one) => !one.guess?.certain)) return { ...words("no-single-place"), probe };
  if (!isMended(rewrittenValue(object.value, rewrites), findings)) return { ...words("not-proven"), probe };
  if (isLabelled && rewrites.some(isOfSelector)) return { ...words("not-proven"), caution: LABELLED };
  const edit = rewriteEdit(object, rewrites);
  if (edit === null) return { ...words(whyNotEditable(object)), probe };
  const generated = whyGenerated(object);
  if (generated !== null) return { ...words(generated), probe, caution: madeBy(object) };
  return { ...words("not-editable"), probe, confidence: "one-click", edits: [edit], reason: null };
}

/**
 * Where kustomize writes labels into selectors, the live one may hold those alone, as clients without strict validation drop
 * what is unknown; and a selector in apps/v1 never changes (registry/apps/deployment/strategy.go: ValidateUpdate).
 */
const LABELLED =
  "A kustomization gives this selector labels of its own, so the object in the cluster may be without these, and its selector cannot be changed there.";

function isOfSelector({ path }: Rewrite): boolean {
  return path[0] === "spec" && path[1] === "selector";
}

function adviceOn(origin: Fix["origin"], name: string | null, value: unknown, reason: AdviceReason): Fix {
  const style = { indent: 0, step: 2, indentSeq: true };
  const entries = name === null ? Object.entries(value as JsonObject) : [[name, value] as const];
  const text = entries.flatMap(([key, one]) => renderBlockEntry(key, one, style)).join("\n");
  return { origin, confidence: "advice", text, probe: null, edits: [], reason, caution: null };
}

function samePath(left: KeyPath, right: KeyPath): boolean {
  return left.length === right.length && left.every((key, index) => key === right[index]);
}
