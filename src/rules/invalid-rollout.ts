import { ROLLOUT_KINDS } from "../rollout/rollout-kinds.js";
import type { Rule } from "./rule.js";

/** Settings that the API server refuses, or that let no new pod start: merging them rolls nothing out. */
export const invalidRollout: Rule = {
  name: "invalid-rollout",
  judges: "validity",
  check({ workload, analysis }) {
    return ROLLOUT_KINDS[workload.kind]
      .validate(analysis.written)
      .filter(({ assumesAbsent }) => !(workload.partial && assumesAbsent))
      .map(({ field, message, refused }) => ({
        severity: refused ? "error" : "warning",
        container: null,
        subject: field,
        path: ["spec", ...field.split(".")],
        message: `${refused ? "The API server refuses this rollout" : "This rollout never gets on"}: ${message}.`,
      }));
  },
};
