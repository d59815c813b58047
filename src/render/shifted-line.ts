/**
 * Finds the line whose indentation keeps a document from being read, whoever wrote it. Several lines can be moved so that it
 * parses; what is meant is known where one alone makes an object of it without a field that Kubernetes does not know.
 */
import { fieldFaults } from "../api-server/decode-object.js";
import { LAST_MINOR } from "../api-server/fields/field-types.js";
import { asString, isObject } from "../manifest/json-value.js";
import {
  type FailingText,
  hasContent,
  indentAt,
  lineAt,
  readWith,
  type Shift,
  shiftedBy,
} from "./failing-text.js";

/** Characters of a document beyond which it is not read again and again. */
const MAX_LENGTH = 20_000;
/** Places that a line may be moved to, the nearest first. */
const MAX_TARGETS = 4;

/** Returns how lines have to be moved for the document to be right; null where nothing or more than one thing can be meant. */
export function shiftThatMends(text: FailingText, fault: number): Shift | null {
  const length = text.lines.reduce((sum, line) => sum + line.length + 1, 0);
  if (length > MAX_LENGTH) return null;
  const mending = [...shiftsOfFault(text, fault), ...shiftsAbove(text, fault)].filter((shift) =>
    isMendedBy(text, shift),
  );
  const [first] = mending;
  const isSame = ({ start, blanks }: Shift) => start === first?.start && blanks === first.blanks;
  return first !== undefined && mending.every(isSame) ? first : null;
}

/** The line that fails may itself stand too far in or out, alone or with what is below it. */
function shiftsOfFault(text: FailingText, fault: number): Shift[] {
  const indent = indentAt(text, fault);
  let end = fault;
  for (let line = fault + 1; line < text.first + text.lines.length; line++) {
    if (!hasContent(text, line)) continue;
    if (indentAt(text, line) <= indent) break;
    end = line;
  }
  const targets = new Set<number>();
  for (let line = fault - 1; line >= text.first && targets.size < MAX_TARGETS; line--) {
    if (!hasContent(text, line)) continue;
    targets.add(indentAt(text, line));
    targets.add(/^[ -]*/.exec(lineAt(text, line))?.[0].length ?? 0);
  }
  return [...targets]
    .filter((target) => target !== indent)
    .flatMap((target) => {
      const alone = { start: fault, end: fault, blanks: target - indent };
      return end === fault ? [alone] : [alone, { ...alone, end }];
    });
}

/** The nearest line that stands further out has closed the block of the one that fails, which may not have been meant. */
function shiftsAbove(text: FailingText, fault: number): Shift[] {
  const indent = indentAt(text, fault);
  for (let start = fault - 1; start >= text.first; start--) {
    const blanks = indent - indentAt(text, start);
    if (!hasContent(text, start) || blanks <= 0) continue;
    const alone = { start, end: start, blanks };
    return start === fault - 1 ? [alone] : [alone, { ...alone, end: fault - 1 }];
  }
  return [];
}

function isMendedBy(text: FailingText, shift: Shift): boolean {
  const parsed = readWith(text, shift, shiftedBy(shift.blanks));
  if (!parsed.ok || !isObject(parsed.value) || parsed.duplicates.length > 0) return false;
  const { apiVersion, kind } = parsed.value;
  // Workloads of the APIs that are gone have the fields of today's.
  const version = (asString(apiVersion) ?? "").replace(/^(?:apps|extensions)\/v1beta[12]$/, "apps/v1");
  return fieldFaults(version, asString(kind) ?? "", parsed.value, [LAST_MINOR])?.length === 0;
}
