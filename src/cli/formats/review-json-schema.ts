import * as z from "zod";
import { reviewSchema } from "./review-schema.js";

/** Where the published schema of this version can be read. */
const REVIEW_SCHEMA_URL =
  "https://raw.githubusercontent.com/surefoot-dev/surefoot/main/docs/review.schema.json";

/**
 * The contract of `--format json` as JSON Schema draft-07. Plain data. It takes keys that it does not name: what a later
 * version prints has more of them.
 */
export function reviewJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(reviewSchema, {
    target: "draft-7",
    io: "input",
    override({ jsonSchema }) {
      // The bounds of JavaScript's numbers are no part of the contract.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  return {
    $schema,
    $id: REVIEW_SCHEMA_URL,
    title: "Surefoot review",
    description: "The output of surefoot review and surefoot scan with --format json.",
    ...schema,
  };
}
