/** The API server's answer to a file, reduced to what Surefoot can say of it too. */
import type { FileAnswer, ObjectAnswer } from "./oracle.js";
import { oracleValues } from "./oracle-values.js";
import type { WorkloadValues } from "./surefoot-answer.js";

/** A cause of a refusal: the field with `[]` for any entry, and the words without names and numbers. */
export interface Cause {
  field: string;
  words: string;
}

export interface ServerAnswer {
  /** objects that kubectl reads, of kinds that are judged */
  objects: number;
  /** kubectl's reader stops in the file, and why */
  unread: Cause | null;
  /** null where the file has no object of a kind that is judged, or several */
  object: ServerObject | null;
}

export interface ServerObject {
  kind: string;
  /** the first unknown field; kubectl's Strict default refuses the object for it */
  unknown: Cause | null;
  /** the first reason for which the API server refuses the object of any sender */
  refused: Cause | null;
  /** after defaulting, of an accepted workload */
  values: WorkloadValues | null;
  /** a controller cannot decode all of it, and goes on with the rest */
  isReadInPart?: true;
}

export function serverAnswer({ documents, streamError }: FileAnswer): ServerAnswer {
  const judged = documents.filter(({ outcome, stage }) => outcome !== "unsupported" && stage !== "read");
  const [object] = judged;
  return {
    objects: judged.length,
    unread: streamError === undefined ? null : { field: "", words: withoutDetails(streamError) },
    object: object === undefined || judged.length > 1 ? null : serverObject(object),
  };
}

function serverObject(object: ObjectAnswer): ServerObject {
  const lenient = object.lenient ?? object;
  const unknown = object.strict?.find((each) => each.startsWith("unknown field"));
  const isRefused = lenient.outcome === "refused";
  return {
    kind: object.kind ?? "",
    unknown: unknown === undefined ? null : { field: fieldIn(unknown), words: "unknown field" },
    refused: isRefused ? causeOf(lenient) : null,
    values: isRefused ? null : oracleValues({ ...lenient, kind: object.kind ?? "" }),
    ...(object.unread === undefined ? {} : { isReadInPart: true }),
  };
}

function fieldIn(sentence: string): string {
  return withoutIndexes(sentence.replace(/^[^"]*"|"$/g, ""));
}

function causeOf({ causes = [], message = "", stage = "other" }: ObjectAnswer): Cause {
  const [first] = causes;
  if (first !== undefined) {
    return { field: withoutIndexes(first.field), words: `${stage}: ${withoutDetails(first.message)}` };
  }
  const decoding = /cannot unmarshal (.+) into Go struct field (\S+) of type (\S+)/.exec(message);
  if (decoding === null) {
    const rest = message.replace(/^.*handled as an? \w+: /, "");
    return { field: "", words: `${stage}: ${withoutDetails(rest)}` };
  }
  const [, found = "", field = "", type = ""] = decoding;
  return {
    field: field.replace(/^\w+\./, ""),
    words: `${stage}: ${withoutDetails(found)} where ${type} belongs`,
  };
}

function withoutIndexes(field: string): string {
  return field.replace(/\[[^\]]*\]/g, "[]");
}

/** A message without what stands in quotes, and without numbers and places. */
export function withoutDetails(message: string): string {
  return message
    .replace(/“[^”]*”/g, "“…”")
    .replace(/\S+ in body must/g, "in body must")
    .replace(/"(?:[^"\\]|\\.)*"/g, '"…"')
    .replace(/'[^']*'/g, "'…'")
    .replace(/Invalid value: [[{].*[\]}]: /g, "Invalid value: {…}: ")
    .replace(/\[\d+\]/g, "[]")
    .replace(/-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/g, "#");
}
