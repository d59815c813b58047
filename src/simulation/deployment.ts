import { resolveFenceposts } from "../rollout/resolve-fenceposts.js";
import type { RollingStrategy } from "../rollout/rolling-strategy.js";

/** A Deployment as its controller reads it, its limits resolved to pods. */
export interface Deployment {
  replicas: number;
  strategy: RollingStrategy["type"];
  /** pods above `replicas`; 0 under Recreate, where it bounds nothing */
  maxSurge: number;
  /** pods below `replicas`, never more than they are; 0 under Recreate, where it bounds nothing */
  maxUnavailable: number;
}

/**
 * A strategy, as written or as resolved, at a number of replicas: MaxSurge and MaxUnavailable in
 * pkg/controller/deployment/util/deployment_util.go. Numbers mean pods, so what is resolved already stays as it is.
 */
export function resolveDeployment(
  strategy: RollingStrategy,
  replicas: number,
): Deployment | { error: string } {
  if (strategy.type === "Recreate") return { replicas, strategy: "Recreate", maxSurge: 0, maxUnavailable: 0 };
  const resolved = resolveFenceposts(strategy.maxSurge, strategy.maxUnavailable, replicas);
  if ("error" in resolved) return resolved;
  const { maxSurge } = resolved;
  const maxUnavailable = Math.min(resolved.maxUnavailable, replicas);
  return { replicas, strategy: "RollingUpdate", maxSurge, maxUnavailable };
}

/** Pods that a rolling update keeps available; 0 under Recreate: MinAvailable in deployment_util.go. */
export function minAvailable({ strategy, replicas, maxUnavailable }: Deployment): number {
  return strategy === "RollingUpdate" ? replicas - maxUnavailable : 0;
}
