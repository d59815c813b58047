import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fitsLeaf } from "../../src/api-server/fields/fits-leaf.js";

/** What the servers of conformance/, of Kubernetes 1.34.4 and 1.37.2 alike, answered to each value in a field of each type. */
const ANSWERS = JSON.parse(readFileSync("test/api-server/decoded-values.json", "utf8")) as {
  value: unknown;
  takenBy: string[];
}[];

const KINDS = ["string", "boolean", "int32", "int64", "int-or-string", "quantity", "time", "any"] as const;

describe("a value fits a type where the API server's decoder takes it", () => {
  test.each(ANSWERS.map(({ value, takenBy }) => [JSON.stringify(value), value, takenBy] as const))(
    "%s",
    (_, value, takenBy) => {
      // null is told apart before: it fits everywhere.
      const fitting = KINDS.filter((kind) => value === null || fitsLeaf(kind, value));
      expect(fitting).toEqual(takenBy);
    },
  );
});
