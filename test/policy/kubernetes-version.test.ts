import { describe, expect, it } from "vitest";
import { EVERY_VERSION, kubernetesVersions, nameVersions } from "../../src/policy/kubernetes-version.js";

const named = (kubernetes: string | null) => nameVersions(kubernetesVersions({ kubernetes }));

describe("the versions of a cluster", () => {
  it.each([
    [null, ["1.27 to 1.37"]],
    ["1.34", ["1.34"]],
    ["1.35", ["1.35"]],
    ["1.35.2", ["1.35.2"]],
    ["1.35.4", ["1.35.4"]],
  ])("are, where the policy says %s, %s", (kubernetes, names) => {
    expect(named(kubernetes)).toEqual(names);
  });

  it("are both halves of a minor version in which a patch turned a feature gate over", () => {
    expect(kubernetesVersions({ kubernetes: "1.35" })).toEqual([
      { minor: 35, firstPatch: 0, lastPatch: 3 },
      { minor: 35, firstPatch: 4, lastPatch: null },
    ]);
  });

  it.each([
    [(minor: number) => minor < 34, ["1.27 to 1.33"]],
    [
      (minor: number, patch: number) => minor === 37 || (minor === 35 && patch < 4),
      ["1.35.0 to 1.35.3", "1.37"],
    ],
    [
      (minor: number, patch: number) => minor !== 37 && !(minor === 35 && patch < 4),
      ["1.27 to 1.34", "1.35.4 to 1.36"],
    ],
    [(minor: number, patch: number) => minor === 35 && patch >= 4, ["1.35.4 and later of 1.35"]],
    [(minor: number, patch: number) => minor < 35 || (minor === 35 && patch < 4), ["1.27 to 1.35.3"]],
    [() => false, []],
  ])("are named by runs without a gap", (isMeant, names) => {
    const versions = EVERY_VERSION.filter(({ minor, firstPatch }) => isMeant(minor, firstPatch));
    expect(nameVersions(versions)).toEqual(names);
  });
});
