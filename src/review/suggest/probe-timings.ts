/** The timings of a probe whose handler has none of its own. */

import type { Policy, ProbeTimings } from "../../policy/policy.js";
import { echoServer } from "../../workload/servers/echo-servers.js";
import type { Container } from "../../workload/workload.js";

/** For a Java process of the project's first case: an open port is not a warm app, so the delay stands in for the warm-up. */
export const DEFAULT_TIMINGS: ProbeTimings = {
  initialDelaySeconds: 30,
  periodSeconds: 5,
  timeoutSeconds: 3,
  successThreshold: 1,
  failureThreshold: 3,
};

/** A known start-up time stands for the warm-up, and some servers have none; what the policy writes stands above all. */
export function timings(policy: Policy, container: Container): ProbeTimings {
  const known = policy.startupSeconds ?? (echoServer(container) === null ? null : 0);
  const delay = known ?? DEFAULT_TIMINGS.initialDelaySeconds;
  return { ...DEFAULT_TIMINGS, initialDelaySeconds: delay, ...policy.probe };
}
