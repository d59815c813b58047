/** Files that are byte for byte the same, such as an example that several folders of documentation hold. */
import type { ChangeSet } from "../changeset/change-set.js";
import type { Finding } from "./findings/finding.js";

/**
 * Returns a function that gives the same text for what is to be said at the same place of files of one text, and null where no
 * other changed file has a place's text. What is new in one of them only is said of that one.
 */
export function copyKeys({ files }: Pick<ChangeSet, "files">): (group: readonly Finding[]) => string | null {
  const byText = new Map<string, string[]>();
  for (const { path, after } of files) {
    if (after?.kind === "text") byText.set(after.text, [...(byText.get(after.text) ?? []), path]);
  }
  const firsts = new Map(
    [...byText.values()]
      .filter(({ length }) => length > 1)
      .flatMap((paths) => paths.map((path) => [path, paths[0]] as const)),
  );
  return (group) => {
    const first = firsts.get(group[0]?.path ?? "");
    if (first === undefined) return null;
    const said = group.map(({ rule, severity, state, compared, container, line, message }) => [
      ...[rule, severity, state, compared, container, line, message],
    ]);
    return JSON.stringify([first, said]);
  };
}
