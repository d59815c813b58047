import { get } from "../../manifest/json-value.js";
import { rollingLimits, rollingUngated } from "../common/rolling-update-lines.js";
import type { Explanation } from "../kind.js";
import { deploymentDefaults } from "./deployment-defaults.js";

export const explainDeployment: Explanation = {
  outright({ rollout, worst }) {
    return rollout.strategy === "Recreate"
      ? `Recreate: every old pod is stopped before the first new one starts, worst case = replicas = ${worst}`
      : null;
  },

  limits(settled) {
    const { apiVersion, spec } = settled.workload;
    const defaults = deploymentDefaults(apiVersion);
    return rollingLimits(settled, (field) => ({
      written: get(spec, "strategy", "rollingUpdate", field),
      standard: defaults[field],
    }));
  },

  ungated: rollingUngated,
};
