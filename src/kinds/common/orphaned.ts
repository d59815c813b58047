import type { ChangeFacts } from "../../workload/change/change-facts.js";

/**
 * Says how the pods live on while their object is deleted and created again: without an owner, until one whose selector they
 * match adopts them (controller_ref_manager.go: ClaimObject). Empty where the new one's selector does not. A Deployment
 * adopts ReplicaSets instead, which have their pods' labels (deployment/sync.go: getNewReplicaSet).
 */
export function orphaned({ selectsOldPods }: Pick<ChangeFacts, "selectsOldPods">): string {
  return selectsOldPods
    ? " Deleted with --cascade=orphan, its pods run on until the new object takes them over."
    : "";
}
