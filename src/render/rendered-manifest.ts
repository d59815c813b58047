/** What a tool printed, as a manifest whose places are those of the sources. */
import { get, isObject, type JsonObject, type KeyPath, replacedAt } from "../manifest/json-value.js";
import { linesAt } from "../manifest/locate.js";
import type { Manifest, ManifestObject, Origin, SourcePlace, UnreadDocument } from "../manifest/manifest.js";
import type { Problem } from "../manifest/problem.js";
import { type RenderedSide, type RenderedText, type SourceSpot, spotOf } from "./rendering.js";
import type { WrittenFiles } from "./written-values.js";

type Rendered = RenderedSide & { kind: "rendered" };

/** Gives a manifest of a rendered text the origin of its rendering, and its faults the places of the sources. `written` are the files of the head. */
export function withRenderedOrigin(
  manifest: Manifest,
  side: Rendered,
  text: RenderedText,
  origin: Required<Pick<Origin, "scope" | "id" | "rendering">>,
  written: WrittenFiles | null,
): Manifest {
  const placeAt = (startLine: number, endLine: number) => sourcePlace(side, text, startLine, endLine);
  const placeOf = (object: ManifestObject, keys: KeyPath) => {
    const { startLine, endLine } = linesAt(object, keys);
    return placeAt(startLine, endLine);
  };
  const writtenAt = written?.finder(text, placeOf) ?? null;
  manifest.origin = { ...origin, placeOf, ...(writtenAt === null ? {} : { writtenAt }) };
  const { tool } = origin.rendering;
  const applied = manifest.objects.filter((object) => isApplied(object, tool));
  manifest.objects = applied.map((object) => withAdded(object, text));
  const moved = (problem: Problem): Problem => {
    const { path, line } = placeAt(problem.line, problem.line) ?? { path: text.path, line: 1 };
    return { ...problem, path, line, column: 1 };
  };
  const movedDocument = (document: UnreadDocument): UnreadDocument => {
    const problem = moved(document.problem);
    const end = placeAt(document.problem.line, document.endLine)?.endLine ?? problem.line;
    return { ...document, problem, endLine: Math.max(end, problem.line) };
  };
  manifest.problems = manifest.problems.map(moved);
  manifest.unread = manifest.unread.map(movedDocument);
  manifest.templates = manifest.templates.map(movedDocument);
  manifest.cut = manifest.cut === null ? null : moved(manifest.cut);
  return manifest;
}

/** Edits that are made show in the value alone. */
function withAdded(object: ManifestObject, { added = [], values = [] }: RenderedText): ManifestObject {
  const own = added.filter((one) => one.object === object.place);
  const made = values.find((one) => one.object === object.place)?.value ?? object.value;
  const value = own.reduce((current, { container, probe }) => withValue(current, container, probe), made);
  return value === object.value ? object : { ...object, value };
}

function withValue(value: JsonObject, container: KeyPath, probe: JsonObject): JsonObject {
  const known = get(value, ...container);
  return isObject(known) ? replacedAt(value, container, { ...known, readinessProbe: probe }) : value;
}

/**
 * Returns the lines of a source that rendered lines came from: from where the first of them stands, to the last that stands
 * in the same file and was reached in the same way. What an action printed over several lines is the action's own line.
 */
function sourcePlace(
  side: Rendered,
  text: RenderedText,
  startLine: number,
  endLine: number,
): SourcePlace | null {
  const first = spotOf(side, text, startLine)?.spot ?? null;
  if (first === null || first.path === null) return null;
  let last = first.line;
  for (let line = startLine + 1; line <= endLine; line++) {
    const spot = spotOf(side, text, line)?.spot;
    if (spot !== undefined && isBeside(spot, first)) last = Math.max(last, spot.line);
  }
  return { path: first.path, line: first.line, endLine: last, editable: false };
}

function isBeside(spot: SourceSpot, first: SourceSpot): boolean {
  return spot.path === first.path && spot.via === first.via;
}

/** Hooks that Helm makes for a test, or before and after it deletes something: they are not there while the release runs. */
const GONE_HOOKS = /^(?:test|test-success|test-failure|pre-delete|post-delete|pre-rollback|post-rollback)$/;
/** What has another among its hooks, Helm leaves out altogether (helm: pkg/release/v1/util/manifest_sorter.go). */
const HOOKS = /^(?:(?:pre|post)-(?:install|upgrade|delete|rollback)|test|test-success)$/;

function isApplied({ value }: ManifestObject, tool: "helm" | "kustomize"): boolean {
  const annotation = get(value, "metadata", "annotations", "helm.sh/hook");
  if (typeof annotation !== "string") return true;
  const hooks = annotation.split(",").map((hook) => hook.trim().toLowerCase());
  if (tool === "helm" && !hooks.every((hook) => HOOKS.test(hook))) return false;
  return !hooks.every((hook) => GONE_HOOKS.test(hook));
}
