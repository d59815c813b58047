/** What was not judged, and why: faults of the text, templates, patches, objects without a pod template of their own. */
import type { ChangeSet } from "../../changeset/change-set.js";
import { KIND_INDEX } from "../../kinds/kinds.js";
import { canonicalJson } from "../../manifest/json-value.js";
import { problemOf } from "../../manifest/origin.js";
import type { Problem } from "../../manifest/problem.js";
import { quoted, visible } from "../../words/quote.js";
import type { ChangedManifest } from "../../workload/changed-manifest.js";
import { borrowedTemplate } from "../../workload/kind-index.js";
import { placeholderIn } from "../../workload/read-workload.js";
import type { Workload } from "../../workload/workload.js";

/** `workloads` are those of the head, changed or not. */
export function notJudged(changed: readonly ChangedManifest[], workloads: readonly Workload[]): Problem[] {
  const changedPaths = new Set(changed.map(({ file }) => file.path));
  return [
    ...changed.flatMap(unreadTexts),
    ...workloads.filter(({ path }) => changedPaths.has(path)).flatMap((workload) => partOf(workload) ?? []),
    ...changed.flatMap(borrowedTemplates),
  ];
}

/** What the loader left out, in the order in which it did. */
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
  const templates = after.templates.filter(({ kinds }) => kinds.some((kind) => KIND_INDEX.names.has(kind)));
  return [...after.problems, ...[...after.unread, ...templates].map(({ problem }) => problem)];
}

function partOf(workload: Workload): Problem | null {
  const { object, kind } = workload;
  const placeholder = placeholderIn(workload);
  if (placeholder !== null)
    return problemOf(
      object,
      [],
      "template",
      `${kind} with a placeholder, ${quoted(placeholder)}, where a number is needed: it is not judged before that is filled in`,
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
