/** securityContext of pods and of containers in pkg/apis/core/validation/validation.go. */
import { asArray, isObject, type JsonObject } from "../../../manifest/json-value.js";
import { quoted } from "../../../words/quote.js";
import { below, type Fault, fault, missing, type Place, WHOLE } from "../values/fault.js";
import { idFaults } from "../values/number-rules.js";
import { descendingFaults } from "../values/paths.js";
import { isBlank, isSet, itemsOf, textOf } from "../values/read-value.js";
import { pointerChoiceFaults, requiredChoice } from "../values/text-rules.js";
import { windowsFaults } from "./windows-options.js";

/** ValidateSecurityContext */
export function containerSecurityFaults(context: unknown, hostUsers: boolean, place: Place): Fault[] {
  if (!isObject(context)) return [];
  const { allowPrivilegeEscalation, privileged, procMount, capabilities } = context;
  const faults = [
    ...["runAsUser", "runAsGroup"].flatMap((field) => idFaults(context[field], below(place, field))),
    ...pointerChoiceFaults(procMount, below(place, "procMount"), ["Default", "Unmasked"], { since: 33 }),
    ...profileFaults(context, place),
    ...windowsFaults(context.windowsOptions, below(place, "windowsOptions")),
  ];
  // Before 1.33 the field is dropped (ProcMountType in pkg/features/kube_features.go).
  if (procMount === "Unmasked" && hostUsers)
    faults.push(
      fault(below(place, "procMount"), "is “Unmasked”, which needs hostUsers: false of the pod", {
        ...WHOLE,
        since: 33,
      }),
    );
  if (allowPrivilegeEscalation !== false) return faults;
  if (privileged === true)
    faults.push(
      fault(
        below(place, "privileged"),
        "is true beside allowPrivilegeEscalation: false, but a privileged container may always raise its rights",
        WHOLE,
      ),
    );
  if (asArray(isObject(capabilities) ? capabilities.add : null).includes("CAP_SYS_ADMIN"))
    faults.push(
      fault(
        below(place, "capabilities", "add"),
        "has CAP_SYS_ADMIN beside allowPrivilegeEscalation: false, which excludes it",
        WHOLE,
      ),
    );
  return faults;
}

/** validatePodSpecSecurityContext */
export function podSecurityFaults(podSpec: JsonObject, place: Place): Fault[] {
  const context = podSpec.securityContext;
  if (!isObject(context)) return [];
  return [
    ...["fsGroup", "runAsUser", "runAsGroup"].flatMap((field) =>
      idFaults(context[field], below(place, field)),
    ),
    ...asArray(context.supplementalGroups).flatMap((group, index) =>
      idFaults(group, below(place, "supplementalGroups", index)),
    ),
    ...pointerChoiceFaults(context.fsGroupChangePolicy, below(place, "fsGroupChangePolicy"), [
      "Always",
      "OnRootMismatch",
    ]),
    // SupplementalGroupsPolicy and SELinuxChangePolicy in pkg/features/kube_features.go are on from 1.33.
    ...pointerChoiceFaults(
      context.supplementalGroupsPolicy,
      below(place, "supplementalGroupsPolicy"),
      ["Merge", "Strict"],
      { since: 33 },
    ),
    ...pointerChoiceFaults(
      context.seLinuxChangePolicy,
      below(place, "seLinuxChangePolicy"),
      ["MountOption", "Recursive"],
      { since: 33 },
    ),
    ...profileFaults(context, place),
    ...windowsFaults(context.windowsOptions, below(place, "windowsOptions")),
    ...sysctlFaults(context.sysctls, podSpec, below(place, "sysctls")),
  ];
}

const TYPES = ["Localhost", "RuntimeDefault", "Unconfined"];

/** validateSeccompProfileField and ValidateAppArmorProfileField, the latter known from 1.30 on. */
function profileFaults(context: JsonObject, place: Place): Fault[] {
  return [
    ...profileFault(context.seccompProfile, below(place, "seccompProfile"), descendingFaults),
    ...profileFault(context.appArmorProfile, below(place, "appArmorProfile"), unpadded).map((one) => ({
      since: 30,
      ...one,
    })),
  ];
}

function profileFault(profile: unknown, place: Place, pathRule: PathRule): Fault[] {
  if (!isObject(profile)) return [];
  const { type, localhostProfile } = profile;
  const at = below(place, "localhostProfile");
  const faults = requiredChoice(type, below(place, "type"), TYPES);
  if (type === "Localhost" && !isSet(localhostProfile))
    faults.push(missing(at, "the type Localhost needs one"));
  if (isSet(localhostProfile) && type !== "Localhost" && faults.length === 0)
    faults.push(fault(at, "is set, but only the type Localhost may have one", WHOLE));
  return type === "Localhost" ? [...faults, ...pathRule(localhostProfile, at)] : faults;
}

type PathRule = (path: unknown, place: Place) => Fault[];

/** The name of a profile of AppArmor is no path below a folder. */
function unpadded(name: unknown, place: Place): Fault[] {
  if (name === "") return [missing(place, "the type Localhost needs one")];
  const text = textOf(name);
  return text === null || text === text.trim()
    ? []
    : [fault(place, `is ${quoted(text)}, but no blanks are allowed around it`)];
}

const SYSCTL = /^[a-z0-9][-_a-z0-9./]*$/;
const OF_NETWORK = /^net[./]/;
const OF_IPC = /^(?:kernel[./](?:sem|shm|msg)|fs[./]mqueue[./])/;

/** validateSysctls; names of the node's own namespaces cannot be set where the pod shares them. */
function sysctlFaults(sysctls: unknown, { hostNetwork, hostIPC }: JsonObject, place: Place): Fault[] {
  const seen = new Set<string>();
  return itemsOf(sysctls).flatMap(([index, { name }]) => {
    const at = below(place, index, "name");
    if (isBlank(name)) return [missing(at, "every entry needs one")];
    const text = textOf(name);
    if (text === null) return [];
    if (
      text.length > 253 ||
      !SYSCTL.test(text) ||
      !text.split(/[./]/).every((part) => /^[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?$/.test(part))
    )
      return [
        fault(
          at,
          `is ${quoted(text)}, but small letters, digits, hyphens and underscores in parts with points are allowed`,
        ),
      ];
    const faults = seen.has(text) ? [fault(at, `is ${quoted(text)}, which is there twice`)] : [];
    seen.add(text);
    if (hostNetwork === true && OF_NETWORK.test(text))
      faults.push(fault(at, `is ${quoted(text)}, which a pod with hostNetwork cannot set`, WHOLE));
    if (hostIPC === true && OF_IPC.test(text))
      faults.push(fault(at, `is ${quoted(text)}, which a pod with hostIPC cannot set`, WHOLE));
    return faults;
  });
}
