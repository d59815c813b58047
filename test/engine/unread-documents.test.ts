import { expect, it } from "vitest";
import type { ChangeSet } from "../../src/changeset/change-set.js";
import { reviewChange } from "../../src/engine.js";
import { DEFAULT_POLICY, type Policy } from "../../src/policy/policy.js";
import { renderChange } from "../../src/render/render-change.js";
import { CIRCUMSTANCES } from "../circumstances.js";

const text = "kind: Deployment\nmetadata:\n  name: a: b\n";

function review(rules: Policy["rules"]) {
  const hunks = [{ oldStart: 0, oldLines: 0, newStart: 1, newLines: 3 }];
  const file = {
    path: "a.yaml",
    previousPath: null,
    status: "added",
    before: null,
    after: { kind: "text", text },
  };
  const files = [{ ...file, hunks }] as ChangeSet["files"];
  const changeSet = { base: null, head: "h", webUrl: null, files, siblings: [], omissions: [] };
  return reviewChange(renderChange(changeSet), { ...DEFAULT_POLICY, rules }, CIRCUMSTANCES);
}

it("gives a workload that does not parse the severity of its rule in the policy", () => {
  expect(review({}).findings).toMatchObject([{ rule: "manifest-shape", severity: "error", line: 3 }]);
  expect(review({ "manifest-shape": "warning" }).conclusion).toBe("success");
  expect(review({ "manifest-shape": "off" }).findings).toEqual([]);
});

it("lists a workload that does not parse as not judged, whatever the policy says of the rule", () => {
  expect(review({ "manifest-shape": "off" }).problems).toMatchObject([{ code: "yaml-syntax", line: 3 }]);
});
