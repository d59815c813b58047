/** Fields that pods of one system cannot have: validateWindows and validateLinux in pkg/apis/core/validation/validation.go. */
import { asArray, asObject, get, isObject, type JsonObject } from "../../../manifest/json-value.js";
import { below, type Fault, fault, type Place, WHOLE } from "../values/fault.js";
import { isSet } from "../values/read-value.js";

const OF_BOTH = ["appArmorProfile", "seLinuxOptions", "seccompProfile", "runAsUser", "runAsGroup"];
const OF_LINUX_PODS = [
  ...OF_BOTH,
  ...[
    "fsGroup",
    "fsGroupChangePolicy",
    "supplementalGroups",
    "supplementalGroupsPolicy",
    "seLinuxChangePolicy",
  ],
];
const OF_LINUX_CONTAINERS = [
  ...OF_BOTH,
  ...["capabilities", "readOnlyRootFilesystem", "privileged", "allowPrivilegeEscalation", "procMount"],
];

/** Fields that came with a version, and are dropped before or unknown. */
const SINCE: Record<string, number> = {
  appArmorProfile: 30,
  procMount: 33,
  supplementalGroupsPolicy: 33,
  seLinuxChangePolicy: 33,
};

/** `containers` with their places: every list that the pod has. */
export function podSystemFaults(
  podSpec: JsonObject,
  place: Place,
  containers: readonly { value: JsonObject; place: Place }[],
): Fault[] {
  const system = get(podSpec, "os", "name");
  if (system !== "windows" && system !== "linux") return [];
  const contexts = [
    { value: podSpec.securityContext, place: below(place, "securityContext"), linux: OF_LINUX_PODS },
    ...containers.map((container) => ({
      value: container.value.securityContext,
      place: below(container.place, "securityContext"),
      linux: OF_LINUX_CONTAINERS,
    })),
  ];
  return [
    ...contexts.flatMap(({ value, place, linux }) =>
      isObject(value) ? foreign(value, system === "windows" ? linux : ["windowsOptions"], system, place) : [],
    ),
    ...(system === "windows" ? sharedWithNode(podSpec, place) : []),
  ];
}

function sharedWithNode(podSpec: JsonObject, place: Place): Fault[] {
  const shared = ["hostPID", "hostIPC"].filter((field) => podSpec[field] === true);
  const sysctls = asArray(asObject(podSpec.securityContext).sysctls).length > 0;
  return [
    ...foreign(podSpec, ["shareProcessNamespace", ...shared], "windows", place),
    ...foreign(podSpec, ["hostUsers"], "windows", place).map((one) => ({ ...one, since: 33 })),
    ...(sysctls
      ? foreign(asObject(podSpec.securityContext), ["sysctls"], "windows", below(place, "securityContext"))
      : []),
  ];
}

function foreign(value: JsonObject, fields: readonly string[], system: string, place: Place): Fault[] {
  return fields
    .filter((field) => isSet(value[field]))
    .map((field) => {
      const since = SINCE[field];
      return fault(below(place, field), `is set, but a pod with os.name: ${system} cannot have it`, {
        ...WHOLE,
        ...(since === undefined ? {} : { since }),
      });
    });
}
