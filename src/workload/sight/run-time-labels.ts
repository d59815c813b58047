/** Labels that a controller, an operator or what runs in the pods gives them, so that no manifest has them. */

const SET_AT_RUN_TIME =
  /^(?:(?:statefulset|apps|batch)\.kubernetes\.io\/|pod-template-|controller-|job-name$|rollouts-pod-template-hash$)|(?:^|[./_-])(?:role|primary|master|leader|replica|standby|active|state|status|health\w*)$/i;
const TURNS = /^(?:primary|master|leader|replica|slave|standby|active|true|false)$/i;

/** Whether a Service that selects by a label may mean pods that get it only while they run, as the one that leads does. */
export function isSetAtRunTime(key: string, value: string): boolean {
  return SET_AT_RUN_TIME.test(key) || TURNS.test(value);
}

const LEADS = /^(?:primary|master|leader|replica|slave|standby)$/i;

/**
 * Whether pods that a Service led to may get a label while they run, by its key or by its value. `role: frontend` and
 * `public: "true"` are written by whoever writes the pods.
 */
export function tellsWhoLeads(key: string, value: string): boolean {
  return LEADS.test(value) || (key !== "role" && SET_AT_RUN_TIME.test(key));
}
