import * as z from "zod";
import { WAIVABLE_KINDS } from "./kind-names.js";
import { RULE_NAMES } from "./rule-names.js";
import { glob, key, oneOf, settings } from "./schema-parts.js";

const MAX_REASON_LENGTH = 500;

const waived = `Kind/name or Kind/namespace/name with * for any characters, such as Deployment/web; the kinds are ${WAIVABLE_KINDS.join(", ")}`;
const workloadPattern = new RegExp(`^(?:${WAIVABLE_KINDS.join("|")})(?:\\/[^/\\s]{1,253}){1,2}$`);
const reason = `words that say why, at most ${MAX_REASON_LENGTH} characters`;
export const daySchema = z.iso.date({ error: "a day of the calendar such as 2027-01-31" });
export const ruleSchema = oneOf(...RULE_NAMES);
export const reasonSchema = z
  .string({ error: reason })
  .regex(/\S/, { error: reason })
  .max(MAX_REASON_LENGTH, { error: reason });

/** One waiver as it stands in a policy. */
export const waiverSchema = settings({
  workload: z.string({ error: waived }).regex(workloadPattern, { error: waived }).meta({
    description:
      "Whose finding: Kind/name in whatever namespace, or Kind/namespace/name where the manifest writes that namespace. * stands for any characters of one part.",
  }),
  path: key(glob, "A glob of paths; every path where it is left out."),
  rule: ruleSchema.meta({ description: "Which finding." }),
  reason: reasonSchema.meta({ description: "Why it is accepted, in words for the next reader." }),
  until: daySchema.meta({
    description:
      "The last day on which it holds, YYYY-MM-DD in UTC. From the next day on the finding blocks.",
  }),
});
