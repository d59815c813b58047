import type { JsonObject } from "../../../manifest/json-value.js";

/** The parts of a pod that its containers have in common. */
export interface PodContext {
  /** the volumes that are right, by name */
  volumes: ReadonlyMap<string, JsonObject>;
  /** names of volumes that have a fault of their own, so that nothing is said of who mounts them */
  faulty: ReadonlySet<string>;
  /** Whether what a tool fills in may give the pod a volume of that name. */
  mayHaveVolume(name: string): boolean;
  /** names of the pod's resource claims */
  claims: ReadonlySet<string>;
  /** seconds that the pod has to end; null where they cannot be told */
  grace: number | null;
  /** the pod shares the users of its node */
  hostUsers: boolean;
}
