import { linesAt } from "../../../manifest/locate.js";
import type { WrittenValue } from "../../../manifest/manifest.js";

const PROBE = /^[ \t]*#+([ \t]*)readinessProbe[ \t]*:[ \t]*(?:#.*)?$/;
const COMMENT = /^[ \t]*#+([ \t]*)(.*)$/;
const HANDLER = /^(?:httpGet|tcpSocket|exec|grpc)[ \t]*:/;
/** No probe is longer, and a file may be all comments. */
const MAX_LINES = 40;

/**
 * Returns a sentence on a readiness probe that stands within or right behind a container and is commented out; null where there
 * is none. Whoever wrote it knew the app, and a second one beside it would leave both to whoever reads the file next.
 */
export function commentedProbe({ object, keys }: WrittenValue): string | null {
  const { text, lines } = object.document.manifest;
  const { startLine, endLine } = linesAt(object, keys);
  const textAt = (line: number) => text.slice(lines.startOf(line), lines.endOf(line)).replace(/\r?\n$/, "");
  const last = lines.lineAt(text.length);
  let end = endLine;
  while (end < last && end < endLine + MAX_LINES && /^[ \t]*(?:#.*)?$/.test(textAt(end + 1))) end += 1;
  for (let line = startLine; line <= end; line++) {
    const indent = PROBE.exec(textAt(line))?.[1]?.length;
    if (indent === undefined) continue;
    let [behind, hasHandler] = [line, false];
    while (behind < end && behind < line + MAX_LINES) {
      const [, space = "", rest = ""] = COMMENT.exec(textAt(behind + 1)) ?? [];
      if (rest === "" || space.length <= indent) break;
      hasHandler ||= HANDLER.test(rest);
      behind += 1;
    }
    if (hasHandler)
      return `Lines ${line} to ${behind} have a readinessProbe that is commented out: if it is right, take the marks of the comment away instead.`;
  }
  return null;
}
