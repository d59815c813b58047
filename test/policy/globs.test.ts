import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { globMatcher, pathFilter } from "../../src/policy/path-filter.js";
import { DEFAULT_POLICY } from "../../src/policy/policy.js";
import { MAX_GLOB_STEPS, readGlob } from "../../src/policy/read-glob.js";

describe("a glob names a path", () => {
  it.each([
    ["apps/web.yaml", "apps/web.yaml", true],
    ["apps/web.yaml", "apps/web.yml", false],
    ["*.yaml", "web.yaml", true],
    ["*.yaml", ".web.yaml", true],
    ["*.yaml", "apps/web.yaml", false],
    ["**", ".github/a/b.yaml", true],
    ["**/*.yaml", "web.yaml", true],
    ["**/*.yaml", "apps/.old/web.yaml", true],
    ["apps/**", "apps/web/a.yaml", true],
    ["apps/**", "apps", false],
    ["apps/**", "apps2/a.yaml", false],
    ["apps/*/a.yaml", "apps/web/a.yaml", true],
    ["apps/*/a.yaml", "apps/web/x/a.yaml", false],
    ["apps/**/a.yaml", "apps/a.yaml", true],
    ["**/test/**", "apps/test/x/a.yaml", true],
    ["**/test/**", "apps/tests/a.yaml", false],
    // The first folder of the name is not the one that leads to the end.
    ["**/a/b/*.yaml", "a/x/a/a/b/c.yaml", true],
    ["**/a/**/b.yaml", "a/b.yaml/a/b.yaml", true],
    ["web-*-prod.yaml", "web-prod.yaml", false],
    ["web-*-prod.yaml", "web--prod.yaml", true],
    ["*ab*ba*", "aba", false],
    ["*ab*ba*", "abba", true],
    ["a?.yaml", "ab.yaml", true],
    ["a?.yaml", "a.yaml", false],
    ["a?b", "a/b", false],
    ["[ab]-[0-9].yaml", "b-7.yaml", true],
    ["[ab]-[0-9].yaml", "c-7.yaml", false],
    ["[!a]*", "b.yaml", true],
    ["[^a]*", "a.yaml", false],
    ["[a\\]]", "]", true],
    ["*[-.]prod", "web.prod", true],
    ["{dev,prod}/**/*.{yaml,yml}", "prod/eu/a.yml", true],
    ["{dev,prod}/**/*.{yaml,yml}", "test/eu/a.yml", false],
    ["a{b,c/{d,e}}", "ac/e", true],
    ["{{cookiecutter.app}}/*.yaml", "{{cookiecutter.app}}/a.yaml", true],
    ["\\[slug\\]/\\*.yaml", "[slug]/*.yaml", true],
    ["\\[slug\\]/\\*.yaml", "[slug]/a.yaml", false],
    ["a.yaml", "aXyaml", false],
    ["*.yaml", "ünïcode-🙂.yaml", true],
    ["Apps/*", "apps/a.yaml", false],
  ])("%s, %s: %s", (glob, path, expected) => {
    expect(globMatcher([glob])(path)).toBe(expected);
  });

  it("as a search that tries everything would, whatever both are", () => {
    const name = fc
      .array(fc.constantFrom("a", "b", "*", "?", "[ab]"), { minLength: 1, maxLength: 4 })
      .map((signs) => signs.join("").replace(/\*+/g, "*"));
    const glob = fc.array(fc.oneof(name, fc.constant("**")), { minLength: 1, maxLength: 5 });
    const path = fc.array(fc.stringMatching(/^[abc]{1,4}$/), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(glob, path, (steps, names) => {
        expect(globMatcher([steps.join("/")])(names.join("/"))).toBe(triesAll(steps, names));
      }),
      { numRuns: 2_000 },
    );
  });

  it("in include, and not in exclude", () => {
    const isWanted = pathFilter({
      ...DEFAULT_POLICY,
      paths: { include: ["apps/**", "infra/*.yaml"], exclude: ["**/test/**"] },
    });
    expect(
      ["apps/a.yaml", "infra/a.yaml", "infra/x/a.yaml", "apps/test/a.yaml", "b.yaml"].map(isWanted),
    ).toEqual([true, true, false, false, false]);
  });
});

describe("the default of a policy's paths", () => {
  it.each([
    ["apps/api/testdata/web.yaml", false],
    ["testdata/web.yaml", false],
    ["lib/overlaytestdata/labels/web.yaml", false],
    ["lib/overlay_testdata/web.yaml", false],
    ["charts/__snapshots__/web.yaml", false],
    ["charts/__snapshot__/web.yaml", false],
    ["checks/test_fixtures/web.yaml", false],
    ["checks/rule-fixtures/deep/web.yaml", false],
    [".fixtures/web.yaml", false],
    ["checks/testfixtures/web.yaml", false],
    ["apps/lightfixtures/web.yaml", true],
    ["apps/light-fixtures-shop/web.yaml", true],
    ["apps/latestdata/web.yaml", true],
    ["apps/testdata-loader/web.yaml", true],
    ["lib/filters/testdata2/java/web.yaml", false],
    ["lib/filters/test-data-2/web.yaml", false],
    ["lib/fixtures_3/web.yaml", false],
    ["lib/testdata-merge/labels-expected/java/web.yaml", false],
    ["lib/testdata_merge/labels_expected/web.yaml", false],
    ["apps/testdata-loader/unexpected/web.yaml", true],
    ["docs/install/web.yaml", false],
    ["doc/web.yaml", false],
    ["apps/docs/web.yaml", true],
    ["pkg/fixtures/ingress/web.yml", false],
    ["tests/checks/web.json", false],
    ["cmd/inject.golden.yml", false],
    ["search/test/integration/config/web.yaml", false],
    ["test/e2e/web.yaml", false],
    ["conformance/mesh/web.yaml", false],
    ["e2e/web.yaml", false],
    ["apps/e2e/web.yaml", true],
    ["lib/test/conformance/web.yaml", false],
    ["src/test/resources/web.yaml", false],
    ["orders/src/integration/resources/manifests/web.yml", false],
    ["orders/web/src/integrationTest/resources/web.yml", false],
    ["orders/src/testFixtures/resources/web.yml", false],
    ["orders/src/it/resources/web.json", false],
    ["lint/test-files/manifest/web.yml", false],
    ["aio/test-resources/dashboard.yaml", false],
    ["lint/testdata2/rules/web.yml", false],
    // The word of an environment, of what readers apply, of an app, and of a file.
    ["clusters/test/web.yaml", true],
    ["clusters/e2e/web.yaml", true],
    ["clusters/test/web/e2e/web.yaml", true],
    ["integration/web.yaml", true],
    ["src/test/web.yaml", true],
    ["src/it/web/deployment.yaml", true],
    ["orders/src/main/resources/web.yaml", true],
    ["orders/test/resources/web.yaml", true],
    ["policies/conformance/web.yaml", true],
    ["examples/web.yaml", true],
    ["apps/tests-runner/web.yaml", true],
    ["apps/tests.yaml", true],
    ["apps/golden.yaml", true],
    ["clusters/test/baseline/web.yaml", true],
    ["clusters/test/expected/web.yaml", true],
    ["clusters/test-eu/golden/web.yaml", true],
    ["clusters/test/valid/web.yaml", true],
    ["clusters/test/good/web.yaml", true],
    ["clusters/test/pass-manager.yaml", true],
    ["clusters/test/mutated.yaml", true],
    ["clusters/test/passwords/web.yaml", true],
    ["clusters/test/validator.yaml", true],
    ["clusters/live/good/web.yaml", true],
    ["apps/success.yaml", true],
  ])("of %s: reviewed is %s", (path, wanted) => {
    expect(pathFilter(DEFAULT_POLICY)(path)).toBe(wanted);
  });
});

/** A second computation: every way in which a glob could fit, one after the other. */
function triesAll(steps: readonly string[], names: readonly string[]): boolean {
  const [step, ...later] = steps;
  const [name, ...below] = names;
  if (step === undefined) return name === undefined;
  if (step === "**")
    return (
      (later.length === 0 ? name !== undefined : triesAll(later, names)) ||
      (name !== undefined && triesAll(steps, below))
    );
  return name !== undefined && fits(step, name) && triesAll(later, below);
}

function fits(pattern: string, text: string): boolean {
  if (pattern === "") return text === "";
  if (pattern[0] === "*")
    return fits(pattern.slice(1), text) || (text !== "" && fits(pattern, text.slice(1)));
  if (text === "") return false;
  if (pattern.startsWith("[ab]")) return text[0] !== "c" && fits(pattern.slice(4), text.slice(1));
  return (pattern[0] === "?" || pattern[0] === text[0]) && fits(pattern.slice(1), text.slice(1));
}

describe("a glob is refused", () => {
  const allowed = (text: string, most?: number) => {
    const read = readGlob(text, most);
    return read.ok ? null : read.allowed;
  };

  it.each([
    ["**.yaml", /^\*\* as a whole name, such as \*\*\/\*\.yaml/],
    ["a**b/c", /^\*\* as a whole name/],
    ["a/***/b", /^\*\* as a whole name/],
    ["!apps/**", /^a glob of what is meant/],
    ["apps/", /^a glob of files, such as test\/\*\*/],
    ["+(a)", /^\*, \*\*, \?, \[ab\] and \{a,b\}/],
    ["a@(b)", /^\*, \*\*, \?, \[ab\] and \{a,b\}/],
    ["*(a)", /^\*, \*\*, \?, \[ab\] and \{a,b\}/],
    ["{1..9}", /^words with commas/],
    ["{a,b", /^words with commas/],
    ["[ab", /^signs between brackets/],
    ["[a/b]", /^signs between brackets/],
    ["[z-a]", /^signs between brackets/],
    ["a\\", /^signs between brackets/],
  ])("where a sign would mean something else than elsewhere: %s", (glob, sentence) => {
    expect(allowed(glob)).toMatch(sentence);
  });

  it.each([
    ["a/b/c", 3, true],
    ["a/b/c/d", 3, false],
    ["a/*", 3, true],
    ["a/*b*", 3, false],
    ["a?[bc]", 3, true],
    ["a??[bc]", 3, false],
    ["**/a", 3, true],
    ["**/a/b", 3, false],
    ["{a,b,c}", 3, true],
    ["{a,b,c,d}", 3, false],
    ["{a,b}*", 3, false],
    // Told before the sixteen that it stands for are made.
    ["{a,b}{a,b}{a,b}{a,b}", 3, false],
  ])("beyond the bound on its names and wildcards: %s with at most %i", (glob, most, isTaken) => {
    expect(allowed(glob, most)).toBe(
      isTaken
        ? null
        : `a glob of at most ${most} names and wildcards, counted anew for each word in its braces`,
    );
  });

  it("with a bound far above what folders ask for", () => {
    const deep = `clusters/{dev,stage,prod}/**/*.{yaml,yml}`;
    expect([allowed(deep, 36), allowed(deep, 35)]).toEqual([null, expect.stringContaining("at most 35")]);
    expect(MAX_GLOB_STEPS).toBe(48);
  });
});
