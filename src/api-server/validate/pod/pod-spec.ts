/** A pod template: ValidatePodTemplateSpec and ValidatePodSpec in pkg/apis/core/validation/validation.go. */
import { asArray, asObject, get, isObject, type JsonObject } from "../../../manifest/json-value.js";
import { isPlaceholder, mayBecome } from "../../../manifest/template-text.js";
import { hostNetworkFaults } from "../container/container-ports.js";
import { containersFaults, placedContainers, portsOf } from "../container/containers.js";
import type { PodContext } from "../container/pod-context.js";
import { podSecurityFaults } from "../container/security-context.js";
import { hostProcessFaults } from "../container/windows-options.js";
import { below, type Fault, fault, missing, type Place, WHOLE } from "../values/fault.js";
import { annotationsFaults, labelsFaults } from "../values/labels.js";
import { isBlank, isSet, itemsOf, numberOf, textOf } from "../values/read-value.js";
import {
  choiceFaults,
  DNS_LABEL,
  LABEL_KEY,
  pointerChoiceFaults,
  pointerTextFaults,
  requiredText,
  SUBDOMAIN,
  textFaults,
} from "../values/text-rules.js";
import { readVolumes } from "../volume/volumes.js";
import { dnsFaults, hostAliasFaults } from "./dns.js";
import { podAnnotationFaults } from "./pod-annotations.js";
import { podSystemFaults } from "./pod-os.js";
import { affinityFaults, spreadFaults, tolerationsFaults } from "./scheduling.js";

/** Additions of a kind to the pods of its template. */
export interface TemplateOptions {
  /** names of volumes that stand for claims of each pod's own (volumeClaimTemplates of a StatefulSet) */
  claimTemplates: readonly string[];
  /** names of such claims that hold a placeholder */
  unfilledClaims: readonly string[];
  /** the controller gives each pod its hostname and subdomain */
  namesPods: boolean;
}

const PLAIN: TemplateOptions = { claimTemplates: [], unfilledClaims: [], namesPods: false };

export function podTemplateFaults(
  template: unknown,
  place: Place,
  options: TemplateOptions = PLAIN,
): Fault[] {
  const metadata = asObject(get(template, "metadata"));
  const podSpec = asObject(get(template, "spec"));
  const at = below(place, "metadata");
  return [
    ...labelsFaults(metadata.labels, below(at, "labels")),
    ...annotationsFaults(metadata.annotations, below(at, "annotations")),
    ...podAnnotationFaults(metadata.annotations, podSpec, below(at, "annotations")),
    ...podSpecFaults(podSpec, below(place, "spec"), options),
  ];
}

/** core/v1 defaults: DefaultTerminationGracePeriodSeconds */
const DEFAULT_GRACE = 30;

function podSpecFaults(
  podSpec: JsonObject,
  place: Place,
  { claimTemplates, unfilledClaims, namesPods }: TemplateOptions,
): Fault[] {
  // A claim of each pod's own takes the place of a volume of the same name, whatever that is.
  const written = asArray(podSpec.volumes).filter(
    (volume) => !claimTemplates.includes(String(get(volume, "name"))),
  );
  const volumes = readVolumes(
    claimTemplates.length === 0 ? podSpec.volumes : written,
    below(place, "volumes"),
  );
  for (const name of claimTemplates)
    volumes.right.set(name, { name, persistentVolumeClaim: { claimName: name } });
  const pod: PodContext = {
    volumes: volumes.right,
    faulty: volumes.faulty,
    mayHaveVolume: (name) =>
      mayBeFilledIn(podSpec) ||
      [...unfilledClaims, ...volumeNames(podSpec.volumes)].some((text) => mayBecome(text, name)),
    claims: new Set(itemsOf(podSpec.resourceClaims).flatMap(([, { name }]) => textOf(name) ?? [])),
    grace: isSet(podSpec.terminationGracePeriodSeconds)
      ? numberOf(podSpec.terminationGracePeriodSeconds)
      : DEFAULT_GRACE,
    hostUsers: podSpec.hostUsers !== false,
  };
  const containers = placedContainers(podSpec, place);
  const regular = containers.filter(({ role }) => role === "regular");
  return [
    ...volumes.faults,
    ...(regular.length === 0 &&
    (!isSet(podSpec.containers) || Array.isArray(podSpec.containers)) &&
    !hasDirective(podSpec.containers)
      ? [missing(below(place, "containers"), "every pod needs one")]
      : []),
    ...containersFaults(containers, pod),
    ...(podSpec.hostNetwork === true ? hostNetworkFaults(regular.map(portsOf)) : []),
    ...(asArray(podSpec.ephemeralContainers).length > 0
      ? [fault(below(place, "ephemeralContainers"), "is set, but no pod template may have them")]
      : []),
    ...settingsFaults(podSpec, place),
    ...(namesPods
      ? []
      : ["hostname", "subdomain"].flatMap((field) =>
          textFaults(podSpec[field], below(place, field), DNS_LABEL),
        )),
    ...podSecurityFaults(podSpec, below(place, "securityContext")),
    ...podSystemFaults(podSpec, place, containers),
    ...hostProcessFaults(
      podSpec,
      containers.map(({ value }) => value),
      place,
    ),
    ...affinityFaults(podSpec.affinity, below(place, "affinity")),
    ...spreadFaults(podSpec.topologySpreadConstraints, below(place, "topologySpreadConstraints")),
    ...tolerationsFaults(podSpec.tolerations, below(place, "tolerations")),
    ...dnsFaults(podSpec, place),
    ...hostAliasFaults(podSpec.hostAliases, below(place, "hostAliases")),
    ...resourceClaimFaults(podSpec.resourceClaims, below(place, "resourceClaims")),
  ];
}

/** Whether whole volumes may come in the place of a placeholder. */
function mayBeFilledIn({ volumes, ...others }: JsonObject): boolean {
  if (Object.keys(others).some(isPlaceholder)) return true;
  return isSet(volumes) && (!Array.isArray(volumes) || !volumes.every(isObject));
}

function volumeNames(volumes: unknown): string[] {
  return itemsOf(volumes).flatMap(([, { name }]) => (typeof name === "string" ? name : []));
}

function hasDirective(list: unknown): boolean {
  return asArray(list).some((item) => isObject(item) && isSet(item.$patch));
}

/** Fields of their own; every kind of workload asks for restartPolicy: Always, and none for a deadline of its pods. */
function settingsFaults(podSpec: JsonObject, place: Place): Fault[] {
  const { hostPID, shareProcessNamespace, hostNetwork, hostIPC } = podSpec;
  const faults = [
    ...choiceFaults(podSpec.restartPolicy, below(place, "restartPolicy"), ["Always"]),
    ...(isSet(podSpec.activeDeadlineSeconds)
      ? [
          fault(
            below(place, "activeDeadlineSeconds"),
            "is set, but only pods that come to an end may have it",
          ),
        ]
      : []),
    ...labelsFaults(podSpec.nodeSelector, below(place, "nodeSelector")),
    ...["serviceAccountName", "nodeName", "priorityClassName"].flatMap((field) =>
      textFaults(podSpec[field], below(place, field), SUBDOMAIN),
    ),
    ...pointerTextFaults(podSpec.runtimeClassName, below(place, "runtimeClassName"), SUBDOMAIN),
    ...pointerChoiceFaults(podSpec.preemptionPolicy, below(place, "preemptionPolicy"), [
      "PreemptLowerPriority",
      "Never",
    ]),
    ...(isObject(podSpec.os)
      ? isBlank(podSpec.os.name)
        ? [missing(below(place, "os", "name"), "linux or windows is expected")]
        : choiceFaults(podSpec.os.name, below(place, "os", "name"), ["linux", "windows"])
      : []),
    ...itemsOf(podSpec.readinessGates).flatMap(([index, { conditionType }]) =>
      requiredText(
        conditionType,
        below(place, "readinessGates", index, "conditionType"),
        LABEL_KEY,
        "it names the condition",
      ),
    ),
    ...itemsOf(podSpec.schedulingGates).flatMap(([index, { name }]) =>
      requiredText(name, below(place, "schedulingGates", index, "name"), LABEL_KEY, "every gate needs one"),
    ),
  ];
  if (hostPID === true && shareProcessNamespace === true)
    faults.push(
      fault(
        below(place, "shareProcessNamespace"),
        "is true beside hostPID, but only one of the two is allowed",
        WHOLE,
      ),
    );
  return [...faults, ...hostUserFaults({ hostNetwork, hostIPC, hostPID }, podSpec.hostUsers, place)];
}

/** validateHostUsers; UserNamespacesSupport in pkg/features/kube_features.go is on from 1.33. */
function hostUserFaults(shared: JsonObject, hostUsers: unknown, place: Place): Fault[] {
  if (hostUsers !== false) return [];
  return Object.entries(shared).flatMap(([field, value]) =>
    value === true
      ? [
          fault(below(place, field), "is true beside hostUsers: false, which excludes it", {
            ...WHOLE,
            since: 33,
          }),
        ]
      : [],
  );
}

/** validatePodResourceClaims; DynamicResourceAllocation in pkg/features/kube_features.go is on from 1.34. */
function resourceClaimFaults(claims: unknown, place: Place): Fault[] {
  const since = { since: 34 };
  return itemsOf(claims).flatMap(([index, { name, resourceClaimName, resourceClaimTemplateName }]) => {
    const at = below(place, index);
    const faults = isBlank(name)
      ? [{ ...missing(below(at, "name"), "every claim needs one"), ...since }]
      : textFaults(name, below(at, "name"), DNS_LABEL, since);
    for (const [field, value] of Object.entries({ resourceClaimName, resourceClaimTemplateName }))
      faults.push(...pointerTextFaults(value, below(at, field), SUBDOMAIN, since));
    if (isSet(resourceClaimName) === isSet(resourceClaimTemplateName))
      faults.push(
        fault(at, "needs exactly one of resourceClaimName and resourceClaimTemplateName", {
          ...WHOLE,
          ...since,
        }),
      );
    return faults;
  });
}
