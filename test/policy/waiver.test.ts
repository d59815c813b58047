import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { waiverFinder } from "../../src/policy/find-waiver.js";
import { daysLeft, namesWorkload, type Waiver } from "../../src/policy/waiver.js";

const web = { kind: "Deployment", namespace: "shop", name: "web" };

describe("the workload that a waiver names", () => {
  it.each([
    ["Deployment/web", true],
    ["Deployment/shop/web", true],
    ["Deployment/*", true],
    ["Deployment/w*", true],
    ["Deployment/*b", true],
    ["Deployment/w*b", true],
    ["Deployment/web*", true],
    ["Deployment/*/web", true],
    ["Deployment/sh*/w*", true],
    ["StatefulSet/web", false],
    ["Deployment/we", false],
    ["Deployment/webb", false],
    ["Deployment/we*eb", false],
    ["Deployment/w*x*b", false],
    ["Deployment/other/web", false],
    ["Deployment/we.", false],
    ["Deployment/.*", false],
    ["Deployment/Web", false],
  ])("%s: %s", (pattern, expected) => {
    expect(namesWorkload(pattern, web)).toBe(expected);
  });

  it("is in the namespace only where the manifest writes that one", () => {
    const anywhere = { ...web, namespace: null };
    expect(namesWorkload("Deployment/web", anywhere)).toBe(true);
    expect(namesWorkload("Deployment/shop/web", anywhere)).toBe(false);
  });

  it("has no name where the manifest leaves that to the cluster", () => {
    const nameless = { ...web, name: null };
    expect(namesWorkload("Deployment/*", nameless)).toBe(true);
    expect(namesWorkload("Deployment/web", nameless)).toBe(false);
  });

  it("is the one that a regular expression finds too", () => {
    const letters = (...from: string[]) => fc.string({ unit: fc.constantFrom(...from), maxLength: 8 });
    fc.assert(
      fc.property(letters("a", "b", "*"), letters("a", "b"), (pattern, name) => {
        const expected = new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(name);
        expect(namesWorkload(`Deployment/${pattern}`, { ...web, name })).toBe(expected);
      }),
      { numRuns: 5_000 },
    );
  });

  it("is found without going back, whatever the name", () => {
    expect(namesWorkload(`Deployment/${"*a".repeat(100)}b`, { ...web, name: "a".repeat(500_000) })).toBe(
      false,
    );
  });
});

describe("the days that a waiver has left", () => {
  it.each([
    ["2026-06-15", 0],
    ["2026-06-16", 1],
    ["2026-06-14", -1],
    ["2026-07-01", 16],
    ["2027-06-15", 365],
    ["2028-06-15", 731],
  ])("on 2026-06-15 until %s: %d", (until, expected) => {
    expect(daysLeft({ until }, "2026-06-15")).toBe(expected);
  });

  it("does not change with the clocks", () => {
    expect(daysLeft({ until: "2026-04-01" }, "2026-03-01")).toBe(31);
    expect(daysLeft({ until: "2026-11-01" }, "2026-10-01")).toBe(31);
  });
});

describe("the waiver that counts", () => {
  const waiver = (parts: Partial<Waiver>): Waiver => ({
    workload: "Deployment/web",
    path: null,
    rule: "readiness-gate",
    reason: "later",
    until: "2026-06-15",
    writtenAt: { path: ".github/surefoot.yml", line: 2, column: 5 },
    ...parts,
  });

  it("is the one that holds longest", () => {
    const waivers = ["2026-06-14", "2027-01-31", "2026-12-01"].map((until) => waiver({ until }));
    expect(waiverFinder(waivers)("readiness-gate", web, "k8s/web.yaml")?.until).toBe("2027-01-31");
  });

  it.each([
    ["apps/**", "apps/shop/web.yaml", true],
    ["apps/**", "apps/.hidden/web.yaml", true],
    ["apps/*", "apps/shop/web.yaml", false],
    ["**/web.yaml", "web.yaml", true],
    ["apps/**", "k8s/web.yaml", false],
  ])("covers by %s the path %s: %s", (path, of, expected) => {
    const found = waiverFinder([waiver({ path })])("readiness-gate", web, of);
    expect(found !== null).toBe(expected);
  });

  it("is for its own rule alone", () => {
    expect(waiverFinder([waiver({})])("worst-case", web, "k8s/web.yaml")).toBeNull();
  });
});
