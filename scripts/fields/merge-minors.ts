/**
 * From what several minor versions of Kubernetes publish as OpenAPI to one table of fields, as text: a line for each
 * type, `name field=type …`. A type is a word (`string`, `int32`, …), the name of another line, or a list `[]type` or
 * map `{}type` of one. A field that some of the minors with its type lack ends with the first and the last that have it:
 * `@33-`, `@-31`. A field whose type changed stands there once for each.
 */

/** A schema of OpenAPI, as far as Kubernetes uses it for the fields of its objects. */
export interface Schema {
  type?: string;
  format?: string;
  $ref?: string;
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema;
}

/** The definitions that one minor version publishes. */
export interface Published {
  minor: number;
  definitions: Readonly<Record<string, Schema>>;
}

/** A type's minors, and those that have each of its fields, by `field=type`. */
interface Ages {
  minors: number[];
  fields: Map<string, number[]>;
}

/** Types that read their values by a reader of their own, whatever their schema says. */
const SPECIAL: Record<string, string> = {
  "io.k8s.apimachinery.pkg.util.intstr.IntOrString": "int-or-string",
  "io.k8s.apimachinery.pkg.api.resource.Quantity": "quantity",
  "io.k8s.apimachinery.pkg.apis.meta.v1.Time": "time",
  "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime": "time",
  "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1": "any",
};

/** The table of every type that the roots reach, in the order of their names. */
export function mergeMinors(published: readonly Published[], roots: readonly string[]): string {
  const types = new Map<string, Ages>();
  for (const { minor, definitions } of published.toSorted((left, right) => left.minor - right.minor)) {
    for (const name of reachable(definitions, roots)) {
      const ages = types.get(name) ?? { minors: [], fields: new Map<string, number[]>() };
      types.set(name, ages);
      ages.minors.push(minor);
      for (const [field, schema] of Object.entries(definitions[name]?.properties ?? {})) {
        const entry = `${field}=${typeOf(schema, `${name}.${field}`)}`;
        ages.fields.set(entry, [...(ages.fields.get(entry) ?? []), minor]);
      }
    }
  }
  return [...types]
    .map(([name, { minors, fields }]) => {
      const entries = [...fields].map(([entry, known]) => `${entry}${rangeOf(entry, known, minors)}`);
      return [shortName(name), ...entries.sort()].join(" ");
    })
    .sort()
    .join("\n");
}

function reachable(definitions: Published["definitions"], roots: readonly string[]): Set<string> {
  const found = new Set<string>();
  const waiting = [...roots];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const schema = definitions[name];
    if (schema === undefined || SPECIAL[name] !== undefined || found.has(name)) continue;
    found.add(name);
    for (const field of Object.values(schema.properties ?? {})) waiting.push(...referred(field));
  }
  return found;
}

function referred({ $ref, items, additionalProperties }: Schema): string[] {
  return [
    ...($ref === undefined ? [] : [definitionOf($ref)]),
    ...(items === undefined ? [] : referred(items)),
    ...(additionalProperties === undefined ? [] : referred(additionalProperties)),
  ];
}

function typeOf(schema: Schema, place: string): string {
  const { type, format, $ref, items, additionalProperties } = schema;
  if ($ref !== undefined) return SPECIAL[definitionOf($ref)] ?? shortName(definitionOf($ref));
  if (type === "array" && items !== undefined) return `[]${typeOf(items, place)}`;
  if (type === "object" && additionalProperties !== undefined)
    return `{}${typeOf(additionalProperties, place)}`;
  if (type === "integer" && (format === "int32" || format === "int64")) return format;
  if (type === "string" && format === "byte") return "bytes";
  if (type === "string" && format === undefined) return "string";
  if (type === "boolean") return "boolean";
  if (type === "number") return "number";
  throw new Error(`${place} has a type that the table has no word for: ${JSON.stringify(schema)}`);
}

/** The first and the last minor that know an entry, where not every minor that has the type does. */
function rangeOf(entry: string, known: readonly number[], all: readonly number[]): string {
  const from = all.indexOf(known[0] as number);
  const to = all.indexOf(known.at(-1) as number);
  if (to - from + 1 !== known.length) throw new Error(`${entry} comes and goes: ${known.join(", ")}`);
  if (known.length === all.length) return "";
  return `@${from === 0 ? "" : all[from]}-${to === all.length - 1 ? "" : all[to]}`;
}

function definitionOf(reference: string): string {
  return reference.slice(reference.lastIndexOf("/") + 1);
}

/** `io.k8s.api.core.v1.Container` is `core.v1.Container`. */
function shortName(name: string): string {
  return name.replace(/^io\.k8s\.(?:api|apimachinery\.pkg\.apis|apimachinery\.pkg)\./, "");
}
