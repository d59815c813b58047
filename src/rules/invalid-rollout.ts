import { ROLLOUT_KINDS } from "../rollout/rollout-kinds.js";
import type { Rule } from "./rule.js";

/** Settings that the API server refuses, or that let no new pod start: merging them rolls nothing out. */
export const invalidRollout: Rule = {
  name: "invalid-rollout",
  judges: "validity",
  check({ workload, analysis }) {
    const { validate, refusedBy } = ROLLOUT_KINDS[workload.kind];
    return validate(analysis.written)
      .filter(({ assumesAbsent }) => !(workload.partial && assumesAbsent))
      .map(({ field, message, refused }) => ({
        severity: refused ? "error" : "warning",
        container: null,
        subject: field,
        path: ["spec", ...field.split(".").map((key) => (/^\d+$/.test(key) ? Number(key) : key))],
        message: `${refused ? `${refusedBy} refuses this rollout` : "This rollout can never proceed"}: ${message}.`,
      }));
  },
};
