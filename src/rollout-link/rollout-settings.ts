/**
 * The numbers of one rollout as a page is told them: what the review writes behind the `#` of a link, and what the page
 * reads there. It holds numbers and a name, and knows neither a manifest nor a page.
 */
import type { IntOrString } from "../rollout/int-or-percent.js";

/** A rolling update of a Deployment, and what is known of its app. Times are in whole seconds. */
export interface RolloutSettings {
  /** the workload's; null where it is not told */
  name: string | null;
  replicas: number;
  /** those of before, where the change raises them as well; null where it does not, or it is not told */
  replicasBefore: number | null;
  maxSurge: IntOrString;
  maxUnavailable: IntOrString;
  minReadySeconds: number;
  /** from a container's start until it serves; null where that is not known */
  startupSeconds: number | null;
  /** Kubernetes waits for a probe of every serving container */
  gated: boolean;
  /** the readinessProbe that a container without one would get; of one that is gated, the one that it has */
  initialDelaySeconds: number;
  periodSeconds: number;
  successThreshold: number;
  /** from the start of the containers until the probes have succeeded of those that have one, in a pod that is not gated */
  otherProbesSeconds: number;
}

/** The whole numbers of a rollout, with the least and the most that is taken. */
export const COUNTS = {
  replicas: { least: 1, most: 1000 },
  replicasBefore: { least: 0, most: 999 },
  minReadySeconds: { least: 0, most: 600 },
  startupSeconds: { least: 0, most: 3600 },
  initialDelaySeconds: { least: 0, most: 3600 },
  periodSeconds: { least: 1, most: 3600 },
  successThreshold: { least: 1, most: 100 },
  otherProbesSeconds: { least: 0, most: 3600 },
} as const satisfies Partial<Record<keyof RolloutSettings, { least: number; most: number }>>;

export type CountField = keyof typeof COUNTS;
export const COUNT_FIELDS = Object.keys(COUNTS) as CountField[];

/** The settings that may be pods or per cent, with the most of each that is taken. */
export const LIMITS = {
  maxSurge: { pods: 1000, percent: 1000 },
  maxUnavailable: { pods: 1000, percent: 100 },
} as const;

export type LimitField = keyof typeof LIMITS;
export const LIMIT_FIELDS = Object.keys(LIMITS) as LimitField[];

export type SettingField = CountField | LimitField | "name" | "gated";

/** The values of settings that are not given: the README's three pods, and the probe that is suggested for them. */
export const EXAMPLE: RolloutSettings = {
  name: null,
  replicas: 3,
  replicasBefore: null,
  maxSurge: "34%",
  maxUnavailable: "34%",
  minReadySeconds: 0,
  startupSeconds: null,
  gated: false,
  initialDelaySeconds: 30,
  periodSeconds: 5,
  successThreshold: 1,
  otherProbesSeconds: 0,
};

/** The start-up time that is drawn where it is not known: that of a Java process of the usual size. Seconds. */
export const ASSUMED_STARTUP_SECONDS = 30;
