/** The volumes of a pod: ValidateVolumes and validateVolumeSource in pkg/apis/core/validation/validation.go. */
import { asObject, get, isObject, type JsonObject } from "../../../manifest/json-value.js";
import { quoted } from "../../../words/quote.js";
import { below, type Fault, fault, missing, named, type Place } from "../values/fault.js";
import { annotationsFaults, labelsFaults } from "../values/labels.js";
import { modeFaults, rangeFaults } from "../values/number-rules.js";
import { descendingFaults, pathFaults } from "../values/paths.js";
import { parseQuantity } from "../values/quantity.js";
import { isBlank, isSet, itemsOf, textOf } from "../values/read-value.js";
import { choiceFaults, DNS_LABEL, requiredText, SUBDOMAIN, textFaults } from "../values/text-rules.js";
import { claimSpecFaults } from "./claim.js";
import { projectedFaults } from "./projected-volume.js";
import { downwardFileFaults, keyToPathFaults } from "./volume-files.js";

interface VolumesReading {
  faults: Fault[];
  /** the volumes that are right, by name */
  right: Map<string, JsonObject>;
  /** names of those that have a fault */
  faulty: Set<string>;
}

export function readVolumes(volumes: unknown, place: Place): VolumesReading {
  const reading: VolumesReading = { faults: [], right: new Map(), faulty: new Set() };
  for (const [index, volume] of itemsOf(volumes)) {
    const name = textOf(volume.name);
    const at = named(
      below(place, index),
      name === null ? `the volume ${index + 1}` : `the volume ${quoted(name)}`,
    );
    const faults = [
      ...(isBlank(volume.name)
        ? [missing(below(at, "name"), "every volume needs one")]
        : textFaults(volume.name, below(at, "name"), DNS_LABEL)),
      ...sourceFaults(volume, at),
    ].map((one) => (isSet(volume.image) ? { since: FIRST_WITH_IMAGE, ...one } : one));
    if (name !== null && (reading.right.has(name) || reading.faulty.has(name)))
      faults.push({
        path: [...at.path, "name"],
        message: `${at.owner} is there twice, but every name may be there once`,
      });
    reading.faults.push(...faults);
    if (name === null) continue;
    if (faults.length > 0) reading.faulty.add(name);
    else reading.right.set(name, volume);
  }
  return reading;
}

/** Every source that a volume of some version can have. */
const SOURCES = [
  ...[
    "emptyDir",
    "hostPath",
    "gitRepo",
    "gcePersistentDisk",
    "awsElasticBlockStore",
    "secret",
    "nfs",
    "iscsi",
  ],
  ...[
    "glusterfs",
    "flocker",
    "persistentVolumeClaim",
    "rbd",
    "cinder",
    "cephfs",
    "quobyte",
    "downwardAPI",
    "fc",
  ],
  ...["flexVolume", "configMap", "azureFile", "vsphereVolume", "photonPersistentDisk", "portworxVolume"],
  ...["azureDisk", "storageos", "projected", "scaleIO", "csi", "ephemeral", "image"],
];

/** ImageVolume in pkg/features/kube_features.go is on from 1.35; where it is off, volume and mounts are dropped. */
const FIRST_WITH_IMAGE = 35;

/**
 * A volume without a source is an emptyDir: SetDefaults_Volume in pkg/apis/core/v1/defaults.go. A mapping that is there
 * and empty counts as one all the same.
 */
function sourceFaults(volume: JsonObject, place: Place): Fault[] {
  const written = SOURCES.filter((source) => isSet(volume[source]));
  if (written.length > 1) return [fault(place, `has ${written.join(" and ")}, but a volume has one source`)];
  const [source] = written;
  const value = source === undefined ? undefined : volume[source];
  if (source === undefined || !isObject(value)) return [];
  return SOURCE_CHECKS[source]?.(value, below(place, source)) ?? [];
}

const HOST_PATH_TYPES = [
  "DirectoryOrCreate",
  "Directory",
  "FileOrCreate",
  "File",
  "Socket",
  "CharDevice",
  "BlockDevice",
];

const SOURCE_CHECKS: Record<string, (source: JsonObject, place: Place) => Fault[]> = {
  emptyDir: ({ sizeLimit }, place) => {
    const size = parseQuantity(sizeLimit);
    return size !== null && size < 0n
      ? [fault(below(place, "sizeLimit"), "is negative, but a size is expected")]
      : [];
  },
  hostPath: ({ path, type }, place) =>
    isBlank(path)
      ? [missing(below(place, "path"), "it names what is on the node")]
      : [
          ...pathFaults(path, below(place, "path")),
          ...choiceFaults(type, below(place, "type"), HOST_PATH_TYPES),
        ],
  gitRepo: ({ repository, directory }, place) => [
    ...(isBlank(repository) ? [missing(below(place, "repository"), "it says what is cloned")] : []),
    ...descendingFaults(directory, below(place, "directory")),
  ],
  secret: ({ secretName, items, defaultMode }, place) => [
    ...(isBlank(secretName) ? [missing(below(place, "secretName"), "it names the Secret")] : []),
    ...modeFaults(defaultMode, below(place, "defaultMode")),
    ...keyToPathFaults(items, below(place, "items")),
  ],
  configMap: ({ name, items, defaultMode }, place) => [
    ...(isBlank(name) ? [missing(below(place, "name"), "it names the ConfigMap")] : []),
    ...modeFaults(defaultMode, below(place, "defaultMode")),
    ...keyToPathFaults(items, below(place, "items")),
  ],
  persistentVolumeClaim: ({ claimName }, place) =>
    isBlank(claimName) ? [missing(below(place, "claimName"), "it names the claim")] : [],
  nfs: ({ server, path }, place) => [
    ...(isBlank(server) ? [missing(below(place, "server"), "it names the machine")] : []),
    ...(isBlank(path)
      ? [missing(below(place, "path"), "it names the folder")]
      : textOf(path)?.startsWith("/") === false
        ? [
            fault(
              below(place, "path"),
              `is ${quoted(String(path))}, but a path with a slash before it is expected`,
            ),
          ]
        : []),
  ],
  downwardAPI: ({ items, defaultMode }, place) => [
    ...modeFaults(defaultMode, below(place, "defaultMode")),
    ...itemsOf(items).flatMap(([index, item]) => downwardFileFaults(item, below(place, "items", index))),
  ],
  projected: projectedFaults,
  csi: ({ driver, nodePublishSecretRef }, place) => [
    ...requiredText(driver, below(place, "driver"), CSI_DRIVER, "it names the driver"),
    ...(isObject(nodePublishSecretRef)
      ? requiredText(
          nodePublishSecretRef.name,
          below(place, "nodePublishSecretRef", "name"),
          SUBDOMAIN,
          "it names the Secret",
        )
      : []),
  ],
  ephemeral: ({ volumeClaimTemplate }, place) => {
    const at = below(place, "volumeClaimTemplate");
    if (!isSet(volumeClaimTemplate)) return [missing(at, "it says which claim is made")];
    const { labels, annotations } = asObject(get(volumeClaimTemplate, "metadata"));
    return [
      ...labelsFaults(labels, below(at, "metadata", "labels")),
      ...annotationsFaults(annotations, below(at, "metadata", "annotations")),
      ...claimSpecFaults(get(volumeClaimTemplate, "spec"), below(at, "spec")),
    ];
  },
  image: ({ reference, pullPolicy }, place) => [
    ...(isBlank(reference)
      ? [{ ...missing(below(place, "reference"), "it names the image"), since: 37 }]
      : []),
    ...choiceFaults(pullPolicy, below(place, "pullPolicy"), ["Always", "IfNotPresent", "Never"], {
      since: FIRST_WITH_IMAGE,
    }),
  ],
  iscsi: ({ targetPortal, iqn, lun }, place) => [
    ...(isBlank(targetPortal) ? [missing(below(place, "targetPortal"), "it names the machine")] : []),
    ...requiredText(iqn, below(place, "iqn"), ISCSI_NAME, "it names the target"),
    ...rangeFaults(lun, below(place, "lun"), { least: 0, most: 255 }),
  ],
  azureFile: ({ secretName, shareName }, place) => [
    ...(isBlank(secretName) ? [missing(below(place, "secretName"), "it names the Secret")] : []),
    ...(isBlank(shareName) ? [missing(below(place, "shareName"), "it names the share")] : []),
  ],
  glusterfs: ({ endpoints, path }, place) => [
    ...(isBlank(endpoints) ? [missing(below(place, "endpoints"), "it names the Endpoints")] : []),
    ...(isBlank(path) ? [missing(below(place, "path"), "it names the volume")] : []),
  ],
  awsElasticBlockStore: ({ volumeID }, place) =>
    isBlank(volumeID) ? [missing(below(place, "volumeID"), "it names the disk")] : [],
  gcePersistentDisk: ({ pdName }, place) =>
    isBlank(pdName) ? [missing(below(place, "pdName"), "it names the disk")] : [],
  cinder: ({ volumeID }, place) =>
    isBlank(volumeID) ? [missing(below(place, "volumeID"), "it names the disk")] : [],
  vsphereVolume: ({ volumePath }, place) =>
    isBlank(volumePath) ? [missing(below(place, "volumePath"), "it names the disk")] : [],
};

/** iscsiInitiatorIqnRegex and the like */
const ISCSI_NAME = {
  allows: (text: string) =>
    /^(?:iqn\.\d{4}-\d{2}\.[a-z0-9.-]+(?:\.[a-z0-9]|:|$)|eui\.[0-9A-Fa-f]{16}$|naa\.[0-9A-Fa-f]{32}$)/i.test(
      text,
    ),
  allowed: "a name that begins with iqn, eui or naa is expected",
};

/** ValidateCSIDriverName: a name of at most 63 characters, capitals allowed. */
const CSI_DRIVER = {
  allows: (text: string) => text.length <= 63 && SUBDOMAIN.allows(text.toLowerCase()),
  allowed:
    "at most 63 letters, digits, hyphens and points are allowed, with a letter or digit at both ends of each part",
};
