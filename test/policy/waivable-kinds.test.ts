/** Whatever may have a finding can be waived: workloads, and all that is read around them and applied to a cluster. */
import { expect, test } from "vitest";
import { isKustomizationKind } from "../../src/manifest/kind-names.js";
import { WAIVABLE_KINDS, WORKLOAD_KIND_NAMES } from "../../src/policy/kind-names.js";
import { readPolicy } from "../../src/policy/read-policy.js";
import { NEIGHBOUR_KINDS } from "../../src/workload/neighbours/read-neighbours.js";
import { waiverPolicy } from "./malformed-policies.js";

const JUDGED = [...WORKLOAD_KIND_NAMES, ...NEIGHBOUR_KINDS.filter((kind) => !isKustomizationKind(kind))];

test("the kinds that a waiver may name are those that are judged", () => {
  expect([...WAIVABLE_KINDS].toSorted()).toEqual(JUDGED.toSorted());
});

test.each(JUDGED)("a finding of a %s is waived by its name", (kind) => {
  const workload = `${kind}/web`;
  const { waivers, problems } = readPolicy(waiverPolicy({ workload }), ".github/surefoot.yml");
  expect(problems).toEqual([]);
  expect(waivers.map((waiver) => waiver.workload)).toEqual([workload]);
});
