import { describe, expect, it } from "vitest";
import { passesOrFails } from "../../src/render/pass-and-fail.js";

describe("what a linter is tried with", () => {
  it.each<[string, string[], string[]]>([
    ["beside the policy", ["a/Pass.yaml", "a/fail.yaml", "a/policy.yaml"], ["a/Pass.yaml", "a/fail.yaml"]],
    [
      "beside policies of a longer name",
      ["a/Pass.yaml", "a/Fail.yaml", "a/Custom Policies.yaml"],
      ["a/Pass.yaml", "a/Fail.yaml"],
    ],
    [
      "in a test",
      ["test/a/VALID.yaml", "test/a/Invalid-2.yaml"],
      ["test/a/VALID.yaml", "test/a/Invalid-2.yaml"],
    ],
    [
      "in folders",
      ["tests/good/web.yaml", "tests/bad/web.yaml"],
      ["tests/good/web.yaml", "tests/bad/web.yaml"],
    ],
    ["of two folders", ["test/a/pass.yaml", "test/b/fail.yaml"], []],
    ["of two pairs", ["test/a/pass.yaml", "test/a/bad.yaml"], []],
    ["without the other half", ["a/fail.yaml", "a/policy.yaml"], []],
    ["in no test", ["a/good.yaml", "a/bad.yaml"], []],
    ["by the beginning of a word", ["test/passport.yaml", "test/failover.yaml"], []],
    [
      "but nothing else there",
      ["test/pass.yaml", "test/fail.yaml", "test/web.yaml"],
      ["test/pass.yaml", "test/fail.yaml"],
    ],
  ])("%s", (_, paths, tried) => {
    expect(paths.filter(passesOrFails(paths))).toEqual(tried);
  });
});
