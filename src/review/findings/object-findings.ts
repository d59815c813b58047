/** Findings on the objects beside workloads that a change touches: Services, autoscalers, budgets. */

import { rootType } from "../../api-server/fields/field-types.js";
import { judgeObject } from "../../judge/judge-object.js";
import type { RuleVerdict } from "../../judge/judge-workload.js";
import { apiGroupOf } from "../../manifest/api-group.js";
import { asString, get } from "../../manifest/json-value.js";
import type { ManifestObject } from "../../manifest/manifest.js";
import { shownPlace } from "../../manifest/origin.js";
import type { Policy } from "../../policy/policy.js";
import type { Unpaired } from "../../workload/hidden-objects.js";
import type { Sight } from "../../workload/sight/sight.js";
import type { Waived } from "./apply-waivers.js";
import type { Finding, Fix } from "./finding.js";
import { findingPlace } from "./finding-place.js";
import type { ObjectPair } from "./pair-objects.js";

/** An object that the change touches, as it was and as it is. */
interface ChangedObject {
  before: ManifestObject | null;
  /** what the base has in its stead under another name, where it has no namesake */
  renamedFrom: ManifestObject | null;
  after: ManifestObject;
  /** it is no patch, and no kustomization adds to it */
  isWhole: boolean;
  /** the base may have had it in an unreadable place */
  isHiddenAtBase: boolean;
}

/** Returns the objects that differ from their namesakes at the base; moved ones and changed comments stay silent. */
export function changedObjects(
  pairs: readonly ObjectPair[],
  isWhole: (object: ManifestObject) => boolean,
  isHidden: (object: Unpaired) => boolean,
): ChangedObject[] {
  return pairs.flatMap(({ before, renamedFrom, after, isSame }) => {
    if (isSame) return [];
    const isHiddenAtBase = before === null && isHidden(unpaired(after));
    return [{ before, renamedFrom, after, isWhole: isWhole(after), isHiddenAtBase }];
  });
}

export interface JudgedObject extends ChangedObject {
  /** the change itself touches it; else only what it aims at or counts on */
  isTouched: boolean;
  /** what stood around it at the base; null where there was none of it, or that is not seen in full */
  sightBefore: Sight | null;
  verdicts: RuleVerdict[];
  /** ids of the workloads that it was meant to lead to and, as no other Service does, leads to no pod of */
  missed: readonly string[];
}

export function objectFindings(
  { before, renamedFrom, after, isWhole, isHiddenAtBase, sightBefore, verdicts }: JudgedObject,
  policy: Policy,
  fixes: ReadonlyMap<RuleVerdict, Fix>,
): Finding[] {
  if (verdicts.length === 0) return [];
  // Under its old name it may have had the same fault.
  const old = before ?? renamedFrom;
  const known = new Set(
    old === null
      ? []
      : judgeObject(
          asKnown(old, after),
          { before: null, isWhole, sight: sightBefore, sightBefore: null, everyStage: true },
          policy,
        ).map(({ key }) => key),
  );
  return verdicts.map((verdict) => {
    return {
      id: `${verdict.rule} ${objectId(after)} ${verdict.subject}`,
      rule: verdict.rule,
      severity: verdict.severity,
      state: isHiddenAtBase || verdict.wasThere === true || known.has(verdict.key) ? "existing" : "new",
      compared: !isHiddenAtBase,
      workload: null,
      object: objectId(after),
      container: null,
      ...findingPlace(after, verdict.path),
      message: verdict.message,
      waived: null,
      fix: fixes.get(verdict) ?? null,
    };
  });
}

/** Returns the base under an apiVersion that can be judged: a misspelt or bygone one makes no finding new. */
function asKnown(before: ManifestObject, { apiVersion }: ManifestObject): ManifestObject {
  if (rootType(before.apiVersion, before.kind) !== null) return before;
  return { ...before, apiVersion, value: { ...before.value, apiVersion } };
}

/** By whom an object's findings can be waived: the policy alone. */
export function waivedObject({ after }: ChangedObject): Waived {
  const { kind } = after;
  const [namespace, name] = [namespaceOf(after), namedAs(after)];
  const { path } = shownPlace(after, []);
  return { report: { id: objectId(after), kind, namespace, name, path }, waivers: [] };
}

/** Formed as the id of a workload is. */
export function objectId(object: ManifestObject): string {
  const { id } = object.document.manifest.origin;
  const name = namedAs(object);
  if (name === null) return `${id}#${object.place}`;
  return `${id}#${apiGroupOf(object.apiVersion)}/${object.kind}/${namespaceOf(object) ?? ""}/${name}`;
}

function unpaired(object: ManifestObject): Unpaired {
  const { apiVersion, kind, document } = object;
  return { manifest: document.manifest, apiVersion, kind, name: namedAs(object) };
}

function namespaceOf({ value }: ManifestObject): string | null {
  return asString(get(value, "metadata", "namespace"));
}

function namedAs({ value }: ManifestObject): string | null {
  return asString(get(value, "metadata", "name"));
}
