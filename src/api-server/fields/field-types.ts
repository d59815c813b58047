/**
 * The tables of fields as types: what may stand at a key, and in which minor versions. They are read a type at a time,
 * when one is first asked for.
 */
import { ARGO_FIELDS } from "./argo-fields.js";
import { FIRST_MINOR, KUBERNETES_FIELDS, LAST_MINOR } from "./kubernetes-fields.js";

/** How the API server decodes one value; the words of a leaf are those of the tables. */
export type FieldType =
  | { kind: LeafKind }
  | { kind: "list" | "map"; of: FieldType }
  | { kind: "struct"; name: string; fields: ReadonlyMap<string, readonly Field[]> };

export type LeafKind = (typeof LEAF_KINDS)[number];

const LEAF_KINDS = [
  ...(["string", "boolean", "int32", "int64", "number", "bytes"] as const),
  ...(["int-or-string", "quantity", "time", "any"] as const),
];

/** A field of a type, with the first and the last minor version that know it by this type. */
export interface Field {
  type: FieldType;
  since: number;
  until: number;
}

/** The minor versions that the tables tell apart; every newer one is taken for the newest. */
export { FIRST_MINOR, LAST_MINOR };

const ROOTS: Readonly<Record<string, string>> = {
  "apps/v1 DaemonSet": "apps.v1.DaemonSet",
  "apps/v1 Deployment": "apps.v1.Deployment",
  "apps/v1 StatefulSet": "apps.v1.StatefulSet",
  "argoproj.io/v1alpha1 Rollout": "argo.Rollout",
  "autoscaling/v1 HorizontalPodAutoscaler": "autoscaling.v1.HorizontalPodAutoscaler",
  "autoscaling/v2 HorizontalPodAutoscaler": "autoscaling.v2.HorizontalPodAutoscaler",
  "policy/v1 PodDisruptionBudget": "policy.v1.PodDisruptionBudget",
  "v1 Service": "core.v1.Service",
};

/** Returns the type of a whole object; null where no table has it. */
export function rootType(apiVersion: string, kind: string): FieldType | null {
  const key = `${apiVersion} ${kind}`;
  return Object.hasOwn(ROOTS, key) ? typeNamed(ROOTS[key] as string) : null;
}

const lines = new Map(
  [...KUBERNETES_FIELDS.split("\n"), ...ARGO_FIELDS.split("\n")].map(
    (line) => [line.slice(0, line.indexOf(" ")), line] as const,
  ),
);
const types = new Map<string, FieldType>(LEAF_KINDS.map((kind) => [kind, { kind }]));

/** Returns a type by its name in the tables, such as `core.v1.Container` or `[]string`. */
function typeNamed(name: string): FieldType {
  const known = types.get(name);
  if (known !== undefined) return known;
  const type = readType(name);
  types.set(name, type);
  return type;
}

function readType(name: string): FieldType {
  if (name.startsWith("[]")) return { kind: "list", of: typeNamed(name.slice(2)) };
  if (name.startsWith("{}")) return { kind: "map", of: typeNamed(name.slice(2)) };
  const line = lines.get(name);
  if (line === undefined) throw new Error(`no table has the type ${name}`);
  const fields = new Map<string, Field[]>();
  for (const entry of line.split(" ").slice(1)) {
    const [, key, type, since, until] = /^([^=]+)=([^@]+)(?:@(\d*)-(\d*))?$/.exec(entry) as RegExpExecArray;
    const field = new LazyField(type as string, Number(since || FIRST_MINOR), Number(until || LAST_MINOR));
    fields.set(key as string, [...(fields.get(key as string) ?? []), field]);
  }
  return { kind: "struct", name, fields };
}

/** Types may hold one another, so that of a field is read when it is asked for. */
class LazyField implements Field {
  #type: FieldType | null = null;

  constructor(
    private readonly typeName: string,
    readonly since: number,
    readonly until: number,
  ) {}

  get type(): FieldType {
    this.#type ??= typeNamed(this.typeName);
    return this.#type;
  }
}
