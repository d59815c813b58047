/** How containers use volumes: ValidateVolumeMounts and ValidateVolumeDevices in core/validation. */
import { get, isObject, type JsonObject } from "../../../manifest/json-value.js";
import { quoted } from "../../../words/quote.js";
import { below, type Fault, fault, missing, type Place, WHOLE } from "../values/fault.js";
import { descendingFaults, pathFaults } from "../values/paths.js";
import { isBlank, isSet, itemsOf, textOf } from "../values/read-value.js";
import { pointerChoiceFaults } from "../values/text-rules.js";
import type { PodContext } from "./pod-context.js";

export function mountFaults(container: JsonObject, pod: PodContext, place: Place): Fault[] {
  const paths = new Set<string>();
  const privileged = get(container, "securityContext", "privileged") === true;
  return itemsOf(container.volumeMounts).flatMap(([index, mount]) => {
    const at = below(place, "volumeMounts", index);
    const path = textOf(mount.mountPath);
    const faults = [
      ...volumeNameFaults(mount.name, below(at, "name"), pod),
      ...(isBlank(mount.mountPath)
        ? [missing(below(at, "mountPath"), "it says where the volume appears")]
        : []),
      ...descendingFaults(mount.subPath, below(at, "subPath")),
      ...descendingFaults(mount.subPathExpr, below(at, "subPathExpr")),
      ...propagationFaults(mount, privileged, at),
    ];
    if (path !== null && paths.has(path))
      faults.push(
        fault(
          below(at, "mountPath"),
          `is ${quoted(path)}, where another volume of the container appears already`,
        ),
      );
    if (path !== null) paths.add(path);
    if (!isBlank(mount.subPath) && !isBlank(mount.subPathExpr))
      faults.push(fault(below(at, "subPathExpr"), "is set beside subPath, but only one of them is allowed"));
    return faults;
  });
}

function volumeNameFaults(name: unknown, place: Place, pod: PodContext): Fault[] {
  const { volumes, faulty } = pod;
  if (isBlank(name)) return [missing(place, "it names a volume of the pod")];
  const text = textOf(name);
  if (text === null || volumes.has(text) || faulty.has(text)) return [];
  const known = [...volumes.keys()];
  const told = known.length === 0 ? "it has none" : `it has ${known.slice(0, 5).map(quoted).join(", ")}`;
  return [
    fault(
      place,
      `is ${quoted(text)}, but the pod has no such volume (${told})`,
      pod.mayHaveVolume(text) ? WHOLE : { ...WHOLE, filledOrNot: true },
    ),
  ];
}

const PROPAGATIONS = ["Bidirectional", "HostToContainer", "None"];
/** RecursiveReadOnlyMounts in pkg/features/kube_features.go is on from 1.31. */
const FIRST_RECURSIVE = 31;

/** validateMountPropagation and validateMountRecursiveReadOnly */
function propagationFaults(
  { mountPropagation, recursiveReadOnly, readOnly }: JsonObject,
  privileged: boolean,
  place: Place,
): Fault[] {
  const at = below(place, "mountPropagation");
  const recursive = below(place, "recursiveReadOnly");
  const since = { since: FIRST_RECURSIVE };
  const faults = [
    ...pointerChoiceFaults(mountPropagation, at, PROPAGATIONS),
    ...pointerChoiceFaults(recursiveReadOnly, recursive, ["Disabled", "IfPossible", "Enabled"], since),
  ];
  if (mountPropagation === "Bidirectional" && !privileged)
    faults.push(fault(at, "is “Bidirectional”, which only a privileged container may have", WHOLE));
  if (recursiveReadOnly !== "Enabled" && recursiveReadOnly !== "IfPossible") return faults;
  if (readOnly !== true)
    faults.push(
      fault(recursive, "is set, but only a mount with readOnly: true may have it", { ...WHOLE, ...since }),
    );
  if (isSet(mountPropagation) && mountPropagation !== "None")
    faults.push(fault(recursive, "is set, but no mount with a mountPropagation may have it", since));
  return faults;
}

export function deviceFaults(container: JsonObject, pod: PodContext, place: Place): Fault[] {
  const mounts = itemsOf(container.volumeMounts).map(([, mount]) => mount);
  const names = new Set<string>();
  const paths = new Set<string>();
  return itemsOf(container.volumeDevices).flatMap(([index, device]) => {
    const at = below(place, "volumeDevices", index);
    const faults = [
      ...volumeNameFaults(device.name, below(at, "name"), pod),
      ...blockFaults(device.name, below(at, "name"), pod),
      ...(isBlank(device.devicePath)
        ? [missing(below(at, "devicePath"), "it says where the device appears")]
        : []),
      ...pathFaults(device.devicePath, below(at, "devicePath")),
    ];
    for (const [field, seen, ofMount] of [
      ["name", names, "name"],
      ["devicePath", paths, "mountPath"],
    ] as const) {
      const text = textOf(device[field]);
      if (text === null) continue;
      if (seen.has(text) || mounts.some((mount) => mount[ofMount] === text))
        faults.push(
          fault(below(at, field), `is ${quoted(text)}, which another volume of the container has already`),
        );
      seen.add(text);
    }
    return faults;
  });
}

/** A device needs a claim behind it. */
function blockFaults(name: unknown, place: Place, { volumes }: PodContext): Fault[] {
  const volume = volumes.get(textOf(name) ?? "");
  if (!isObject(volume) || isSet(volume.persistentVolumeClaim) || isSet(volume.ephemeral)) return [];
  return [fault(place, `is ${quoted(String(name))}, but only a volume of a claim can be a device`)];
}
