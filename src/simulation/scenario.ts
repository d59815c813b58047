import type { RollingStrategy } from "../rollout/rolling-strategy.js";
import type { Termination } from "./pods/termination.js";

/**
 * One rollout of a Deployment from settled pods, as plain data. All times are in seconds and count to the
 * millisecond. It describes one course of many: what the cluster does is given here, pod by pod, and what the
 * controllers do follows from it without a delay of theirs.
 */
export interface RolloutScenario {
  /** pods that serve when it begins, and that are asked for */
  replicas: number;
  /** as written, or as resolved: a number means pods */
  strategy: RollingStrategy;
  minReadySeconds: number;
  /** the pods of the new template in the order of their creation; the last stands for all that come after it */
  newPods: readonly PodCourse[];
  /** how each pod ends that is deleted; at once where left out */
  termination?: Termination;
  /** from a pod's being ready until every proxy sends it traffic; 0 where left out */
  endpointLagSeconds?: number;
  /** the Service sends traffic to pods that are not ready, too */
  publishNotReadyAddresses?: boolean;
  /** changes of `replicas` while it runs, as an autoscaler makes them; of several at one time the last in the list stands */
  resizes?: readonly Resize[];
  /** pods of the old template that a resize adds; as the first new one where left out */
  oldPods?: PodCourse;
}

/** `replicas` from a moment on. */
export interface Resize {
  atSeconds: number;
  replicas: number;
}

/** How one pod comes up. Where a time is left out it is 0. */
export interface PodCourse {
  /** from its creation until it has a node */
  schedulingSeconds?: number;
  /** from then until its images are there */
  pullSeconds?: number;
  /** from then until its containers run; all of them start together */
  startSeconds?: number;
  /** those that keep running: regular ones and sidecars */
  containers: readonly ContainerCourse[];
  /** from ContainersReady until every readiness gate is true; null: never */
  readinessGateSeconds?: number | null;
}

/** How one container comes up. A livenessProbe is not part of it: it gates nothing. */
export interface ContainerCourse {
  /** from its start until the app really serves; null: never */
  startupSeconds: number | null;
  /** traffic does not reach it where false, so the pod serves without it */
  serving?: boolean;
  /** null or left out: it has none, and Kubernetes does not wait for it */
  startupProbe?: ProbeCourse | null;
  readinessProbe?: ProbeCourse | null;
}

/** A probe's numbers after defaulting, and what it meets. */
export interface ProbeCourse {
  initialDelaySeconds: number;
  periodSeconds: number;
  timeoutSeconds: number;
  successThreshold: number;
  /** counts for a startupProbe; a readinessProbe that has not succeeded has nothing to lose */
  failureThreshold: number;
  /**
   * from the container's start until the app answers this probe; when it serves, where left out. A port may be open
   * long before the app behind it can serve. null: never
   */
  answersSeconds?: number | null;
  /** until then a run hangs for the whole timeout; it is refused at once where false or left out */
  hangs?: boolean;
  /** the first run comes so long after initialDelaySeconds: a worker's ticks began before its container did */
  offsetSeconds?: number;
}
