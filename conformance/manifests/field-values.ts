/** Every field that is drawn, with the values to put there. */
import { CONTAINER_FIELDS, PROBE_FIELDS } from "./fields/container-fields.js";
import { META_FIELDS } from "./fields/metadata-fields.js";
import { AUTOSCALER_FIELDS, BUDGET_FIELDS, SERVICE_FIELDS } from "./fields/neighbour-fields.js";
import { POD_FIELDS } from "./fields/pod-fields.js";
import { ROLLOUT_FIELDS } from "./fields/rollout-fields.js";
import type { FieldValues } from "./fields/values-by-type.js";
import {
  DAEMON_SET_FIELDS,
  DEPLOYMENT_FIELDS,
  STATEFUL_SET_FIELDS,
  WORKLOAD_FIELDS,
} from "./fields/workload-fields.js";

export const FIELD_VALUES: readonly FieldValues[] = [
  ...META_FIELDS,
  ...WORKLOAD_FIELDS,
  ...DEPLOYMENT_FIELDS,
  ...STATEFUL_SET_FIELDS,
  ...DAEMON_SET_FIELDS,
  ...POD_FIELDS,
  ...CONTAINER_FIELDS,
  ...PROBE_FIELDS,
  ...SERVICE_FIELDS,
  ...AUTOSCALER_FIELDS,
  ...BUDGET_FIELDS,
  ...ROLLOUT_FIELDS.map((row) => ({ ...row, path: `Rollout:${row.path}` })),
];
