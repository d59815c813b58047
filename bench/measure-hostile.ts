/** What input costs that is made to cost much: each of these has a bound in the code, which this shows to hold. */
import { type ChangeSet, decodeContent } from "../src/changeset/change-set.js";
import { contentHunks } from "../src/changeset/line-hunks.js";
import { reviewChange } from "../src/engine.js";
import { parseCommand } from "../src/github/answers/parse-command.js";
import { readWaiveLines } from "../src/policy/object-annotations.js";
import { DEFAULT_POLICY } from "../src/policy/policy.js";
import { readPolicy } from "../src/policy/read-policy.js";
import { namesWorkload } from "../src/policy/waiver.js";
import { renderChange } from "../src/render/render-change.js";
import { circumstancesAt } from "../src/review/circumstances.js";
import { measureInTurns, type Work } from "./measure.js";

const CIRCUMSTANCES = circumstancesAt(new Date());
const HEAD = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n";

const many = (count: number, text: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => text(at)).join("");

/** [what it is, the work, how many milliseconds it may take] */
const WORKS: [string, Work, number][] = [
  ["policy: 60,000 brackets", () => void readPolicy("[".repeat(60_000), "policy.yml"), 2_000],
  ["policy: lists in 30,000 lists", () => void readPolicy(`${"- ".repeat(30_000)}a`, "policy.yml"), 2_000],
  [
    "waiver: 100 stars, a long name",
    () =>
      void namesWorkload(`Deployment/${"*a".repeat(100)}b`, {
        kind: "Deployment",
        namespace: null,
        name: "a".repeat(500_000),
      }),
    500,
  ],
  ["annotation: a line of blanks", () => void readWaiveLines(`a until ${" ".repeat(200_000)}`), 1_000],
  [
    "annotations: 5,000 keys",
    reviewOf(`${HEAD}  annotations:\n${many(5_000, (at) => `    surefoot/k${at}: x\n`)}`),
    3_000,
  ],
  [
    "command: 100,000 words",
    () => void parseCommand(`/surefoot waive ${" until because".repeat(1e5)}`),
    1_000,
  ],
  ["hunks: 60,000 lines, none alike", hunksOf(60_000), 10_000],
  ["manifest: 100,000 equal keys", reviewOf(`${HEAD}spec: {}\n${"a: 1\n".repeat(100_000)}`), 4_000],
  ["manifest: 20,000 brackets", reviewOf(`${HEAD}a: ${"[".repeat(20_000)}\n`), 4_000],
];

export interface HostileMeasurement {
  name: string;
  milliseconds: number;
  targetMs: number;
}

export async function measureHostile(rounds: number): Promise<HostileMeasurement[]> {
  const times = await measureInTurns(
    WORKS.map(([, work]) => work),
    rounds,
  );
  return WORKS.map(([name, , targetMs], index) => ({ name, milliseconds: times[index] as number, targetMs }));
}

function reviewOf(text: string): Work {
  const changeSet: ChangeSet = {
    base: "base",
    head: "head",
    webUrl: null,
    files: [
      {
        path: "k8s/web.yaml",
        previousPath: null,
        status: "added",
        before: null,
        after: decodeContent(Buffer.from(text)),
        hunks: null,
      },
    ],
    siblings: [],
    omissions: [],
  };
  return () => void reviewChange(renderChange(changeSet), DEFAULT_POLICY, CIRCUMSTANCES);
}

function hunksOf(lines: number): Work {
  const [before, after] = ["a", "b"].map((word) =>
    decodeContent(Buffer.from(many(lines, (at) => `${word}${at}\n`))),
  );
  return () => void contentHunks(before ?? null, after ?? null);
}
