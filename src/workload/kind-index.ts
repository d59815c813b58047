/** Which kinds of workload there are: it comes in from outside, as nothing in this folder knows their table. */
import { get, isObject, type JsonObject } from "../manifest/json-value.js";
import type { ManifestObject } from "../manifest/manifest.js";
import { isNear } from "./slips.js";
import type { KindTraits } from "./workload.js";

export interface KindIndex {
  /** every word that is the `kind` of one of them */
  names: ReadonlySet<string>;
  /** entries of a spec that name the object whose pod template is taken */
  borrowingFields: readonly string[];
  /**
   * The kind that an object is meant as; null for every other object. Only Kubernetes' own groups have no dot, so one that
   * is absent or misspelt is a fault and no stranger, while another project's group makes it another kind. So is a word
   * that is a slip of one of these kinds, where the object has a pod template.
   */
  meantAs(object: Pick<ManifestObject, "apiVersion" | "kind" | "value">): KindTraits | null;
}

export function indexKinds(kinds: readonly KindTraits[]): KindIndex {
  const byName = new Map<string, KindTraits[]>();
  for (const traits of kinds) byName.set(traits.kind, [...(byName.get(traits.kind) ?? []), traits]);
  const namedBySlip = (kind: string, value: JsonObject) =>
    isObject(get(value, "spec", "template")) ? kinds.filter((traits) => isNear(kind, traits.kind)) : [];
  return {
    names: new Set(byName.keys()),
    borrowingFields: kinds.flatMap(({ borrows }) => borrows?.field ?? []),
    meantAs({ kind, apiVersion, value }) {
      const named = byName.get(kind) ?? (apiVersion === "" ? [] : namedBySlip(kind, value));
      const group = apiVersion.includes("/") ? (apiVersion.split("/", 1)[0] as string) : apiVersion;
      const exact = named.find((traits) => traits.group === group);
      if (exact !== undefined) return exact;
      // Other tools' JSON may hold a "kind" as well; an object of Kubernetes has more than that.
      if (apiVersion === "" && !isObject(value.metadata) && !isObject(value.spec)) return null;
      if (group.includes("."))
        return named.find((traits) => traits.group.includes(".") && isNear(group, traits.group)) ?? null;
      return named.find((traits) => !traits.group.includes(".")) ?? named[0] ?? null;
    },
  };
}

/** Returns the kind that an object is judged as; null also where it has no pod template of its own to be judged. */
export function judgedAs(object: ManifestObject, kinds: KindIndex): KindTraits | null {
  const traits = kinds.meantAs(object);
  return traits === null || borrowedTemplate(object, kinds) !== null ? null : traits;
}

/** Returns the object whose pod template another one takes, and the entry that names it; null where there is none. */
export function borrowedTemplate(
  object: ManifestObject,
  kinds: KindIndex,
): { field: string; kind: string | null; name: string | null } | null {
  const borrows = kinds.meantAs(object)?.borrows;
  const from = borrows?.from(object) ?? null;
  return borrows === undefined || from === null ? null : { field: borrows.field, ...from };
}
