import { ROLLOUT_KINDS } from "../rollout/rollout-kinds.js";
import type { Rule } from "./rule.js";

/** What the API server refuses in the rollout's settings, so that merging it rolls nothing out. */
export const invalidRollout: Rule = {
  name: "invalid-rollout",
  judges: "validity",
  check({ workload, analysis }) {
    return ROLLOUT_KINDS[workload.kind]
      .validate(analysis.written)
      .filter(({ assumesAbsent }) => !(workload.partial && assumesAbsent))
      .map(({ field, message }) => ({
        severity: "error",
        container: null,
        subject: field,
        path: ["spec", ...field.split(".")],
        message: `The API server refuses this rollout: ${message}.`,
      }));
  },
};
