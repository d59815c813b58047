import { isGenerated } from "../../manifest/edit/generated-file.js";
import { get, isObject } from "../../manifest/json-value.js";
import type { Manifest, ManifestObject } from "../../manifest/manifest.js";

/** More than a separator and Helm's comment have. */
const MAX_HEAD = 2000;

/** `helm template` writes it above each document (pkg/cmd/template.go); a path with other signs is no chart's. */
const HELMS_WORD = String.raw`# Source: ([\w.-]{1,100}(?:/charts/[\w.-]{1,100}){0,9}/(?:templates|crds)/[\w./-]{1,200})[ \t]*(?:\r?\n|$)`;
/** Some put a separator that is a comment of its own above it. */
const AT_A_DOCUMENT = new RegExp(String.raw`^(?:(?:##)?---[ \t]*\r?\n)?${HELMS_WORD}`);
const BEHIND_A_SEPARATOR = new RegExp(String.raw`^---[ \t]*\r?\n${HELMS_WORD}`, "m");

/** Returns the chart's template that Helm made an object's document of, as the comment above it says; null where none does. */
export function helmTemplateOf({ document }: ManifestObject): string | null {
  // What was rendered for this review has its places in the template itself.
  if (document.manifest.origin.rendering) return null;
  return AT_A_DOCUMENT.exec(document.text.slice(0, MAX_HEAD))?.[1] ?? null;
}

/** Folders of what a test compares with what a chart renders to, by their names. */
const OF_COMPARED = /(?:^|\/)(?:baselines?|goldens?|expected|rendered|_{0,2}snapshots?_{0,2}|exports?)\//i;
/** The label that charts give their objects (helm.sh, Labels and Annotations). */
const MANAGED_BY = "app.kubernetes.io/managed-by";
const SAYS_MANAGED = /^[ \t]+app\.kubernetes\.io\/managed-by:[ \t]*["']?Helm["']?[ \t]*\r?$/m;

/** Whether Helm made an object, by its label, for a folder of what tests compare. */
function isCompared({ value, document }: ManifestObject): boolean {
  const { origin, path } = document.manifest;
  const labels = get(value, "metadata", "labels");
  return !origin.rendering && OF_COMPARED.test(path) && isObject(labels) && labels[MANAGED_BY] === "Helm";
}

const COMPARED_WORDS =
  "Helm made this, by its label, and its folder is named for what a test compares with a chart.";

/** A sentence on each reason why an edit of an object is lost, beside a reason that says nothing of it. */
export const GENERATED_WORDS = {
  generated:
    "The file says that a tool wrote it, so an edit of it would be lost: a probe belongs where the file is made.",
  compiled:
    "The file seems compiled from Jsonnet that changes with it, so an edit of it would be lost: a probe belongs in that source.",
};

/** Returns a sentence on what Helm made an object of, Markdown; null where nothing says that it did. */
export function madeBy(object: ManifestObject): string | null {
  const template = helmTemplateOf(object);
  if (template !== null) return `Helm made this of \`${template}\`, as the comment above it says.`;
  return isCompared(object) ? COMPARED_WORDS : null;
}

/** Whether an edit of an object is lost when a tool writes its file, or its document of it, again. */
export function isGeneratedObject(object: ManifestObject): boolean {
  return whyGenerated(object) !== null;
}

/** Returns why such an edit is lost; null where nothing says that it is. */
export function whyGenerated(object: ManifestObject): "generated" | "compiled" | null {
  const { manifest } = object.document;
  if (isGenerated(manifest) || helmTemplateOf(object) !== null || isCompared(object)) return "generated";
  return manifest.isCompiled ? "compiled" : null;
}

/** Whether Helm made a file, or documents of it. */
export function isOfHelm({ path, text }: Pick<Manifest, "path" | "text">): boolean {
  return BEHIND_A_SEPARATOR.test(text) || (OF_COMPARED.test(path) && SAYS_MANAGED.test(text));
}
