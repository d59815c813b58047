/** The spec of a claim: ValidatePersistentVolumeClaimSpec in pkg/apis/core/validation/validation.go. */
import { asArray, asObject, get, isObject } from "../../../manifest/json-value.js";
import { quoted } from "../../../words/quote.js";
import { below, type Fault, fault, type Limits, missing, type Place, WHOLE } from "../values/fault.js";
import { selectorFaults } from "../values/labels.js";
import { parseQuantity } from "../values/quantity.js";
import { isBlank, isSet, textOf } from "../values/read-value.js";
import { listedChoiceFaults, pointerChoiceFaults, SUBDOMAIN, textFaults } from "../values/text-rules.js";

const MODES = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];

export function claimSpecFaults(value: unknown, place: Place, limits: Limits = {}): Fault[] {
  const spec = asObject(value);
  const modes = asArray(spec.accessModes);
  const faults = [
    ...(modes.length === 0 ? [missing(below(place, "accessModes"), "at least one is expected")] : []),
    ...listedChoiceFaults(modes, below(place, "accessModes"), MODES),
    ...selectorFaults(spec.selector, below(place, "selector")),
    ...storageFaults(
      get(spec, "resources", "requests", "storage"),
      below(place, "resources", "requests", "storage"),
    ),
    ...textFaults(spec.storageClassName, below(place, "storageClassName"), SUBDOMAIN),
    ...sourceFaults(spec.dataSource, below(place, "dataSource")),
    ...pointerChoiceFaults(spec.volumeMode, below(place, "volumeMode"), ["Block", "Filesystem"]),
  ];
  if (
    modes.includes("ReadWriteOncePod") &&
    modes.length > 1 &&
    modes.some((mode) => mode !== "ReadWriteOncePod")
  )
    faults.push(
      fault(below(place, "accessModes"), "has ReadWriteOncePod, beside which no other is allowed", WHOLE),
    );
  return faults.map((one) => ({ ...one, ...limits }));
}

function storageFaults(size: unknown, place: Place): Fault[] {
  if (!isSet(size)) return [missing(place, "it says how much space is asked for")];
  const amount = parseQuantity(size);
  return amount === null || amount > 0n ? [] : [fault(place, "is not above 0, but a size is expected")];
}

/** validateDataSource */
function sourceFaults(source: unknown, place: Place): Fault[] {
  if (!isObject(source)) return [];
  const { apiGroup, kind, name } = source;
  const faults = Object.entries({ kind, name }).flatMap(([field, value]) =>
    isBlank(value) ? [missing(below(place, field), "it says what the claim is filled from")] : [],
  );
  if (isBlank(apiGroup) && textOf(kind) !== null && kind !== "PersistentVolumeClaim")
    faults.push(
      fault(
        below(place, "kind"),
        `is ${quoted(String(kind))}, but without an apiGroup only PersistentVolumeClaim is allowed`,
        WHOLE,
      ),
    );
  return faults;
}
