/** Holds what Surefoot says of a file against what the API server answers; every difference has a kind and a place. */
import type { FileAnswer, ObjectAnswer } from "./oracle.js";
import { oracleValues } from "./oracle-values.js";
import type { ProbeValues, SurefootAnswer, WorkloadValues } from "./surefoot-verdict.js";

export type DifferenceKind =
  /** kubectl cannot read the file, and Surefoot does, or the other way around */
  | "read by Surefoot alone"
  | "read by kubectl alone"
  | "refusal missed"
  | "refusal wrong"
  | "unknown field missed"
  | "unknown field wrong"
  | "value";

export interface Difference {
  kind: DifferenceKind;
  /** kind of the object; empty where it is about the file */
  object: string;
  /** what both sides say, without names and numbers: equal for differences of one cause */
  signature: string;
  /** the field that it is about, with `[]` for any entry; empty where it is about no field */
  field: string;
  /** what both sides say */
  detail: string;
}

export function compareAnswers(server: FileAnswer, ours: SurefootAnswer): Difference[] {
  const judged = server.documents.filter(
    ({ outcome, stage }) => outcome !== "unsupported" && stage !== "read",
  );
  const unread = server.streamError ?? "";
  if (unread !== "" || ours.unread.length > 0) return compareReading(unread, ours, judged);
  const object = judged[0];
  // Files of several objects are cut before they are compared, so that each verdict has its object.
  if (object === undefined || judged.length > 1) return [];
  return compareObject(object, ours);
}

function compareReading(unread: string, ours: SurefootAnswer, judged: readonly ObjectAnswer[]): Difference[] {
  if (unread !== "" && ours.unread.length > 0) return [];
  // What is not read was never meant for a cluster, or its kind is nothing to Surefoot.
  if (unread !== "" && ours.workloads.length === 0 && judged.length === 0 && ours.refused.length > 0)
    return [];
  const [kind, detail]: [DifferenceKind, string] =
    unread !== "" ? ["read by Surefoot alone", unread] : ["read by kubectl alone", ours.unread.join("; ")];
  return [{ kind, object: judged[0]?.kind ?? "", field: "", signature: withoutDetails(detail), detail }];
}

function compareObject(object: ObjectAnswer, ours: SurefootAnswer): Difference[] {
  const kind = object.kind ?? "";
  const differences: Difference[] = [];
  const differ = (difference: DifferenceKind, signature: string, detail: string, field = "") =>
    differences.push({ kind: difference, object: kind, signature, field, detail });
  const strict = object.strict ?? [];
  const lenient = object.lenient ?? object;
  const isRefused = lenient.outcome === "refused";
  // A value that cannot be decoded ends the request before unknown fields are told.
  if (!(isRefused && lenient.stage === "decode")) {
    const unknown = strict.filter((each) => each.startsWith("unknown field"));
    if (unknown.length > 0 && ours.strict.length === 0) {
      const field = withoutIndexes(unknown[0]?.replace(/^[^"]*"|"$/g, "") ?? "");
      differ("unknown field missed", "unknown field", unknown.join("; "), field);
    }
    if (unknown.length === 0 && ours.strict.length > 0) {
      differ("unknown field wrong", ours.strict.map(withoutDetails).join("; "), ours.strict.join("; "));
    }
  }
  if (isRefused && ours.refused.length === 0) {
    const taken = ours.partial ? "taken for a patch: " : "";
    const { field, signature } = causeOf(lenient);
    differ("refusal missed", `${taken}${signature}`, lenient.message ?? "", field);
  }
  if (!isRefused && ours.refused.length > 0) {
    differ("refusal wrong", ours.refused.map(withoutDetails).join("; "), ours.refused.join("; "));
  }
  if (!isRefused && ours.refused.length === 0) {
    for (const each of compareValues(lenient, ours.workloads))
      differ("value", each.signature, each.detail, each.signature);
  }
  return differences;
}

function causeOf({ causes = [], message = "", stage = "other" }: ObjectAnswer): {
  field: string;
  signature: string;
} {
  const [first] = causes;
  if (first !== undefined) {
    return { field: withoutIndexes(first.field), signature: `${stage}: ${withoutDetails(first.message)}` };
  }
  const decoding = /cannot unmarshal (\S+) into Go struct field (\S+) of type (\S+)/.exec(message);
  if (decoding === null)
    return {
      field: "",
      signature: `${stage}: ${withoutDetails(message.replace(/^.*handled as an? \w+: /, ""))}`,
    };
  const [, found, field = "", type] = decoding;
  return { field: field.replace(/^\w+\./, ""), signature: `${stage}: ${found} where ${type} belongs` };
}

function withoutIndexes(field: string): string {
  return field.replace(/\[[^\]]*\]/g, "[]");
}

/** A message without what stands in quotes, and without numbers and places. */
export function withoutDetails(message: string): string {
  return message
    .replace(/“[^”]*”/g, "“…”")
    .replace(/unknown field "([^"]*)"/g, (_, field: string) => `unknown field ${withoutIndexes(field)}`)
    .replace(/"(?:[^"\\]|\\.)*"/g, '"…"')
    .replace(/'[^']*'/g, "'…'")
    .replace(/\[\d+\]/g, "[]")
    .replace(/-?\d+(?:\.\d+)?/g, "#");
}

function compareValues(
  object: ObjectAnswer,
  ours: readonly WorkloadValues[],
): { signature: string; detail: string }[] {
  const theirs = oracleValues(object);
  if (theirs === null) return [];
  const own = ours[0];
  if (own === undefined) return [{ signature: "not read as a workload", detail: object.kind ?? "" }];
  const pairs: [string, unknown, unknown][] = [
    ["replicas", theirs.replicas, own.replicas],
    ["strategy", theirs.strategy, own.strategy],
    ["maxSurge", theirs.maxSurge, own.maxSurge],
    ["maxUnavailable", theirs.maxUnavailable, own.maxUnavailable],
    ["minReadySeconds", theirs.minReadySeconds, own.minReadySeconds],
    ...probePairs(theirs.probes, own.probes),
  ];
  return pairs
    .filter(([, wanted, got]) => JSON.stringify(wanted) !== JSON.stringify(got))
    .map(([name, wanted, got]) => ({
      signature: name.replace(/ of .*/, ""),
      detail: `${name} is ${JSON.stringify(wanted)}, and Surefoot says ${JSON.stringify(got)}`,
    }));
}

type Probes = Record<string, Record<string, ProbeValues>>;

function probePairs(theirs: Probes, own: Probes): [string, unknown, unknown][] {
  const names = new Set([...Object.keys(theirs), ...Object.keys(own)]);
  return [...names].flatMap((name) =>
    ["readinessProbe", "livenessProbe", "startupProbe"].map((type): [string, unknown, unknown] => [
      `${type} of ${name}`,
      theirs[name]?.[type] ?? null,
      own[name]?.[type] ?? null,
    ]),
  );
}
