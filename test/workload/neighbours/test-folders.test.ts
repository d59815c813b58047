import { describe, expect, it } from "vitest";
import {
  isAssertion,
  isExpectedInTest,
  isExpectedOfBuild,
  isExpectedOfCluster,
  marksTestFolder,
} from "../../../src/workload/neighbours/test-folders.js";

describe("files of tests", () => {
  it.each([
    ["e2e/a/chainsaw-test.yaml", true],
    ["kuttl-test.yml", true],
    ["e2e/a/00-assert.yaml", true],
    ["e2e/a/02b-assert-pods.yaml", true],
    ["e2e/a/00--assert.yaml", true],
    ["e2e/a/00-install.yaml", false],
    ["e2e/a/00-assertive.yaml", false],
    ["k8s/00-error-pages.yaml", false],
  ])("%s marks its folder as a test: %s", (path, marks) => {
    expect(marksTestFolder(path)).toBe(marks);
  });

  it.each([
    ["test/kustomize/rollout/expected.yaml", true],
    ["tests/expected-output.yaml", true],
    ["overlays/test/expected.md", false],
    ["k8s/expected.yaml", false],
    ["test/unexpected.yaml", false],
  ])("%s is what a test expects of a build: %s", (path, isExpected) => {
    expect(isExpectedOfBuild(path)).toBe(isExpected);
  });

  it.each([
    ["a/00-assert.yaml", true, true],
    ["a/web-assert.yaml", true, true],
    ["a/assert.yaml", true, true],
    ["a/assert-web.yaml", false, true],
    ["a/01-errors.yaml", false, true],
    ["a/01-error.yaml", false, true],
    ["a/assertions.yaml", false, true],
    ["a/terrors.yaml", false, false],
    ["assert/web.yaml", false, false],
    ["a/web.yaml", false, false],
  ])("%s holds what is expected: %s by itself, %s in a test's folder", (path, alone, inTest) => {
    expect([isAssertion(path), isExpectedInTest(path)]).toEqual([alone, inTest]);
  });

  const PLAIN = "kind: StatefulSet\nmetadata:\n  name: db\n";
  const COUNTED = "kind: StatefulSet\nmetadata:\n  generation: 3\n  name: db\n";
  const OWNED = "kind: StatefulSet\nmetadata:\n  name: db\n  ownerReferences:\n  - kind: Db\n    name: db\n";
  it.each([
    ["a folder of end-to-end tests", "e2e-tests/tls/compare/db.yml", PLAIN, true],
    ["the same under another folder", "operator/e2e_test/tls/expected/db.yml", PLAIN, true],
    ["what such a test applies", "e2e-tests/tls/conf/db.yml", PLAIN, false],
    ["a folder that may be an environment's", "clusters/test/expected/db.yml", PLAIN, false],
    ["the same with a counted generation", "clusters/test/expected/db.yml", COUNTED, true],
    ["one kept as the cluster has it", "clusters/test/expected/db.yml", `${COUNTED}  uid: 7c\n`, false],
    ["a counted generation elsewhere in tests", "clusters/test/db.yml", COUNTED, false],
    ["an owner that nobody can apply", "clusters/test/db.yml", OWNED, true],
    ["an owner with its uid", "clusters/test/db.yml", `${OWNED}    uid: 7c\n`, false],
    ["the same in no test", "clusters/live/compare/db.yml", `${COUNTED}${OWNED}`, false],
    ["a folder whose name only ends so", "latest/compare/db.yml", COUNTED, false],
  ])("knows what a test compares with a cluster's objects: %s", (_, path, text, isExpected) => {
    expect(isExpectedOfCluster(path, text)).toBe(isExpected);
  });
});
