/** Holds what Surefoot says of a file against what the API server answers; every difference has a kind and a place. */
import { type ServerAnswer, type ServerObject, withoutDetails } from "./server-answer.js";
import type { ProbeValues, SurefootAnswer, WorkloadValues } from "./surefoot-answer.js";

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
  /** the field that it is about, with `[]` for any entry; empty where it is about no field */
  field: string;
  /** the words without names and numbers: equal for differences of one cause */
  words: string;
  /** the words */
  detail: string;
  /** Surefoot takes the object for a patch, so that nothing it leaves out is missing */
  partial: boolean;
  /** an entry is null, which in a patch takes the field away */
  takesAway: boolean;
  /** something in it waits for a tool, which may fill in or replace what is refused */
  unfilled: boolean;
  /** a controller cannot decode all of it, and goes on with the rest */
  readInPart: boolean;
  /** no workload was judged, as where a Rollout takes its pods from another object */
  unjudged: boolean;
}

export function compareAnswers(server: ServerAnswer, ours: SurefootAnswer): Difference[] {
  if (server.objects !== ours.objects) return [compareReading(server, ours)];
  return server.object === null ? [] : compareObject(server.object, ours);
}

function compareReading({ objects, unread, object }: ServerAnswer, ours: SurefootAnswer): Difference {
  const isOurs = ours.objects > objects;
  const detail = (isOurs ? unread?.words : ours.unread[0]) ?? "no word why";
  return {
    kind: isOurs ? "read by Surefoot alone" : "read by kubectl alone",
    object: object?.kind ?? "",
    field: "",
    words: withoutDetails(detail),
    detail,
    partial: ours.partial,
    takesAway: ours.takesAway,
    unfilled: ours.unfilled,
    readInPart: false,
    unjudged: ours.workloads.length === 0,
  };
}

function compareObject(object: ServerObject, ours: SurefootAnswer): Difference[] {
  const { unknown, refused, values } = object;
  const { partial, takesAway, unfilled } = ours;
  const readInPart = object.isReadInPart === true;
  const unjudged = ours.workloads.length === 0;
  const differences: Difference[] = [];
  const differ = (kind: DifferenceKind, field: string, words: string, detail = words) =>
    differences.push({
      kind,
      object: object.kind,
      field,
      words,
      detail,
      partial,
      takesAway,
      unfilled,
      readInPart,
      unjudged,
    });
  const wrong = (kind: DifferenceKind, sentences: readonly string[]) =>
    differ(kind, "", withoutDetails(sentences[0] ?? ""), sentences.join("; "));

  // A value that cannot be decoded ends the request before unknown fields are told.
  const isJudgedStrictly = refused === null || !refused.words.startsWith("decode");
  if (isJudgedStrictly && unknown !== null && ours.strict.length === 0) {
    differ("unknown field missed", unknown.field, unknown.words);
  }
  if (isJudgedStrictly && unknown === null && ours.strict.length > 0)
    wrong("unknown field wrong", ours.strict);
  if (refused !== null) {
    if (ours.refused.length === 0) differ("refusal missed", refused.field, refused.words);
    return differences;
  }
  if (ours.refused.length > 0) wrong("refusal wrong", ours.refused);
  else if (values !== null) {
    for (const { name, detail } of compareValues(values, ours.workloads[0]))
      differ("value", name, name, detail);
  }
  return differences;
}

interface ValueDifference {
  name: string;
  detail: string;
}

function compareValues(theirs: WorkloadValues, own: WorkloadValues | undefined): ValueDifference[] {
  if (own === undefined) return [{ name: "workload", detail: `no ${theirs.kind} was read` }];
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
      name: name.replace(/ of .*/, ""),
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
