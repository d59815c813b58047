/** Fields of custom resources by the definitions that stand beside them, which know better than a table of one release. */
import { asArray, asObject, get, isObject, type JsonObject, type KeyPath } from "../manifest/json-value.js";
import type { Manifest } from "../manifest/manifest.js";
import { readObjects } from "../manifest/read-manifest.js";

const KIND = "CustomResourceDefinition";
const HAS_DEFINITION = /\bkind["']?[ \t]*:[ \t]*["']?CustomResourceDefinition\b/;

/** Whether a file may define kinds. It is not read for that. */
export function mayDefineKinds({ text }: Pick<Manifest, "text">): boolean {
  return HAS_DEFINITION.test(text);
}

const known = new WeakMap<Manifest, readonly JsonObject[]>();

/** Definitions are large, so that a file is read once, and only where somebody asks. */
function definitionsIn(manifest: Manifest): readonly JsonObject[] {
  let definitions = known.get(manifest);
  if (definitions === undefined) {
    definitions = readObjects(manifest.path, manifest.text, new Set([KIND])).map(({ value }) => value);
    known.set(manifest, definitions);
  }
  return definitions;
}

/** Whether one of the files defines the object's kind with a field at a path, in the object's version. */
export function isDefined(
  manifests: readonly Manifest[],
  { apiVersion, kind }: { apiVersion: string; kind: string },
  path: KeyPath,
): boolean {
  const [group, version] = apiVersion.split("/");
  if (version === undefined) return false;
  return manifests
    .filter(({ text }) => text.includes(group as string))
    .flatMap(definitionsIn)
    .some(({ spec }) => {
      if (get(spec, "group") !== group || get(spec, "names", "kind") !== kind) return false;
      return schemasOf(spec, version).some((schema) => isInSchema(schema, path));
    });
}

/** apiextensions.k8s.io: v1 has a schema for each version, and v1beta1 may have one for all of them. */
function schemasOf(spec: unknown, version: string): unknown[] {
  const own = asArray(get(spec, "versions"))
    .filter((one) => get(one, "name") === version)
    .map((one) => get(one, "schema", "openAPIV3Schema"));
  return [...own, get(spec, "validation", "openAPIV3Schema")].filter(isObject);
}

/** Structural schemas (apiextensions-apiserver, pkg/apiserver/schema): what none of these names is pruned, or refused. */
function isInSchema(schema: unknown, path: KeyPath): boolean {
  let current = asObject(schema);
  for (const key of path) {
    if (current["x-kubernetes-preserve-unknown-fields"] === true) return true;
    const { properties, additionalProperties, items } = current;
    const below =
      typeof key === "number"
        ? items
        : isObject(properties) && Object.hasOwn(properties, key)
          ? properties[key]
          : additionalProperties;
    if (below === true) return true;
    if (!isObject(below)) return false;
    current = below;
  }
  return true;
}
