import * as z from "zod";
import { policySchema } from "./policy-schema.js";

/** Where the published schema of this version can be read. */
export const POLICY_SCHEMA_URL =
  "https://raw.githubusercontent.com/surefoot-dev/surefoot/main/docs/surefoot.schema.json";

/** Returns the schema of policy files for editors: JSON Schema draft-07, which all of them know. Plain data. */
export function policyJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(policySchema, { target: "draft-7", io: "input" });
  return {
    $schema,
    $id: POLICY_SCHEMA_URL,
    title: "Surefoot policy",
    description:
      "The settings of a repository that Surefoot reviews: .github/surefoot.yml on its default branch.",
    ...schema,
  };
}

/** Returns the published schema as text. */
export function policyJsonSchemaText(): string {
  return `${JSON.stringify(policyJsonSchema(), null, 2)}\n`;
}
