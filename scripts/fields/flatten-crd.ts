/**
 * The schema of a custom resource as a table of fields, in the form of merge-minors.ts. A CustomResourceDefinition writes
 * every type out where it is used, so each mapping gets a name of its own: the path to it.
 */
export interface CrdSchema {
  type?: string;
  format?: string;
  items?: CrdSchema;
  properties?: Record<string, CrdSchema>;
  additionalProperties?: CrdSchema | boolean;
  "x-kubernetes-int-or-string"?: boolean;
  "x-kubernetes-preserve-unknown-fields"?: boolean;
}

/** The lines of the table; `known` gives the types of fields that another table has, by their path below the root. */
export function flattenCrd(root: string, schema: CrdSchema, known: Readonly<Record<string, string>>): string {
  const lines: string[] = [];
  const typeOf = (name: string, one: CrdSchema): string => {
    const path = name.slice(root.length + 1);
    if (Object.hasOwn(known, path)) return known[path] as string;
    if (one["x-kubernetes-preserve-unknown-fields"]) return "any";
    if (one["x-kubernetes-int-or-string"]) return "int-or-string";
    if (one.items !== undefined) return `[]${typeOf(name, one.items)}`;
    if (typeof one.additionalProperties === "object") return `{}${typeOf(name, one.additionalProperties)}`;
    if (one.properties !== undefined) {
      addLine(name, one.properties);
      return name;
    }
    const leaf = LEAVES[[one.type, one.format].filter(Boolean).join(" ")];
    if (leaf === undefined)
      throw new Error(`${name} has a type that the table has no word for: ${JSON.stringify(one)}`);
    return leaf;
  };
  const addLine = (name: string, properties: Record<string, CrdSchema>): void => {
    const fields = Object.entries(properties).map(([key, one]) => `${key}=${typeOf(`${name}.${key}`, one)}`);
    lines.push([name, ...fields.sort()].join(" "));
  };
  addLine(root, schema.properties ?? {});
  return lines.sort().join("\n");
}

const LEAVES: Record<string, string> = {
  string: "string",
  "string date-time": "time",
  boolean: "boolean",
  number: "number",
  integer: "int64",
  "integer int32": "int32",
  "integer int64": "int64",
  // A mapping of which nothing is said keeps nothing, and is not worth a word.
  object: "any",
};
