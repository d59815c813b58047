/** Two renderings of one chart, document by document. */
import type { HelmAnswer } from "../../../src/renderer/helm.js";
import { documentsOf, type NativeOutput, OF_DEFINITIONS } from "./native-helm.js";

export interface Comparison {
  /**
   * `both-fail` where neither renders; `notes` where the program fails in NOTES.txt alone, which is no manifest; `schema` where it
   * would fetch a part of values.schema.json, which the module leaves out and tells; `chance` where documents differ that were made with random values or the time, or that
   * the program itself prints otherwise every time
   */
  result: "equal" | "both-fail" | "one-fails" | "notes" | "schema" | "chance" | "different";
  /** documents that are equal */
  documents: number;
  /** the first difference, or what the one that fails says */
  detail: string;
}

const MAX_DETAIL = 600;
/** Helm prints nothing that has a hook which it does not know; those of Helm 2 are met. */
const UNKNOWN_HOOK = /^\s+["']?helm\.sh\/hook["']?:[ "']*(?:crd-install|test-failure)\b/m;

/** Compares the module's answer with what the program prints, asked again where they differ. */
export function compareWithNative(answer: HelmAnswer, run: () => NativeOutput): Comparison {
  const native = run();
  if (answer.error !== undefined || !native.ok) return compareFailures(answer, native);
  const ours = new Map(
    answer.templates.flatMap(({ name, text }): [string, string[]][] =>
      OF_DEFINITIONS.test(name) ? [] : [[name, documentsOf(text).filter((one) => !UNKNOWN_HOOK.test(one))]],
    ),
  );
  const chance = new Set(
    answer.templates.flatMap(({ name, settled = [] }) =>
      settled.some((one) => one !== "lookup") ? [name] : [],
    ),
  );
  const first = compareDocuments(ours, native.byTemplate);
  if (first.different.length === 0) return { result: "equal", documents: first.equal, detail: "" };
  const steady = first.different.filter((name) => !chance.has(name));
  if (steady.length === 0) return { result: "chance", documents: first.equal, detail: first.detail };
  // Go walks a map in any order.
  for (let turn = 0; turn < 3; turn++) {
    const again = run();
    if (!again.ok) continue;
    const moved = compareDocuments(native.byTemplate, again.byTemplate).different;
    if (steady.every((name) => moved.includes(name)))
      return { result: "chance", documents: first.equal, detail: first.detail };
  }
  return {
    result: "different",
    documents: first.equal,
    detail: detailOf(steady[0] as string, ours, native.byTemplate),
  };
}

function compareFailures({ error, unchecked = [] }: HelmAnswer, native: NativeOutput): Comparison {
  const detail = `module: ${error?.message ?? "renders"}\nprogram: ${native.ok ? "renders" : native.message}`;
  const isOnlyNotes = error === undefined && !native.ok && native.message.includes("/NOTES.txt:");
  const both = error !== undefined && !native.ok ? "both-fail" : "one-fails";
  const result = isOnlyNotes ? "notes" : both === "one-fails" && unchecked.length > 0 ? "schema" : both;
  return { result, documents: 0, detail: detail.slice(0, 2 * MAX_DETAIL) };
}

/** Compares what two programs print. */
export function compareNatives(left: NativeOutput, right: NativeOutput): Comparison {
  if (!left.ok || !right.ok) {
    const says = (one: NativeOutput) => (one.ok ? "renders" : one.message.slice(0, MAX_DETAIL));
    const result = !left.ok && !right.ok ? "both-fail" : "one-fails";
    return { result, documents: 0, detail: `first: ${says(left)}\nsecond: ${says(right)}` };
  }
  const { equal, different, detail } = compareDocuments(left.byTemplate, right.byTemplate);
  return { result: different.length === 0 ? "equal" : "different", documents: equal, detail };
}

type Documents = ReadonlyMap<string, readonly string[]>;

function compareDocuments(left: Documents, right: Documents) {
  const names = [...new Set([...left.keys(), ...right.keys()])].sort();
  const different = names.filter(
    (name) => (left.get(name) ?? []).join("\n---\n") !== (right.get(name) ?? []).join("\n---\n"),
  );
  const equal = names.reduce(
    (sum, name) => sum + (left.get(name) ?? []).filter((one) => right.get(name)?.includes(one)).length,
    0,
  );
  const [first] = different;
  return { different, equal, detail: first === undefined ? "" : detailOf(first, left, right) };
}

function detailOf(name: string, left: Documents, right: Documents): string {
  const [ours, theirs] = [left, right].map((side) => (side.get(name) ?? []).join("\n---\n").split("\n"));
  const at = (ours as string[]).findIndex((line, index) => line !== theirs?.[index]);
  const from = at === -1 ? (ours as string[]).length : at;
  const show = (lines: readonly string[] | undefined) =>
    lines?.slice(Math.max(0, from - 2), from + 4).join("\n") ?? "";
  return `${name}:${from + 1}\n<<<\n${show(ours)}\n>>>\n${show(theirs)}`.slice(0, 2 * MAX_DETAIL);
}
