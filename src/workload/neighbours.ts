/** The objects beside workloads, as they are read: what stands around the workloads of a folder or a rendering. */
import type { JsonObject, KeyPath } from "../manifest/json-value.js";
import type { Manifest, ManifestObject } from "../manifest/manifest.js";
import type { NamespaceMesh } from "./probes/injected-namespaces.js";
import type { Monitor } from "./scrapes/monitors-in.js";
import type { SyncedImage } from "./sight/synced-images.js";

export interface ServicePort {
  name: string | null;
  port: number;
  /** a container's port name, or a number; the port itself where the Service names none */
  targetPort: string | number;
  protocol: "TCP" | "UDP" | "SCTP";
  appProtocol: string | null;
  /** which entry of spec.ports it is, from 0 */
  place: number;
}

export interface Service {
  name: string | null;
  namespace: string | null;
  object: ManifestObject;
  selector: Record<string, string>;
  ports: ServicePort[];
  /** `clusterIP: None`: its name stands for each pod and not for one address */
  headless: boolean;
  /** pods that are not ready get its traffic too */
  publishNotReadyAddresses: boolean;
}

export type AutoscalerKind = "HorizontalPodAutoscaler" | "ScaledObject";

/** The pods between which an autoscaler chooses, or why they are unknown: the place below its object, and a sentence. */
export type ScalingRange =
  /**
   * `sinceMinor` where the API servers of earlier minor versions refuse it; `least` where it goes below `min` to what no
   * rollout can take pods from
   */
  | { ok: true; min: number; max: number; least?: number; sinceMinor?: number }
  | { ok: false; path: KeyPath; message: string };

/** The owner of a workload's number of replicas. */
export interface Autoscaler {
  kind: AutoscalerKind;
  name: string | null;
  namespace: string | null;
  object: ManifestObject;
  /** the group is null where none is written, and "" where it is the core's */
  target: { group: string | null; kind: string; name: string };
  range: ScalingRange;
}

/** A PodDisruptionBudget: how many pods may be evicted at once. It limits no rollout. */
export interface DisruptionBudget {
  name: string | null;
  namespace: string | null;
  object: ManifestObject;
  /** as written: a LabelSelector */
  selector: JsonObject;
  minAvailable: unknown;
  maxUnavailable: unknown;
}

/** A ResourceQuota: how much the pods of a namespace may ask for together. */
export interface ResourceQuota {
  name: string | null;
  namespace: string | null;
  object: ManifestObject;
  /** by resource, as written */
  hard: JsonObject;
  scopes: string[];
  /** it counts the pods of some priorities or such alone */
  isSelective: boolean;
}

/** A PersistentVolumeClaim, as far as it says which pods can have it at once. */
export interface Claim {
  name: string;
  namespace: string | null;
  /** a new pod does not wait for the old one's volume */
  sharedWriters: boolean;
  /** as written, such as "ReadWriteOnce" */
  accessModes: string[];
  /** as written; null for the cluster's default */
  storageClass: string | null;
  /** the volume that it asks for by its name */
  volumeName: string | null;
  /** the labels of volumes that it asks for, as written; null where it asks for none */
  selector: JsonObject | null;
}

/** A PersistentVolume, as far as it says which claims get it and whether a node has to attach it. */
export interface PersistentVolume {
  name: string;
  labels: Record<string, string>;
  /** empty where it is of no class */
  storageClass: string;
  /** the only claim that gets it; null where any may */
  keptFor: { name: string; namespace: string | null } | null;
  /** a pod on another node waits until the node of the old one lets go of it */
  needsAttaching: boolean;
}

/** A StorageClass, as far as it says how a claim gets its volume. */
export interface StorageClass {
  name: string;
  /** such as "ebs.csi.aws.com"; empty where it is not written */
  provisioner: string;
  /** claims that name no class take it */
  isDefault: boolean;
}

/** How many objects of a folder name a claim for their pods. */
export interface ClaimUse {
  name: string;
  objects: number;
}

/** Labels that kustomize writes into the objects of a folder, over what stands in them. */
export interface AddedLabels {
  /** those that it gives to pods and to every selector alike, so that they match whatever the files say */
  everywhere: Map<string, string>;
  /** those that it gives to the pods and to no selector */
  onPods: Record<string, string>;
}

/** A port with a name, in a kustomization's patch. */
export interface PatchedPort {
  /** the patch */
  object: ManifestObject;
  /** files and folders whose objects it is laid over, if their kind and name are its own */
  taken: readonly string[];
  container: string;
  port: number;
  name: string;
}

/** A ConfigMap in which addresses of whoever reads it stand: the ports behind `localhost` and the like. */
export interface LocalCalls {
  name: string;
  namespace: string | null;
  ports: ReadonlySet<number>;
}

/** An object that says how load balancers reach pods: what leads to Services, or a Namespace with its labels. */
export type BalancerSign =
  | { kind: "Namespace"; name: string; labels: JsonObject }
  | {
      kind: "Ingress" | "TargetGroupBinding";
      name: string;
      namespace: string | null;
      className: string | null;
      /** names of the Services that it leads to */
      services: readonly string[];
      /** it has AWS' load balancer send to the pods' own addresses */
      isByAddress: boolean;
    };

/** The objects around the workloads of one folder, at one commit. */
export interface Neighbours {
  services: Service[];
  autoscalers: Autoscaler[];
  disruptionBudgets: DisruptionBudget[];
  resourceQuotas: ResourceQuota[];
  claims: Claim[];
  claimUses: ClaimUse[];
  localCalls: LocalCalls[];
  balancers: BalancerSign[];
  /** ServiceMonitors and PodMonitors, and those of VictoriaMetrics */
  monitors: Monitor[];
  /** by the name of a namespace, the meshes that it asks for a sidecar in each pod */
  injected: Map<string, readonly NamespaceMesh[]>;
  /** names of Services that an Ingress, a route or the like leads to */
  routed: Set<string>;
  /** paths of files that a kustomization of the change names as patches */
  patchPaths: ReadonlySet<string>;
  /** files and folders that a kustomization of the change takes in, so that it may add to what stands there */
  builtUpon: ReadonlySet<string>;
  /** those of them whose selectors get labels of the kustomization */
  labelledUpon: ReadonlySet<string>;
  /** files that may define kinds of custom resources */
  definitions: readonly Manifest[];
  /** of all files in sight, as a class is the cluster's and not a folder's */
  storageClasses: readonly StorageClass[];
  /** of all files in sight, for the same reason */
  persistentVolumes: readonly PersistentVolume[];
  /** named ports that patches of the change's kustomizations give to containers of other files */
  patchedPorts: readonly PatchedPort[];
  addedLabels: AddedLabels;
  /** the one that a kustomization of the folder gives to all of its objects; null where none does */
  namespace: string | null;
  /** names of the workloads whose replicas a kustomization of the change, or a patch, writes */
  countedByKustomize: ReadonlySet<string>;
  /** folders of this repository, as far as is known, that Applications of the change apply as they stand */
  appliedFolders: ReadonlySet<string>;
  /** images that Skaffold copies sources into while they are developed, by files of the change */
  syncedImages: readonly SyncedImage[];
  /** files in sight, of whatever folder, in which probes may stand */
  probing: readonly Manifest[];
  /** a tool made the objects, and no other adds to them */
  isRendered?: true;
}
