import { get } from "../../manifest/json-value.js";
import { rollingLimits, rollingUngated } from "../common/rolling-update-lines.js";
import type { Explanation } from "../kind.js";
import { defaultedLimits } from "./deployment-config-defaults.js";

export const explainDeploymentConfig: Explanation = {
  outright({ rollout, worst }) {
    return rollout.strategy === "Recreate"
      ? `Recreate: every old pod is stopped before the first new one starts, worst case = replicas = ${worst}`
      : null;
  },

  limits(settled) {
    const params = get(settled.workload.spec, "strategy", "rollingParams");
    const standard = defaultedLimits(params);
    return rollingLimits(settled, (field) => ({ written: get(params, field), standard: standard[field] }));
  },

  ungated: rollingUngated,
};
