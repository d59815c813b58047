/** What renderings become by edits that were proven, without rendering again. */
import type { SourceEdit } from "../manifest/edit/source-edit.js";
import { type EditedFile, editedObjects } from "./kustomize/edited-objects.js";
import type { AddedProbe, Rendering } from "./rendering.js";

/**
 * Returns the renderings with edits made: what a chart prints has the probes that rendering has shown, and what a
 * kustomization builds of a file is what the file becomes.
 */
export function withEditsMade(
  renderings: readonly Rendering[],
  made: readonly (readonly SourceEdit[])[],
  files: ReadonlyMap<string, EditedFile>,
): readonly Rendering[] {
  return withFilesEdited(withProbes(renderings, made), files);
}

function withFilesEdited(
  renderings: readonly Rendering[],
  files: ReadonlyMap<string, EditedFile>,
): readonly Rendering[] {
  return renderings.map((rendering): Rendering => {
    const { tool, after } = rendering;
    if (tool !== "kustomize" || after?.kind !== "rendered") return rendering;
    const texts = after.texts.map((text) => {
      const file = text.edits === undefined ? undefined : files.get(text.path);
      return file === undefined ? text : { ...text, values: editedObjects(text, file) };
    });
    return { ...rendering, after: { ...after, texts } };
  });
}

function withProbes(
  renderings: readonly Rendering[],
  made: readonly (readonly SourceEdit[])[],
): readonly Rendering[] {
  const keys = new Set(made.map((edits) => JSON.stringify(edits)));
  return renderings.map((rendering): Rendering => {
    const { after } = rendering;
    if (after?.kind !== "rendered" || after.probes === undefined) return rendering;
    const added = after.probes.flatMap(({ text, object, container, edit }) =>
      "edits" in edit && keys.has(JSON.stringify(edit.edits))
        ? [{ text, object, container, probe: edit.probe }]
        : [],
    );
    if (added.length === 0) return rendering;
    const texts = after.texts.map((text, index) => {
      const own = added.flatMap(({ text: of, ...probe }): AddedProbe[] => (of === index ? [probe] : []));
      return own.length === 0 ? text : { ...text, added: own };
    });
    return { ...rendering, after: { ...after, texts } };
  });
}
