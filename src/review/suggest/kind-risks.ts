import type { Workload, WorkloadKind } from "../../workload/workload.js";

/** How the pods of a kind wait for one another, as far as a suggested probe can make them wait for ever. */
export interface KindRisks {
  /** a pod comes after the one that it replaces, and all others stay until it is ready */
  replacesInPlace: boolean;
  /** Whether a pod is created only once the one before it is ready. */
  startsInOrder(workload: Workload): boolean;
}

const NONE: KindRisks = { replacesInPlace: false, startsInOrder: () => false };

/** The one place of this folder that knows every kind. */
export const KIND_RISKS: Record<WorkloadKind, KindRisks> = {
  Deployment: NONE,
  StatefulSet: {
    replacesInPlace: true,
    startsInOrder: ({ spec }) => spec.podManagementPolicy !== "Parallel",
  },
  DaemonSet: { replacesInPlace: true, startsInOrder: () => false },
  Rollout: NONE,
};
