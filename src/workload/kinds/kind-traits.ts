import { get, type JsonObject } from "../../manifest/json-value.js";
import type { KeyPath, Workload } from "../workload.js";

/** What is particular to one kind of workload, as far as reading and comparing its objects goes. */
export interface KindTraits {
  /** the API group of its ids: today's */
  group: string;
  /** every apiVersion that ever served it, today's first */
  apiVersions: readonly [string, ...string[]];
  /** the entry of the spec that says how pods are replaced */
  strategyField: "strategy" | "updateStrategy";
  /** mappings below the spec in which a pod template is sometimes found, indented too deep */
  templateTraps: readonly KeyPath[];
  /** entries below the spec that belong to other kinds: the API server drops them, or refuses them where it is strict */
  strangers: readonly { path: KeyPath; message: string }[];
  /** Keys of labels that its controller gives each pod over the template's, with values that no manifest knows. */
  controllerLabels(spec: JsonObject): readonly string[];
  /** each pod is itself, so that what runs in it, or an operator, may label one as the primary */
  podsDiffer: boolean;
  /** The spec with its defaults written out, for comparing; the pod template is left to others. */
  withDefaults(spec: JsonObject, apiVersion: string): JsonObject;
  /** by apiVersion that is gone: what its defaults filled in below the spec, where today's are others and numbers hang on it */
  oldDefaults: Readonly<Record<string, readonly OldDefault[]>>;
  /** Every value of the spec that the numbers of a rollout come from. */
  settingsOf(spec: JsonObject): unknown[];
  /** what cannot be changed without deleting and creating the object again, each as Kubernetes compares it */
  immutable: Readonly<Record<string, (workload: Workload) => unknown>>;
  /** Whether a new pod template replaces no pod. */
  holdsPods(workload: Workload): boolean;
  /** Whether pods are replaced although the template stays: those of an earlier one, held back at the base, or all. */
  rollsAnyway(before: Workload, after: Workload): boolean;
}

/** A value that a live object keeps from the day it was created. */
export interface OldDefault {
  path: KeyPath;
  value: string | number;
  /** a type of the strategy under which it means nothing */
  notUnder?: string;
}

/** The values at a path and at every step towards it: any of them may be a text where a mapping belongs. */
export function valuesAlong(spec: JsonObject, ...path: string[]): unknown[] {
  return path.map((_, index) => get(spec, ...path.slice(0, index + 1)));
}

export function withoutNulls(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null && item !== undefined));
}
