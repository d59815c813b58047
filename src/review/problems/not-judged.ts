/**
 * Tells what was not judged, and why: faults of the text, templates, patches, objects without a pod template of their
 * own, and objects of kinds whose rollouts are not known here.
 */

import type { ChangeSet } from "../../changeset/change-set.js";
import { KIND_INDEX } from "../../kinds/kinds.js";
import { isKnownUnjudged, isUnjudged, meantAsUnjudged, UNJUDGED_NAMES } from "../../kinds/unjudged-kinds.js";
import { apiGroupOf } from "../../manifest/api-group.js";
import { asString, canonicalJson, get } from "../../manifest/json-value.js";
import type { ManifestObject } from "../../manifest/manifest.js";
import { problemOf } from "../../manifest/origin.js";
import type { Problem } from "../../manifest/problem.js";
import { quoted, shortened, visible } from "../../words/quote.js";
import { type ChangedManifest, mayHideObjects, onSide } from "../../workload/changed-manifest.js";
import { borrowedTemplate } from "../../workload/kind-index.js";
import { objectName } from "../../workload/names.js";
import { NEIGHBOUR_KINDS } from "../../workload/neighbours/read-neighbours.js";
import { placeholderIn } from "../../workload/read-workload.js";
import type { Workload } from "../../workload/workload.js";
import { cutTexts } from "./beyond-limits.js";

/** `workloads` are those of the head, changed or not. */
export function notJudged(changed: readonly ChangedManifest[], workloads: readonly Workload[]): Problem[] {
  const changedPaths = new Set(changed.map(({ file }) => file.path));
  return [
    ...changed.flatMap(unreadTexts),
    ...cutTexts(changed),
    ...workloads.filter(({ path }) => changedPaths.has(path)).flatMap((workload) => partOf(workload) ?? []),
    ...changed.flatMap(borrowedTemplates),
    ...otherKinds(changed),
  ];
}

/** Returns the files that the loader left out, in its order. */
export function omittedFiles({ omissions }: ChangeSet): Problem[] {
  return omissions.map(({ path, message, beside }) => ({
    code: beside ? "neighbours-not-loaded" : "not-loaded",
    path,
    line: 1,
    column: 1,
    message,
  }));
}

function unreadTexts({ after }: ChangedManifest): Problem[] {
  if (after === null) return [];
  const templates = after.templates.filter(({ kinds }) => kinds.some(runsPods));
  return [...after.problems, ...[...after.unread, ...templates].map(({ problem }) => problem)];
}

/** By its word alone, as a template has no group that could be trusted; a Service is mostly Kubernetes' own. */
function runsPods(kind: string): boolean {
  return KIND_INDEX.names.has(kind) || (UNJUDGED_NAMES.has(kind) && !NEIGHBOURS.has(kind));
}

const NEIGHBOURS: ReadonlySet<string> = new Set(NEIGHBOUR_KINDS);

/** Returns the objects of unjudged kinds that the change adds, alters or removes; one that only moves stays silent. */
function otherKinds(changed: readonly ChangedManifest[]): Problem[] {
  const objectsOn = (side: "before" | "after") =>
    onSide(changed, side).flatMap(({ objects }) => objects.filter(isUnjudged));
  const [old, now] = [objectsOn("before"), objectsOn("after")];
  const oldValues = new Set(old.map(({ value }) => canonicalJson(value)));
  const left = new Set(now.map(keyOf));
  const slips = new Set(now.flatMap((object) => keyAs(object, meantAsUnjudged(object)) ?? []));
  const hidden = new Set(changed.flatMap((one) => (mayHideObjects(one) ? (one.before?.path ?? []) : [])));
  const renamed = new Map(changed.map(({ file }) => [file.previousPath ?? file.path, file.path]));
  return [
    ...now
      .filter(({ value }) => !oldValues.has(canonicalJson(value)))
      .map((object) => problemOf(object, [], "other-kind", `${nameOf(object)}: ${whyUnjudged(object)}`)),
    ...old
      .filter(
        (object) =>
          isKnownUnjudged(object) &&
          !left.has(keyOf(object)) &&
          !slips.has(keyAs(object, object.kind) ?? "") &&
          !hidden.has(object.document.manifest.path),
      )
      .map((object): Problem => {
        const { path } = object.document.manifest;
        const message = `${nameOf(object)}, which the change removes: this kind is not judged`;
        return { code: "other-kind", path: renamed.get(path) ?? path, line: 1, column: 1, message };
      }),
  ];
}

/** Also what is meant, where no API server has such a kind. */
function whyUnjudged(object: ManifestObject): string {
  const meant = meantAsUnjudged(object);
  if (meant === null) return "this kind is not judged";
  return meant === object.kind
    ? `this kind is not judged, and the apiVersion looks like a slip, as it has no ${meant}`
    : `this kind is not judged, and it looks like a slip of ${quoted(meant)}`;
}

/** The same for one object in whatever version it is written. */
function keyOf({ kind, apiVersion, value }: ManifestObject): string {
  const group = apiGroupOf(apiVersion);
  return JSON.stringify([group, kind, get(value, "metadata", "namespace"), get(value, "metadata", "name")]);
}

/** The same for one object whose kind or group may be a slip; null without a kind that is meant. */
function keyAs({ value }: ManifestObject, kind: string | null): string | null {
  if (kind === null) return null;
  return JSON.stringify([kind, get(value, "metadata", "namespace"), get(value, "metadata", "name")]);
}

/** "StatefulSet “db” of apps.kruise.io/v1alpha1" */
function nameOf({ kind, apiVersion, value }: ManifestObject): string {
  const name = asString(get(value, "metadata", "name"));
  return `${name === null ? kind : objectName({ kind, name })} of ${shortened(visible(apiVersion), 80)}`;
}

function partOf(workload: Workload): Problem | null {
  const { object, kind } = workload;
  const placeholder = placeholderIn(workload);
  if (placeholder !== null)
    return problemOf(
      object,
      [],
      "template",
      `${kind} with a placeholder, ${quoted(shortened(placeholder, 100))}, where a ${placeholder.startsWith("[") ? "value" : "number"} is needed: it is not judged before that is filled in`,
    );
  if (workload.partial)
    return problemOf(object, [], "patch", `a patch of a ${kind}: judged only on what it states`);
  // Its numbers are null: the finding says what is wrong, this says that nothing was computed.
  if (workload.containers.length === 0)
    return problemOf(object, [], "shape", `${kind} without a readable pod template: no numbers`);
  return null;
}

/** Objects whose pods come from another object's template: what they would roll out stands elsewhere. */
function borrowedTemplates({ before, after }: ChangedManifest): Problem[] {
  const known = new Set((before?.objects ?? []).map(({ value }) => canonicalJson(value)));
  return (after?.objects ?? []).flatMap((object) => {
    const reference = borrowedTemplate(object, KIND_INDEX);
    if (reference === null || known.has(canonicalJson(object.value))) return [];
    const name = reference.name === null ? "" : ` ${quoted(reference.name)}`;
    const whose = `${visible(reference.kind ?? "another object").slice(0, 63)}${name}`;
    const message = `${object.kind} that takes its pod template from ${whose} (${reference.field}): it is not judged`;
    return [problemOf(object, [], "workload-ref", message)];
  });
}
