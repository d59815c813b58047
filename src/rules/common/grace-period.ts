/** How long the pods of a workload have to end, and what says that they need it. */

import { settingsOf } from "../../workload/serving/settings-of.js";
import { runningContainers, type Workload } from "../../workload/workload.js";
import { preStopOf } from "./pre-stop.js";

/** core/v1 defaults: DefaultTerminationGracePeriodSeconds. */
const DEFAULT_GRACE = 30;

/** Seconds; null where what is written is not a number of them. */
export function graceOf({ podSpec }: Workload): number | null {
  const written = podSpec.terminationGracePeriodSeconds ?? DEFAULT_GRACE;
  return Number.isInteger(written) && (written as number) >= 0 ? (written as number) : null;
}

const OF_SHUTDOWN =
  /drain|graceful|grace[-_.]?period|(?:shutdown|termination|stop)[-_.]?(?:timeout|delay|wait|grace)/;
const OFF = /^(?:0+(?:ms|s|m)?|false|off|no|none)?$/i;

/**
 * Whether the manifest itself says that something is to be done when a pod ends: by a hook, by a setting of a container, or
 * as pods with names of their own, of which a new one comes while the old one may still run.
 */
export function needsTimeToEnd(workload: Workload): boolean {
  if (workload.spec.serviceName != null) return true;
  return runningContainers(workload).some(
    (container) =>
      preStopOf(container) !== null ||
      settingsOf(container).some(({ key, value }) => OF_SHUTDOWN.test(key) && !OFF.test(value)),
  );
}
