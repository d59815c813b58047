/**
 * Finds the faults that the API server's decoder sees in an object: values of a wrong type, for which it refuses any
 * client, and fields that it does not know, for which it refuses where field validation is strict. Follows
 * sigs.k8s.io/json and the readers that some types bring along (apimachinery: `pkg/util/intstr`, `pkg/api/resource`,
 * `pkg/apis/meta/v1`).
 */
import { fieldName } from "../manifest/field-name.js";
import { isObject, type JsonObject, type KeyPath } from "../manifest/json-value.js";

import {
  FIRST_MINOR,
  type Field,
  type FieldType,
  LAST_MINOR,
  type LeafKind,
  rootType,
} from "./fields/field-types.js";
import { fitsLeaf, LEAF_WORDS } from "./fields/fits-leaf.js";
import { additionOf, PROBE } from "./probe-addition.js";
import type { Refusal } from "./refusal.js";

/** One place of an object that the decoder stumbles over. */
export interface FieldFault {
  /** "strict": the field is unknown; "decode": its value has the wrong type */
  stage: "strict" | "decode";
  path: KeyPath;
  /** what stands there */
  value: unknown;
  /** of an unknown field: the type whose field it would be; of a wrong value: the type that belongs there */
  type: FieldType;
  /** of those asked for, oldest first */
  minors: readonly number[];
}

const EVERY_MINOR: readonly number[] = Array.from(
  { length: LAST_MINOR - FIRST_MINOR + 1 },
  (_, index) => FIRST_MINOR + index,
);

/** More faults of one object than anybody reads. */
const MAX_FAULTS = 1_000;

/**
 * Returns every unknown field and every value of a wrong type, in the order of the manifest; null for an object that no
 * table has. It does not look below an unknown field or a wrong value. Minors beyond the tables count as the nearest
 * that they have.
 */
export function fieldFaults(
  apiVersion: string,
  kind: string,
  value: JsonObject,
  minors: readonly number[],
): readonly FieldFault[] | null {
  const known = knownOf(apiVersion, kind, value);
  if (known.isFaultless) return NONE;
  const asked = minors.join();
  const answer = known.answers.get(asked);
  if (answer !== undefined) return answer;
  const faults = findFaults(apiVersion, kind, value, minors);
  known.answers.set(asked, faults);
  return faults;
}

const NONE: readonly FieldFault[] = [];

interface Known {
  /** no version finds any fault: most objects are so, and are asked about for one set of versions after another */
  isFaultless: boolean;
  /** by the versions that were asked for */
  answers: Map<string, readonly FieldFault[] | null>;
}

/** Rules, numbers and suggestions ask for the same object, one after another. */
const told = new WeakMap<JsonObject, Map<string, Known>>();

function knownOf(apiVersion: string, kind: string, value: JsonObject): Known {
  const tables = told.get(value) ?? new Map<string, Known>();
  const table = `${apiVersion} ${kind}`;
  const known = tables.get(table);
  if (known !== undefined) return known;
  const found = { isFaultless: isFaultless(apiVersion, kind, value), answers: new Map() };
  told.set(value, tables.set(table, found));
  return found;
}

/** Whether no version finds a fault: each looks at the same places, so that what all of them take any of them takes. */
function isFaultless(apiVersion: string, kind: string, value: JsonObject): boolean {
  const root = rootType(apiVersion, kind);
  if (root === null) return false;
  const addition = additionOf(value);
  if (addition !== null && knownOf(apiVersion, kind, addition.to).isFaultless) {
    const type = typeAt(root, [...addition.path, PROBE]);
    if (type !== null) return walked(apiVersion, type, addition.probe).length === 0;
  }
  return walked(apiVersion, root, value).length === 0;
}

/** Returns what any version stumbles over. */
function walked(apiVersion: string, type: FieldType, value: unknown): FieldFault[] {
  const faults: FieldFault[] = [];
  walk({ faults, path: [], ...(isNative(apiVersion) ? {} : { bySchema: true }) }, type, value, EVERY_MINOR);
  return faults;
}

/** A group of Kubernetes itself is decoded into Go types; of others a CustomResourceDefinition is asked. */
function isNative(apiVersion: string): boolean {
  return !apiVersion.includes(".");
}

/** Returns the type of a place; null where versions differ in it. */
function typeAt(root: FieldType, path: KeyPath): FieldType | null {
  let type: FieldType = root;
  for (const key of path) {
    if (type.kind === "list" || type.kind === "map") type = type.of;
    else if (type.kind !== "struct") return null;
    else {
      const [field, ...others] = type.fields.get(String(key)) ?? [];
      if (field === undefined || others.length > 0 || !isOfEveryMinor(field)) return null;
      type = field.type;
    }
  }
  return type;
}

function isOfEveryMinor({ since, until }: Field): boolean {
  return since === FIRST_MINOR && until === LAST_MINOR;
}

function findFaults(
  apiVersion: string,
  kind: string,
  value: JsonObject,
  minors: readonly number[],
): FieldFault[] | null {
  const root = rootType(apiVersion, kind);
  if (root === null) return null;
  const faults: FieldFault[] = [];
  if (isNative(apiVersion)) {
    walk({ faults, path: [] }, root, value, minors);
    return faults;
  }
  // A CustomResourceDefinition has the pods of some version of Kubernetes in it, and not those of its cluster's version.
  walk({ faults, path: [], bySchema: true }, root, value, EVERY_MINOR);
  return faults
    .filter((fault) => isOnEveryMinor(fault, faults) && !isKeptUnread(fault.path))
    .map((fault) => ({ ...fault, minors }));
}

/** A field that some minors do not know, or what it stands in, has the wrong type where all others say so. */
function isOnEveryMinor({ stage, path, minors }: FieldFault, faults: readonly FieldFault[]): boolean {
  if (stage === "strict" || minors.length === EVERY_MINOR.length) return minors.length === EVERY_MINOR.length;
  const lacking = faults.find(
    (other) => other.stage === "strict" && other.path.every((key, index) => key === path[index]),
  );
  return minors.length + (lacking?.minors.length ?? 0) === EVERY_MINOR.length;
}

/** Whether Argo's definition takes anything there, by `x-kubernetes-preserve-unknown-fields`. */
function isKeptUnread(path: KeyPath): boolean {
  const [, template, , field] = path;
  if (template !== "template") return false;
  const inResources = path.indexOf("resources");
  const resource = inResources === -1 ? undefined : path[inResources + 1];
  return field === "volumes" || resource === "limits" || resource === "requests";
}

/** Returns the same as refusals; none for an object that no table has. */
export function decodeObject(
  apiVersion: string,
  kind: string,
  value: JsonObject,
  minors: readonly number[],
): Refusal[] {
  return (fieldFaults(apiVersion, kind, value, minors) ?? []).map(refusalOf);
}

/**
 * Returns the faults of shape in a workload of an API that is gone: its types had the fields of today's in the same shapes, and
 * more of their own; none for any other object.
 */
export function decodeFormer(
  apiVersion: string,
  kind: string,
  value: JsonObject,
  minors: readonly number[],
): Refusal[] {
  if (!/^(?:apps|extensions)\/v1beta[12]$/.test(apiVersion)) return [];
  return (fieldFaults("apps/v1", kind, value, minors) ?? []).filter(isOfWrongShape).map(refusalOf);
}

function refusalOf({ stage, path, type, minors, value }: FieldFault): Refusal {
  const message =
    stage === "strict"
      ? `${fieldName(path)} is not a field that it knows`
      : `${fieldName(path)} is ${valueName(value)}, and ${expectedName(type)} belongs there${mending(type, value)}`;
  return { stage, path, minors, message };
}

/** Whether a mapping or a list stands where none belongs, or the other way round: no decoder of any version takes that. */
function isOfWrongShape({ stage, type, value }: FieldFault): boolean {
  const isContainer = (kind: string) => kind === "struct" || kind === "list" || kind === "map";
  return stage === "decode" && (isContainer(type.kind) || typeof value === "object");
}

/** Whether the decoder takes a value for a type, as far as types go: a field that it does not know is no reason. */
export function isDecoded(type: FieldType, value: unknown): boolean {
  const faults: FieldFault[] = [];
  walk({ faults, path: [] }, type, value, EVERY_MINOR);
  return faults.every(({ stage }) => stage !== "decode");
}

interface Walk {
  faults: FieldFault[];
  /** grows and shrinks with the walk: most places are never told */
  path: (string | number)[];
  /** a CustomResourceDefinition is asked, and no Go type */
  bySchema?: true;
}

function walk(at: Walk, type: FieldType, value: unknown, minors: readonly number[]): void {
  // null is the zero value of every type: encoding/json leaves what it finds. The API server drops it from a
  // custom resource, but for lists, where a schema refuses it (PruneNonNullableNullsWithoutDefaults in
  // apiextensions-apiserver).
  if (value === null && at.bySchema && typeof at.path.at(-1) === "number" && type.kind !== "any")
    add(at, "decode", value, type, minors);
  if (value === null || value === undefined) return;
  if (type.kind === "struct") {
    if (!isObject(value)) add(at, "decode", value, type, minors);
    else for (const key of Object.keys(value)) walkField(at, type, key, value[key], minors);
  } else if (type.kind === "list") {
    if (!Array.isArray(value)) add(at, "decode", value, type, minors);
    else for (let index = 0; index < value.length; index++) step(at, index, type.of, value[index], minors);
  } else if (type.kind === "map") {
    if (!isObject(value)) add(at, "decode", value, type, minors);
    else for (const key of Object.keys(value)) step(at, key, type.of, value[key], minors);
  } else if (!fitsLeaf(type.kind, value)) add(at, "decode", value, type, minors);
}

function step(
  at: Walk,
  key: string | number,
  type: FieldType,
  value: unknown,
  minors: readonly number[],
): void {
  at.path.push(key);
  walk(at, type, value, minors);
  at.path.pop();
}

function walkField(
  at: Walk,
  parent: FieldType & { kind: "struct" },
  key: string,
  value: unknown,
  minors: readonly number[],
): void {
  const fields = parent.fields.get(key);
  at.path.push(key);
  const [field] = fields ?? [];
  if (fields === undefined || field === undefined) add(at, "strict", value, parent, minors);
  else if (fields.length === 1 && isOfEveryMinor(field)) walk(at, field.type, value, minors);
  else {
    const left = new Set(minors);
    for (const { since, until, type } of fields) {
      const known = minors.filter((minor) => within(minor, since, until));
      for (const minor of known) left.delete(minor);
      if (known.length > 0) walk(at, type, value, known);
    }
    if (left.size > 0) add(at, "strict", value, parent, [...left]);
  }
  at.path.pop();
}

/** Whether a minor version is in a range, where one outside of the tables counts as their nearest. */
function within(minor: number, since: number, until: number): boolean {
  const known = Math.min(LAST_MINOR, Math.max(FIRST_MINOR, minor));
  return since <= known && known <= until;
}

function add(
  { faults, path }: Walk,
  stage: FieldFault["stage"],
  value: unknown,
  type: FieldType,
  minors: readonly number[],
): void {
  if (faults.length < MAX_FAULTS) faults.push({ stage, path: [...path], value, type, minors });
}

/** Names the type that belongs at a place, for a sentence. */
function expectedName(type: FieldType): string {
  if (type.kind === "struct" || type.kind === "map") return "a mapping";
  return type.kind === "list" ? "a list" : LEAF_WORDS[type.kind as LeafKind];
}

/** Returns how the same is written as the type that belongs there, where quotes are all that it lacks. */
function mending(type: FieldType, value: unknown): string {
  const isBare = typeof value === "number" || typeof value === "boolean";
  return type.kind === "string" && isBare ? ": write it in quotes" : "";
}

/** Names the value that stands at a place, for a sentence. */
function valueName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return "a text";
  return isObject(value) ? "a mapping" : `the ${typeof value} ${String(value)}`;
}
