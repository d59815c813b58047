import type { ChangedFile, ChangeSet } from "../changeset/change-set.js";

/** The text of a file at the head, changed or beside the change; null where there is none. */
export function textAt({ files, siblings }: ChangeSet, path: string): string | null {
  const content =
    files.find((file) => file.path === path)?.after ?? siblings.find((file) => file.path === path)?.content;
  return content?.kind === "text" ? content.text : null;
}

/** The change with texts that are exact where those it has were not; nothing else about it differs. */
export function withExactTexts(changeSet: ChangeSet, texts: ReadonlyMap<string, string>): ChangeSet {
  const exact = <File extends { path: string }>(file: File, key: keyof File): File => {
    const text = texts.get(file.path);
    return text === undefined ? file : { ...file, [key]: { kind: "text", text } };
  };
  return {
    ...changeSet,
    files: changeSet.files.map((file) => exact(file, "after")),
    siblings: changeSet.siblings.map((file) => exact(file, "content")),
  };
}

/** The change with other texts at its head. A file that it left alone becomes one that it changes. */
export function withTexts(changeSet: ChangeSet, texts: ReadonlyMap<string, string>): ChangeSet {
  const contentOf = (path: string): ChangedFile["after"] => {
    const text = texts.get(path);
    return text === undefined ? null : { kind: "text", text };
  };
  const files = changeSet.files.map((file) => ({ ...file, after: contentOf(file.path) ?? file.after }));
  const touched = changeSet.siblings
    .filter(({ path }) => texts.has(path))
    .map(
      ({ path, content }): ChangedFile => ({
        ...{ path, previousPath: null, status: "modified", hunks: null },
        before: content,
        after: contentOf(path),
      }),
    );
  return {
    ...changeSet,
    files: [...files, ...touched],
    siblings: changeSet.siblings.filter(({ path }) => !texts.has(path)),
  };
}
