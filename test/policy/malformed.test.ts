/** The whole sentence that each malformed policy gets: line and column, what was found, what is allowed. */
import { expect, it } from "vitest";
import { readPolicy } from "../../src/policy/read-policy.js";
import { MALFORMED, waiverPolicy } from "./malformed-policies.js";

it("is a table of more than thirty policies", () => {
  expect(MALFORMED.length).toBeGreaterThan(30);
  expect(new Set(MALFORMED.map(([, text]) => text)).size).toBe(MALFORMED.length);
  expect(readPolicy(waiverPolicy({}), "policy.yml").problems).toEqual([]);
});

it.each(MALFORMED)("says where and what: %s", (_, text, expected) => {
  const path = ".github/surefoot.yml";
  const { problems } = readPolicy(text, path);
  expect(problems.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual([expected]);
  expect(problems).toMatchObject([{ code: "policy", path }]);
});
