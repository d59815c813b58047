/** A volume made of several sources: validateProjectedVolumeSource in pkg/apis/core/validation/validation.go. */
import { asArray, get, isObject, type JsonObject } from "../../../manifest/json-value.js";
import { quoted } from "../../../words/quote.js";
import { below, type Fault, fault, missing, type Place } from "../values/fault.js";
import { selectorFaults } from "../values/labels.js";
import { modeFaults, rangeFaults } from "../values/number-rules.js";
import { fileFaults } from "../values/paths.js";
import { isBlank, isSet, itemsOf, textOf } from "../values/read-value.js";
import { downwardFileFaults, keyToPathFaults } from "./volume-files.js";

const SOURCES = [
  "secret",
  "configMap",
  "downwardAPI",
  "serviceAccountToken",
  "clusterTrustBundle",
  "podCertificate",
];

export function projectedFaults({ sources, defaultMode }: JsonObject, place: Place): Fault[] {
  const items = itemsOf(sources);
  return [
    ...modeFaults(defaultMode, below(place, "defaultMode")),
    ...items.flatMap(([index, source]) => sourceFaults(source, below(place, "sources", index))),
    ...conflicts(items, place),
  ];
}

function sourceFaults(source: JsonObject, place: Place): Fault[] {
  const written = SOURCES.filter((name) => isSet(source[name]));
  const faults = written.flatMap((name) => {
    const value = source[name];
    return isObject(value) ? (CHECKS[name]?.(value, below(place, name)) ?? []) : [];
  });
  if (written.length > 1)
    faults.push(fault(place, `has ${written.join(" and ")}, but only one of them is allowed`));
  return faults;
}

/** Seconds that a token is valid: 10 minutes to 2^32. */
const TOKEN_SECONDS = { least: 600, most: 2 ** 32 };
/** ClusterTrustBundleProjection in pkg/features/kube_features.go is on from 1.37; where it is off, the source is dropped. */
const FIRST_WITH_BUNDLES = 37;

const CHECKS: Record<string, (source: JsonObject, place: Place) => Fault[]> = {
  secret: namedFaults,
  configMap: namedFaults,
  downwardAPI: ({ items }, place) =>
    itemsOf(items).flatMap(([index, item]) => downwardFileFaults(item, below(place, "items", index))),
  serviceAccountToken: ({ path, expirationSeconds }, place) => [
    ...(isBlank(path)
      ? [missing(below(place, "path"), "it names the file")]
      : fileFaults(path, below(place, "path"))),
    ...rangeFaults(expirationSeconds, below(place, "expirationSeconds"), TOKEN_SECONDS),
  ],
  clusterTrustBundle: ({ name, signerName, path, labelSelector }, place) => {
    const since = { since: FIRST_WITH_BUNDLES };
    const faults = [
      ...(isBlank(path) ? [{ ...missing(below(place, "path"), "it names the file"), ...since }] : []),
      ...(isSet(signerName) ? selectorFaults(labelSelector, below(place, "labelSelector")) : []),
    ];
    if (isSet(name) && isSet(signerName))
      faults.push(fault(place, "has name and signerName, but only one of them is allowed", since));
    if (!isSet(name) && !isSet(signerName))
      faults.push({ ...missing(below(place, "name"), "name or signerName is expected"), ...since });
    return faults;
  },
};

function namedFaults({ name, items }: JsonObject, place: Place): Fault[] {
  return [
    ...(isBlank(name) ? [missing(below(place, "name"), "it names the object")] : []),
    ...keyToPathFaults(items, below(place, "items")),
  ];
}

/** Two sources that write one file. */
function conflicts(sources: [number, JsonObject][], place: Place): Fault[] {
  const taken = new Set<string>();
  return sources.flatMap(([index, source]) =>
    ["secret", "configMap", "downwardAPI"].flatMap((name) =>
      asArray(get(source, name, "items")).flatMap((item, position) => {
        const path = textOf(get(item, "path"));
        if (path === null) return [];
        if (taken.size !== taken.add(path).size) return [];
        const at = below(place, "sources", index, name, "items", position, "path");
        return [fault(at, `is ${quoted(path)}, which another source of the volume writes already`)];
      }),
    ),
  );
}
