/**
 * The API server's answers to drawn manifests as a table that is committed, so that a test without Go can hold Surefoot
 * against them. A manifest is its place in the table: seed and index draw it again.
 */
import type { Cause, ServerAnswer } from "./server-answer.js";
import type { ProbeValues, WorkloadValues } from "./surefoot-answer.js";

export interface AnswersTable {
  seed: number;
  /** releases of Kubernetes whose answers each row has, in this order; one answer stands for all where they are equal */
  releases: string[];
  /** causes of refusals: the field, and the words */
  causes: [string, string][];
  rows: Row[];
}

/** One answer, or one for each release. */
type Row = [PackedAnswer] | PackedAnswer[];

/** Causes are places in the table's list, -1 where there is none; a file without a judged object has its first alone. */
type PackedAnswer =
  | [unread: number]
  | [unread: number, kind: string, unknown: number, refused: number, values: PackedValues | 0];

type PackedValues = [
  replicas: number | null,
  strategy: string | null,
  maxSurge: number | null,
  maxUnavailable: number | null,
  minReadySeconds: number | null,
  /** by container, then by kind of probe: handler, port, and the timings as they stand in ProbeValues */
  probes: Record<string, Record<string, (string | number | null)[]>>,
];

const TIMINGS = [
  "initialDelaySeconds",
  "timeoutSeconds",
  "periodSeconds",
  "successThreshold",
  "failureThreshold",
] as const;

export function packTable(
  seed: number,
  releases: string[],
  answers: readonly ServerAnswer[][],
): AnswersTable {
  const causes = new Map<string, number>();
  const numberOf = (cause: Cause | null): number => {
    if (cause === null) return -1;
    const key = JSON.stringify([cause.field, cause.words]);
    const known = causes.get(key) ?? causes.size;
    causes.set(key, known);
    return known;
  };
  const rows = answers.map((row): Row => {
    const packed = row.map((answer) => packAnswer(answer, numberOf));
    const [first] = packed;
    const areEqual = packed.every((each) => JSON.stringify(each) === JSON.stringify(first));
    return first !== undefined && areEqual ? [first] : packed;
  });
  return {
    seed,
    releases,
    causes: [...causes.keys()].map((key) => JSON.parse(key) as [string, string]),
    rows,
  };
}

function packAnswer(
  { objects, unread, object }: ServerAnswer,
  numberOf: (cause: Cause | null) => number,
): PackedAnswer {
  if (objects > 1) throw new Error("a drawn manifest has one object at most");
  if (object === null) return [numberOf(unread)];
  const { kind, unknown, refused, values } = object;
  return [
    numberOf(unread),
    kind,
    numberOf(unknown),
    numberOf(refused),
    values === null ? 0 : packValues(values),
  ];
}

function packValues(values: WorkloadValues): PackedValues {
  const probes = mapValues(values.probes, (ofContainer) =>
    mapValues(ofContainer, ({ handler, port, timings }) => [
      handler,
      port,
      ...TIMINGS.map((name) => timings[name] ?? null),
    ]),
  );
  const { replicas, strategy, maxSurge, maxUnavailable, minReadySeconds } = values;
  return [replicas, strategy, maxSurge, maxUnavailable, minReadySeconds, probes];
}

/** The answers to one manifest, in the order of the table's releases. */
export function answersInRow({ causes, releases, rows }: AnswersTable, index: number): ServerAnswer[] {
  const row = rows[index];
  if (row === undefined) throw new Error(`the table has no row ${index}`);
  return releases.map((_, place) => unpackAnswer(row[row.length === 1 ? 0 : place] as PackedAnswer, causes));
}

/** Whether every release answers the same. */
export function isSameInAll({ rows }: AnswersTable, index: number): boolean {
  return rows[index]?.length === 1;
}

function unpackAnswer(
  [unread, kind, unknown, refused, values]: PackedAnswer,
  causes: AnswersTable["causes"],
): ServerAnswer {
  const causeAt = (place: number | undefined): Cause | null => {
    const cause = causes[place ?? -1];
    return cause === undefined ? null : { field: cause[0], words: cause[1] };
  };
  if (kind === undefined) return { objects: 0, unread: causeAt(unread), object: null };
  return {
    objects: 1,
    unread: causeAt(unread),
    object: {
      kind,
      unknown: causeAt(unknown),
      refused: causeAt(refused),
      values: values === 0 || values === undefined ? null : unpackValues(kind, values),
    },
  };
}

function unpackValues(kind: string, packed: PackedValues): WorkloadValues {
  const [replicas, strategy, maxSurge, maxUnavailable, minReadySeconds, probes] = packed;
  return {
    kind,
    replicas,
    strategy,
    maxSurge,
    maxUnavailable,
    minReadySeconds,
    probes: mapValues(probes, (ofContainer) => mapValues(ofContainer, unpackProbe)),
  };
}

function unpackProbe([handler, port, ...timings]: (string | number | null)[]): ProbeValues {
  return {
    handler: String(handler),
    port: port ?? null,
    timings: Object.fromEntries(TIMINGS.map((name, place) => [name, timings[place] as number])),
  };
}

function mapValues<From, To>(record: Record<string, From>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/** A row a line, so that a change of one answer is a change of one line. */
export function writeTable({ seed, releases, causes, rows }: AnswersTable): string {
  const lines = (list: readonly unknown[]) => list.map((each) => JSON.stringify(each)).join(",\n");
  return `{"seed": ${seed},\n"releases": ${JSON.stringify(releases)},\n"causes": [\n${lines(causes)}\n],\n"rows": [\n${lines(rows)}\n]}\n`;
}
