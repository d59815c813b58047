/** The containers of a pod: validateContainers, validateInitContainers and validateContainerCommon of core/validation. */
import { get, isObject, type JsonObject } from "../../../manifest/json-value.js";
import { quoted } from "../../../words/quote.js";
import { below, type Fault, fault, missing, named, type Place, WHOLE } from "../values/fault.js";
import { isBlank, isSet, itemsOf, textOf } from "../values/read-value.js";
import { resourcesFaults } from "../values/resources.js";
import { choiceFaults, DNS_LABEL, textFaults } from "../values/text-rules.js";
import { containerPortsFaults, hostPortConflicts } from "./container-ports.js";
import { envFaults, envFileFaults, envFromFaults } from "./env.js";
import { hookFaults } from "./handlers.js";
import type { PodContext } from "./pod-context.js";
import { PROBES, probesFaults } from "./probes.js";
import { restartFaults } from "./restart-policy.js";
import { containerSecurityFaults } from "./security-context.js";
import { deviceFaults, mountFaults } from "./volume-mounts.js";

interface PlacedContainer {
  value: JsonObject;
  place: Place;
  role: "regular" | "sidecar" | "init";
}

const ORDINALS = ["first", "second", "third"];

/** Returns the containers of a pod with their places, regular ones first, as the server looks at them. */
export function placedContainers(podSpec: JsonObject, place: Place): PlacedContainer[] {
  return (["containers", "initContainers"] as const).flatMap((field) =>
    itemsOf(podSpec[field]).map(([index, value]) => {
      const name = typeof value.name === "string" && value.name !== "" ? quoted(value.name) : null;
      const ordinal = ORDINALS[index] ?? `${index + 1}th`;
      return {
        value,
        place: named(below(place, field, index), name ?? `the ${ordinal} of ${field}`),
        role: field === "containers" ? "regular" : value.restartPolicy === "Always" ? "sidecar" : "init",
      } as const;
    }),
  );
}

export function containersFaults(containers: readonly PlacedContainer[], pod: PodContext): Fault[] {
  const regular = containers.filter(({ role }) => role === "regular");
  return [
    ...containers.flatMap((container) => containerFaults(container, pod)),
    ...duplicateNames(containers),
    ...hostPortConflicts(regular.map(portsOf)),
    // Init containers run one after the other, so each may take what another had.
    ...containers
      .filter(({ role }) => role !== "regular")
      .flatMap((one) => hostPortConflicts([portsOf(one)])),
  ];
}

export function portsOf({ value, place }: PlacedContainer): { ports: unknown; place: Place } {
  return { ports: value.ports, place: below(place, "ports") };
}

function duplicateNames(containers: readonly PlacedContainer[]): Fault[] {
  const names = new Set<string>();
  return containers.flatMap(({ value, place }) => {
    const name = textOf(value.name);
    if (name === null || names.size === names.add(name).size)
      return name === null ? [] : [nameFault(place, "is the name of another container of the pod")];
    return [];
  });
}

function nameFault(place: Place, predicate: string): Fault {
  return { path: [...place.path, "name"], message: `the container name ${place.owner} ${predicate}` };
}

function containerFaults({ value, place, role }: PlacedContainer, pod: PodContext): Fault[] {
  return [
    ...nameFaults(value.name, place),
    ...(isBlank(value.image) ? [missing(below(place, "image"), "every container needs one")] : []),
    ...choiceFaults(value.terminationMessagePolicy, below(place, "terminationMessagePolicy"), [
      "File",
      "FallbackToLogsOnError",
    ]),
    ...choiceFaults(value.imagePullPolicy, below(place, "imagePullPolicy"), [
      "Always",
      "IfNotPresent",
      "Never",
    ]),
    ...containerPortsFaults(value.ports, below(place, "ports")),
    ...envFaults(value.env, below(place, "env")),
    ...envFromFaults(value.envFrom, below(place, "envFrom")),
    ...envFileFaults(value, pod.volumes, place),
    ...mountFaults(value, pod, place),
    ...deviceFaults(value, pod, place),
    ...resourcesFaults(value.resources, pod.claims, below(place, "resources")),
    ...resizeFaults(value.resizePolicy, below(place, "resizePolicy"), role),
    ...containerSecurityFaults(value.securityContext, pod.hostUsers, below(place, "securityContext")),
    ...restartFaults(value, role, place),
    ...(role === "init" ? forbiddenOnInit(value, place) : runningFaults(value, pod, place)),
  ];
}

function nameFaults(name: unknown, place: Place): Fault[] {
  if (isBlank(name)) return [missing(below(place, "name"), "every container needs one")];
  return textFaults(name, below(place, "name"), DNS_LABEL).map(() =>
    nameFault(place, `is not allowed: ${DNS_LABEL.allowed}`),
  );
}

/** Probes and hooks of a container that keeps running. */
function runningFaults(value: JsonObject, { grace }: PodContext, place: Place): Fault[] {
  const hooks = ["postStart", "preStop"].flatMap((name) => {
    const hook = get(value, "lifecycle", name);
    return isObject(hook) ? hookFaults(hook, below(place, "lifecycle", name), { grace }) : [];
  });
  return [...hooks, ...probesFaults(value, place)];
}

function forbiddenOnInit(value: JsonObject, place: Place): Fault[] {
  return ["lifecycle", ...PROBES].flatMap((field) =>
    isSet(value[field])
      ? [
          fault(
            below(place, field),
            "is set, but only an init container with restartPolicy: Always may have one",
            WHOLE,
          ),
        ]
      : [],
  );
}

/** InPlacePodVerticalScaling in pkg/features/kube_features.go is on from 1.33; before, the list is dropped. */
const FIRST_WITH_RESIZE = 33;
const RESIZABLE = ["cpu", "memory"];
const RESIZE_POLICIES = ["NotRequired", "RestartContainer"];

/** validateResizePolicy */
function resizeFaults(list: unknown, place: Place, role: PlacedContainer["role"]): Fault[] {
  const limits = { since: FIRST_WITH_RESIZE };
  const seen = new Set<unknown>();
  return itemsOf(list).flatMap(([index, { resourceName, restartPolicy }]) => {
    const at = below(place, index);
    const faults = [
      ...choiceFaults(resourceName, below(at, "resourceName"), RESIZABLE, limits),
      ...choiceFaults(restartPolicy, below(at, "restartPolicy"), RESIZE_POLICIES, limits),
    ];
    for (const [field, value] of Object.entries({ resourceName, restartPolicy }))
      if (isBlank(value)) faults.push({ ...missing(below(at, field), "every entry needs one"), ...limits });
    if (textOf(resourceName) !== null && seen.has(resourceName))
      faults.push(
        fault(
          below(at, "resourceName"),
          `is ${quoted(String(resourceName))}, which another entry has already`,
          limits,
        ),
      );
    seen.add(resourceName);
    // validateInitContainers; from 1.34 on (validation.go of that version).
    if (role === "init" && restartPolicy === "RestartContainer")
      faults.push(
        fault(below(at, "restartPolicy"), "is “RestartContainer”, which an init container cannot have", {
          since: 34,
        }),
      );
    return faults;
  });
}
