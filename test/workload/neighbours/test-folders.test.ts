import { describe, expect, it } from "vitest";
import {
  isAssertion,
  isExpectedInTest,
  isExpectedOfBuild,
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
});
