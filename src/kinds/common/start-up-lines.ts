import type { Policy } from "../../policy/policy.js";
import type { SettledRollout } from "../kind.js";

/** Returns the line where no arithmetic is needed; null where a known start-up meets a wait, in seconds. */
export function unwaitedLine({ worst, lost, policy }: SettledRollout, waited: number): string | null {
  const { startupSeconds } = policy;
  if (startupSeconds === null)
    return `start-up time unknown: every new pod may count as available before it serves, worst case = ${lost}`;
  if (startupSeconds === 0)
    return `the app serves at once (${isAnnotated(policy) ? ANNOTATION : "startupSeconds"} 0): worst case = budget = ${worst}`;
  if (waited === 0)
    return `${startUp(policy)}, minReadySeconds 0: a new pod counts as available ${startupSeconds} s before it serves, worst case = ${lost}`;
  return null;
}

const ANNOTATION = "annotation surefoot/startup-seconds";

/** "start-up 30 s", and who says so where it is not the policy. */
export function startUp(policy: Policy): string {
  return `start-up ${policy.startupSeconds} s${isAnnotated(policy) ? ` (${ANNOTATION})` : ""}`;
}

function isAnnotated({ startupSource }: Policy): boolean {
  return startupSource === "annotation";
}
