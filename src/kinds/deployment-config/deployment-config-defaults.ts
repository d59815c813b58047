import { asObject, get, type JsonObject, withoutNulls } from "../../manifest/json-value.js";
import type { IntOrString } from "../../rollout/int-or-percent.js";

/**
 * Values that OpenShift fills in where a DeploymentConfig's spec is silent: pkg/apps/apis/apps/v1/defaults.go of
 * github.com/openshift/openshift-apiserver. Seconds and pods. `replicas` is a plain number there and has no default.
 */
export const DEPLOYMENT_CONFIG_DEFAULTS = {
  minReadySeconds: 0,
  strategyType: "Rolling",
  limit: "25%" as IntOrString,
  /** of the params of either strategy; the params of a Custom one have none */
  timeoutSeconds: 600,
  activeDeadlineSeconds: 21600,
  rollingParams: { intervalSeconds: 1, updatePeriodSeconds: 1, timeoutSeconds: 600 },
  triggers: [{ type: "ConfigChange" }] as readonly JsonObject[],
} as const;

export interface RollingLimits {
  maxSurge: unknown;
  maxUnavailable: unknown;
}

/**
 * Returns the limits of rollingParams with their defaults: 25% each where neither is written, and for one beside a
 * written zero. Beside any other limit nothing is filled in, and the deployer takes nothing for 0.
 */
export function defaultedLimits(rollingParams: unknown): RollingLimits {
  const { maxSurge, maxUnavailable } = withoutNulls(asObject(rollingParams));
  const standard = (other: unknown) =>
    other === undefined || other === 0 || other === "0%" ? DEPLOYMENT_CONFIG_DEFAULTS.limit : 0;
  return {
    maxSurge: maxSurge ?? standard(maxUnavailable),
    maxUnavailable: maxUnavailable ?? standard(maxSurge),
  };
}

/** Whether a new pod template alone starts a rollout: the default trigger does, and an empty list is none. */
export function rollsOnChange({ triggers }: JsonObject): boolean {
  const written = Array.isArray(triggers) ? triggers : DEPLOYMENT_CONFIG_DEFAULTS.triggers;
  return written.some((trigger) => get(trigger, "type") === "ConfigChange");
}
