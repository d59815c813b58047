import { asString, get } from "../../manifest/json-value.js";
import type { Manifest } from "../../manifest/manifest.js";
import { readObjects } from "../../manifest/read-manifest.js";
import type { Claim, StorageClass } from "../neighbours.js";
import { oncePerManifest } from "../sight/once-per-manifest.js";

const SIGN = /\bStorageClass\b/;
const KINDS: ReadonlySet<string> = new Set(["StorageClass"]);

/** The second one is of old, and still counts (pkg/apis/storage/util/helpers.go: IsDefaultAnnotation). */
const DEFAULT_ANNOTATIONS = [
  "storageclass.kubernetes.io/is-default-class",
  "storageclass.beta.kubernetes.io/is-default-class",
];

/** Returns the storage classes that a file writes out. They are read for the claims that take them alone. */
export const storageClassesIn = oncePerManifest<readonly StorageClass[]>((manifest) =>
  SIGN.test(manifest.text) ? read(manifest) : [],
);

function read({ path, text }: Manifest): StorageClass[] {
  return readObjects(path, text, KINDS).flatMap(({ apiVersion, value }) => {
    const name = asString(get(value, "metadata", "name"));
    if (!apiVersion?.startsWith("storage.k8s.io/") || name === null || name === "") return [];
    const annotations = get(value, "metadata", "annotations");
    const isDefault = DEFAULT_ANNOTATIONS.some((key) => get(annotations, key) === "true");
    return [{ name, provisioner: asString(value.provisioner) ?? "", isDefault }];
  });
}

/** What is known of a claim's storage class; a name without a class in sight has no provisioner. */
export type ClassOfClaim = Pick<StorageClass, "name" | "provisioner"> | "cluster's default" | "of its volume";

/**
 * Returns the class that a claim takes: the one it names, or the one default in sight (kubernetes.io: storage-classes, default
 * StorageClass). Where none or several are in sight the cluster decides; a claim for a volume by its name takes that one's.
 */
export function classOf(
  { storageClass, volumeName }: Pick<Claim, "storageClass" | "volumeName">,
  classes: readonly StorageClass[],
): ClassOfClaim {
  if (storageClass !== null)
    return classes.find(({ name }) => name === storageClass) ?? { name: storageClass, provisioner: "" };
  if (volumeName !== null) return "of its volume";
  const defaults = classes.filter(({ isDefault }) => isDefault);
  const [first] = defaults;
  const isOne = defaults.every(
    ({ name, provisioner }) => name === first?.name && provisioner === first.provisioner,
  );
  return first !== undefined && isOne ? first : "cluster's default";
}
