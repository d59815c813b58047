/** The environment of a container: ValidateEnv and ValidateEnvFrom in pkg/apis/core/validation/validation.go. */
import { get, isObject, type JsonObject } from "../../../manifest/json-value.js";
import { isPlaceholder } from "../../../manifest/template-text.js";
import { quoted } from "../../../words/quote.js";
import { fieldRefFaults, OF_ENV, resourceFieldFaults } from "../values/downward-api.js";
import { below, type Fault, fault, missing, type Place, WHOLE } from "../values/fault.js";
import { pathFaults } from "../values/paths.js";
import { isBlank, isSet, itemsOf, textOf } from "../values/read-value.js";
import {
  CONFIG_KEY,
  DNS_LABEL,
  ENV_NAME,
  orList,
  PRINTABLE_ENV_NAME,
  requiredText,
  SUBDOMAIN,
  textFaults,
} from "../values/text-rules.js";

/** RelaxedEnvironmentVariableValidation in pkg/features/kube_features.go is on from 1.32. */
const LAST_WITH_STRICT_NAMES = 31;

/** Two variables of one name are allowed: the last one counts. */
export function envFaults(env: unknown, place: Place): Fault[] {
  return itemsOf(env).flatMap(([index, entry]) => {
    const at = below(place, index);
    return [
      ...(isBlank(entry.name)
        ? [missing(below(at, "name"), "every variable needs one")]
        : envNameFaults(entry.name, below(at, "name"))),
      ...sourceFaults(entry, below(at, "valueFrom")),
    ];
  });
}

function envNameFaults(name: unknown, place: Place): Fault[] {
  const everywhere = textFaults(name, place, PRINTABLE_ENV_NAME);
  return everywhere.length > 0
    ? everywhere
    : textFaults(name, place, ENV_NAME, { until: LAST_WITH_STRICT_NAMES });
}

const SOURCES = ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef"];

/** EnvFiles in pkg/features/kube_features.go is on from 1.35; where it is off, the field is dropped. */
const LAST_WITHOUT_FILES = 34;

/** validateEnvVarValueFrom */
function sourceFaults({ value, valueFrom }: JsonObject, place: Place): Fault[] {
  if (!isObject(valueFrom)) return [];
  const written = SOURCES.filter((source) => isSet(valueFrom[source]));
  const faults = written.flatMap((source) => {
    const found = valueFrom[source];
    return isObject(found) ? (CHECKS[source]?.(found, below(place, source)) ?? []) : [];
  });
  if (written.length === 0)
    faults.push(fault(place, `names no source: one of ${orList(SOURCES)} is expected`, WHOLE));
  else if (typeof value === "string" && value !== "")
    faults.push(fault(place, "is set beside a value, but only one of the two is allowed"));
  else if (written.length > 1)
    faults.push(fault(place, `has ${written.join(" and ")}, but only one of them is allowed`));
  if (written.length === 1 && written[0] === "fileKeyRef") {
    const found =
      "is known only from 1.35 on: before, it is dropped, and a variable without a source is refused";
    faults.push(fault(below(place, "fileKeyRef"), found, { until: LAST_WITHOUT_FILES }));
  }
  return faults;
}

const CHECKS: Record<string, (source: JsonObject, place: Place) => Fault[]> = {
  fieldRef: (source, place) => fieldRefFaults(source, place, OF_ENV),
  resourceFieldRef: (source, place) => resourceFieldFaults(source, place, false),
  configMapKeyRef: keySelectorFaults,
  secretKeyRef: keySelectorFaults,
  fileKeyRef: fileKeyFaults,
};

/** validateConfigMapKeySelector and validateSecretKeySelector */
function keySelectorFaults({ name, key }: JsonObject, place: Place): Fault[] {
  return [
    ...requiredText(name, below(place, "name"), SUBDOMAIN, "it names the object"),
    ...requiredText(key, below(place, "key"), CONFIG_KEY, "it names the entry"),
  ];
}

/** validateFileKeySelector */
function fileKeyFaults({ key, volumeName, path }: JsonObject, place: Place): Fault[] {
  return [
    ...requiredText(key, below(place, "key"), PRINTABLE_ENV_NAME, "it names the variable in the file"),
    ...requiredText(volumeName, below(place, "volumeName"), DNS_LABEL, "it names the volume with the file"),
    ...(isBlank(path)
      ? [missing(below(place, "path"), "it names the file")]
      : pathFaults(path, below(place, "path"))),
  ];
}

/** ValidateEnvFrom */
export function envFromFaults(envFrom: unknown, place: Place): Fault[] {
  return itemsOf(envFrom).flatMap(([index, entry]) => {
    const at = below(place, index);
    const written = ["configMapRef", "secretRef"].filter((source) => isSet(entry[source]));
    const faults = [
      ...(isBlank(entry.prefix) ? [] : envNameFaults(entry.prefix, below(at, "prefix"))),
      ...written.flatMap((source) =>
        isObject(entry[source])
          ? requiredText(
              get(entry, source, "name"),
              below(at, source, "name"),
              SUBDOMAIN,
              "it names the object",
            )
          : [],
      ),
    ];
    if (written.length === 0)
      faults.push(fault(at, "names no source: configMapRef or secretRef is expected", WHOLE));
    if (written.length > 1)
      faults.push(fault(at, "has configMapRef and secretRef, but only one of them is allowed"));
    return faults;
  });
}

/** validateFileKeyRefVolumes: the volume of a file with variables is an emptyDir of the pod. */
export function envFileFaults(
  container: JsonObject,
  volumes: ReadonlyMap<string, JsonObject>,
  place: Place,
): Fault[] {
  return itemsOf(container.env).flatMap(([index, entry]) => {
    const name = textOf(get(entry, "valueFrom", "fileKeyRef", "volumeName"));
    if (name === null || isPlaceholder(name)) return [];
    const volume = volumes.get(name);
    if (volume !== undefined && isSet(volume.emptyDir)) return [];
    const at = below(place, "env", index, "valueFrom", "fileKeyRef", "volumeName");
    const found = volume === undefined ? "is no volume of the pod" : "is no emptyDir, which is needed there";
    return [fault(at, `is ${quoted(name)}, which ${found}`, { ...WHOLE, since: LAST_WITHOUT_FILES + 1 })];
  });
}
