/**
 * Typed views of the Kubernetes objects that a review is about. Everything here is read defensively: a manifest may
 * hold any value at any key, so what has the wrong type is absent here and a fault in `faults`.
 */
import type { JsonObject, KeyPath } from "../manifest/json-value.js";
import type { ManifestObject } from "../manifest/manifest.js";
import type { WorkloadKindName } from "../policy/kind-names.js";
import type { HollowProbe } from "./probes/hollow-probe.js";
import type { NamespaceMesh } from "./probes/injected-namespaces.js";

export type { KeyPath } from "../manifest/json-value.js";

export const PROBE_TYPES = ["readinessProbe", "livenessProbe", "startupProbe"] as const;
export type ProbeType = (typeof PROBE_TYPES)[number];

export interface ContainerPort {
  name: string | null;
  /** what the name says beyond the name of the pod's app, which says nothing of a port; null where that is nothing */
  purpose: string | null;
  containerPort: number;
  protocol: "TCP" | "UDP" | "SCTP";
  /** a debugger has it: the container's settings say so, or the number where nothing else speaks of it */
  debugger?: "told" | "by-number";
  /** where the image tells of its metrics by itself, whatever the port's name is */
  metrics?: true;
}

export interface Container {
  name: string | null;
  /** a sidecar is an init container with `restartPolicy: Always`: it keeps running beside the regular ones */
  role: "regular" | "sidecar" | "init";
  /** where it stands below the object */
  path: KeyPath;
  image: string | null;
  ports: ContainerPort[];
  /** as written; absent where null */
  probes: Partial<Record<ProbeType, JsonObject>>;
  /** those of them that prove nothing of the container */
  hollowProbes: Partial<Record<ProbeType, HollowProbe>>;
  /** Dapr's sidecar gets ready only once the container listens, and holds the pod back so long */
  heldByDapr?: true;
  /** a readiness or startup probe of another container of the pod asks a port that this one alone declares */
  askedBySibling?: true;
  /** command and args, one after the other */
  commandLine: string[];
  env: string[];
  value: JsonObject;
}

/** A fault in the shape of a workload, with its place. */
export interface ShapeFault {
  path: KeyPath;
  message: string;
  /** the rest can be read: only what stands there is left out */
  dropped?: true;
}

/**
 * The traits of one kind of workload by which its objects are read and compared. A workload carries them, so that
 * nothing here has to know which kinds there are.
 */
export interface KindTraits {
  kind: WorkloadKindName;
  /** the API group of its ids: today's */
  group: string;
  /** every apiVersion that ever served it, today's first */
  apiVersions: readonly [string, ...string[]];
  /** those of them that no cluster of today serves, with the words for who has this kind under them no more */
  gone: Readonly<Record<string, string>>;
  /** the entry of the spec that says how pods are replaced */
  strategyField: "strategy" | "updateStrategy";
  /** where the pod template stands, as keys below the spec */
  podTemplate: KeyPath;
  /** where the labels stand that its pods are found by, as keys below the spec */
  selectorLabels: KeyPath;
  /** mappings below the spec in which a pod template is sometimes found, indented too deep */
  templateTraps: readonly KeyPath[];
  /** entries below the spec that belong to other kinds: the API server drops them, or refuses them where it is strict */
  strangers: readonly { path: KeyPath; message: string }[];
  /** how an object can take its pod template from another one, in whose stead it has none; absent where none can */
  borrows?: BorrowedTemplate;
  /** Keys of labels that its controller gives each pod over the template's, with values that no manifest knows. */
  controllerLabels(spec: JsonObject): readonly string[];
  /** conditions of readiness gates that its own controller sets, which say nothing of whether the app serves */
  ownReadinessGates?: readonly string[];
  /** each pod is itself, so that what runs in it, or an operator, may label one as the primary */
  podsDiffer: boolean;
  /** The spec with its defaults written out, for comparing; the pod template is left to others. */
  withDefaults(spec: JsonObject, apiVersion: string): JsonObject;
  /** by apiVersion that is gone: what its defaults filled in below the spec, where today's are others and numbers hang on it */
  oldDefaults: Readonly<Record<string, readonly OldDefault[]>>;
  /** Every value of the spec that the numbers of a rollout come from. */
  settingsOf(spec: JsonObject): unknown[];
  /**
   * what cannot be changed without deleting and creating the object again, each as Kubernetes compares it; with the
   * live object, as it stands once the workload is applied over that
   */
  immutable: Readonly<Record<string, (workload: Workload, live?: Workload) => unknown>>;
  /** apiVersions by which a live object's selector may be changed all the same; absent where by none */
  changesSelectorBy?: readonly string[];
  /** apiVersions that made a selector of the pod's labels where none was written; absent where none did */
  fillsSelector?: readonly string[];
  /** Whether a new pod template replaces no pod. */
  holdsPods(workload: Workload): boolean;
  /** Whether pods are replaced although the template stays: those of an earlier one, held back at the base, or all. */
  rollsAnyway(before: Workload, after: Workload): boolean;
}

/** A value that a live object keeps from the day it was created. */
export interface OldDefault {
  path: KeyPath;
  value: string | number;
  /** a type of the strategy under which it means nothing */
  notUnder?: string;
  /** the mapping around it that Kubernetes' API marks with `patchStrategy: retainKeys` */
  retainsKeys?: KeyPath;
}

/** The object that another one takes its pod template from. */
interface BorrowedTemplate {
  /** the entry of the spec that names it */
  field: string;
  /** The object named there; null where the entry is not written. */
  from(object: ManifestObject): { kind: string | null; name: string | null } | null;
}

export interface Workload {
  /** `<path>#<group>/<kind>/<namespace or empty>/<name>` with today's group, or `<path>#<n>` for a nameless object */
  id: string;
  kind: WorkloadKindName;
  traits: KindTraits;
  apiVersion: string;
  namespace: string | null;
  name: string | null;
  path: string;
  /** whose objects it sees, and who sees it */
  scope: string;
  line: number;
  object: ManifestObject;
  /** a patch states only a part on purpose: nothing that it leaves out is missing */
  partial: boolean;
  spec: JsonObject;
  podSpec: JsonObject;
  /** meshes that its namespace asks for a sidecar in each pod that does not refuse it */
  injectedBy: readonly NamespaceMesh[];
  podLabels: Record<string, string>;
  /** regular containers, sidecars and plain init containers, in the order of the manifest */
  containers: Container[];
  hasReadinessGates: boolean;
  hostNetwork: boolean;
  /** names of the PersistentVolumeClaims that the pods mount */
  claims: string[];
  faults: ShapeFault[];
}

/** Returns the containers that keep running: the ones whose probes count. */
export function runningContainers(workload: Workload): Container[] {
  return workload.containers.filter((container) => container.role !== "init");
}

const GATES = ["readinessProbe", "startupProbe"] as const satisfies ProbeType[];

/**
 * Kubernetes waits for a readiness or a startup probe before it counts a container as ready (prober_manager.go). One that
 * proves nothing of the container is no gate.
 */
export function isGated(container: Container): boolean {
  const isHeldByOthers = container.heldByDapr === true || container.askedBySibling === true;
  return isHeldByOthers || GATES.some((type) => provesSomething(container, type));
}

/** Whether a container has a probe of this type that may fail while it cannot serve. */
export function provesSomething({ probes, hollowProbes }: Container, type: ProbeType): boolean {
  return probes[type] !== undefined && hollowProbes[type] === undefined;
}
