/** PersistentVolumes that stand in files, as far as they say whether a node has to attach them. */
import { asString, get } from "../../manifest/json-value.js";
import type { Manifest } from "../../manifest/manifest.js";
import { readManifest } from "../../manifest/read-manifest.js";
import { matchesSelector } from "../neighbours/label-selector.js";
import type { Claim, PersistentVolume } from "../neighbours.js";
import { readLabels } from "../read-workload.js";
import { oncePerManifest } from "../sight/once-per-manifest.js";

const SIGN = /\bPersistentVolume\b/;
const KINDS: ReadonlySet<string> = new Set(["PersistentVolume"]);

/**
 * Names of storage, of its class or its provisioner, whose volumes every node reaches, or only one has, which then takes the new
 * pod too.
 */
const NEEDS_NO_ATTACHING =
  /(?<![a-z0-9])(?:nfs\d?|efs|fsx|azure-?file|cephfs|juicefs|gluster(?:fs|file)?(?!\.org)|smb|cifs|filestore|lustre|local|host-?path|zfs(?:pv)?|lvm(?:pv)?)(?![a-z0-9])|^manual$/i;

/** Provisioners of such storage whose names do not say it: that of Azure's files, and the first one of NFS's own example. */
const FILES_BY_ANOTHER_NAME: ReadonlySet<string> = new Set(["file.csi.azure.com", "fuseim.pri/ifs"]);

/** Whether volumes of a storage class, or of a provisioner, need no attaching, as the name says. */
export function needsNoAttaching(name: string): boolean {
  return NEEDS_NO_ATTACHING.test(name) || FILES_BY_ANOTHER_NAME.has(name);
}

/** Sources that kubelets mount as they are, or that lie on the node itself (core/v1: PersistentVolumeSource). */
const MOUNTED_AS_THEY_ARE = ["azureFile", "cephfs", "glusterfs", "hostPath", "local", "nfs", "quobyte"];

/** Returns the volumes that a file writes out. They are read for the claims that take them alone. */
export const persistentVolumesIn = oncePerManifest<readonly PersistentVolume[]>((manifest) =>
  SIGN.test(manifest.text) ? read(manifest) : [],
);

function read({ path, text }: Manifest): PersistentVolume[] {
  return readManifest(path, text, KINDS).objects.flatMap(({ apiVersion, value }) => {
    const name = asString(get(value, "metadata", "name"));
    if (apiVersion !== "v1" || name === null || name === "") return [];
    const driver = asString(get(value, "spec", "csi", "driver"));
    return [
      {
        name,
        labels: readLabels(get(value, "metadata", "labels")),
        storageClass: asString(get(value, "spec", "storageClassName")) ?? "",
        keptFor: keptFor(get(value, "spec", "claimRef")),
        needsAttaching:
          driver === null
            ? MOUNTED_AS_THEY_ARE.every((source) => get(value, "spec", source) == null)
            : !needsNoAttaching(driver),
      },
    ];
  });
}

function keptFor(reference: unknown): PersistentVolume["keptFor"] {
  const name = asString(get(reference, "name"));
  return name === null ? null : { name, namespace: asString(get(reference, "namespace")) };
}

/**
 * Whether all volumes in sight that a claim can be bound to need no attaching, and there is one
 * (kubernetes.io: persistent-volumes, binding: by name, else by class and selector; a claimRef keeps a volume for one claim).
 */
export function isBoundUnattached(claim: Claim, volumes: readonly PersistentVolume[]): boolean {
  const candidates = volumes.filter((volume) => mayTake(claim, volume));
  return candidates.length > 0 && candidates.every(({ needsAttaching }) => !needsAttaching);
}

function mayTake(claim: Claim, { name, labels, storageClass, keptFor }: PersistentVolume): boolean {
  if (claim.volumeName !== null) return claim.volumeName === name;
  if (keptFor !== null) {
    const isSame = keptFor.namespace === null || [null, keptFor.namespace].includes(claim.namespace);
    if (keptFor.name !== claim.name || !isSame) return false;
  }
  // A claim that names no class takes the cluster's default, unless the cluster has none.
  if ((claim.storageClass ?? "") !== storageClass) return false;
  return claim.selector === null || matchesSelector(claim.selector, labels);
}
