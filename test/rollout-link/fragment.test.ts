import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFragment, writeFragment } from "../../src/rollout-link/fragment.js";
import {
  COUNT_FIELDS,
  COUNTS,
  EXAMPLE,
  LIMITS,
  type RolloutSettings,
} from "../../src/rollout-link/rollout-settings.js";

const messagesOf = (fragment: string): string[] =>
  readFragment(fragment).faults.map(({ message }) => message);

const FULL: RolloutSettings = {
  name: "web",
  replicas: 4,
  replicasBefore: 0,
  maxSurge: 1,
  maxUnavailable: "25%",
  minReadySeconds: 10,
  startupSeconds: 0,
  gated: true,
  initialDelaySeconds: 0,
  periodSeconds: 10,
  successThreshold: 2,
  otherProbesSeconds: 7,
};

describe("a fragment", () => {
  it("says what a link of ours says, in words of Kubernetes", () => {
    expect(writeFragment({ ...EXAMPLE, name: "web" })).toBe(
      "v=1&name=web&replicas=3&maxSurge=34%25&maxUnavailable=34%25&minReadySeconds=0",
    );
    expect(writeFragment(FULL)).toBe(
      "v=1&name=web&replicas=4&maxSurge=1&maxUnavailable=25%25&minReadySeconds=10&startupSeconds=0&replicasBefore=0&gated=true" +
        "&initialDelaySeconds=0&periodSeconds=10&successThreshold=2&otherProbesSeconds=7",
    );
  });

  it("is read as it was written, with its # and without, and once decoded by somebody on the way", () => {
    const fragment = writeFragment(FULL)!;
    for (const form of [fragment, `#${fragment}`, decodeURIComponent(fragment)])
      expect(readFragment(form)).toEqual({ settings: FULL, faults: [] });
  });

  it("may have blanks around its numbers", () => {
    const { settings, faults } = readFragment(
      "v=1&replicas=+5+&maxSurge=1&maxUnavailable=+25%25&minReadySeconds=0",
    );
    expect([settings.replicas, settings.maxUnavailable, faults]).toEqual([5, "25%", []]);
  });

  it("of nothing is the example", () => {
    expect(readFragment("")).toEqual({ settings: EXAMPLE, faults: [] });
    expect(readFragment("#")).toEqual({ settings: EXAMPLE, faults: [] });
  });

  it("is not written where the page would not take it", () => {
    const many = { ...FULL, replicas: COUNTS.replicas.most };
    for (const field of COUNT_FIELDS) {
      expect(writeFragment({ ...many, [field]: COUNTS[field].most })).not.toBeNull();
      expect(writeFragment({ ...many, [field]: COUNTS[field].most + 1 })).toBeNull();
      expect(writeFragment({ ...many, [field]: COUNTS[field].least - 1 })).toBeNull();
    }
    for (const field of ["maxSurge", "maxUnavailable"] as const) {
      expect(writeFragment({ ...FULL, [field]: LIMITS[field].pods + 1 })).toBeNull();
      expect(writeFragment({ ...FULL, [field]: `${LIMITS[field].percent + 1}%` })).toBeNull();
    }
    expect(writeFragment({ ...FULL, maxSurge: 0, maxUnavailable: "0%" })).toBeNull();
  });

  it("leaves out a name that is long or means something to anybody", () => {
    for (const name of ["a".repeat(64), "Web", "<b>", "a.b", "a b", "-a", "", "ä", "a&gated=true"])
      expect(writeFragment({ ...FULL, name })).toBe(writeFragment({ ...FULL, name: null }));
    expect(writeFragment({ ...FULL, name: "a".repeat(63) })).toContain(`name=${"a".repeat(63)}&`);
  });

  it("comes back for whatever settings are taken", () => {
    const amounts = ({ least, most }: { least: number; most: number }) =>
      fc.integer({ min: least, max: most });
    const limit = ({ pods, percent }: { pods: number; percent: number }) =>
      fc.oneof(
        fc.integer({ min: 0, max: pods }),
        fc.integer({ min: 0, max: percent }).map((share) => `${share}%`),
      );
    const settings = fc
      .record({
        name: fc.option(fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,20}[a-z0-9])?$/)),
        replicas: amounts(COUNTS.replicas),
        maxSurge: limit(LIMITS.maxSurge),
        maxUnavailable: limit({ ...LIMITS.maxUnavailable }).filter(
          (value) => Number.parseInt(`${value}`, 10) > 0,
        ),
        minReadySeconds: amounts(COUNTS.minReadySeconds),
        startupSeconds: fc.option(amounts(COUNTS.startupSeconds)),
        replicasBefore: fc.option(amounts(COUNTS.replicasBefore)),
        gated: fc.boolean(),
        initialDelaySeconds: amounts(COUNTS.initialDelaySeconds),
        periodSeconds: amounts(COUNTS.periodSeconds),
        successThreshold: amounts(COUNTS.successThreshold),
        otherProbesSeconds: amounts(COUNTS.otherProbesSeconds),
      })
      .filter(({ replicas, replicasBefore }) => replicasBefore === null || replicasBefore < replicas);
    fc.assert(
      fc.property(settings, (given) => {
        const fragment = writeFragment(given)!;
        expect(fragment).toMatch(/^[\w=&%.-]+$/);
        expect(readFragment(fragment)).toEqual({ settings: given, faults: [] });
      }),
    );
  });
});

describe("a fragment of a stranger's", () => {
  const rest = "&maxSurge=1&maxUnavailable=1&minReadySeconds=0";

  it.each([
    ["v=1&replicas=0", "replicas is 0, but a whole number from 1 to 1000 is expected"],
    ["v=1&replicas=1001", "replicas is 1001, but a whole number from 1 to 1000 is expected"],
    ["v=1&replicas=", "replicas is empty, but a whole number from 1 to 1000 is expected"],
    ["v=1&replicas=1e3", 'replicas is the text "1e3", but a whole number from 1 to 1000 is expected'],
    ["v=1&replicas=2.5", "replicas is 2.5, but a whole number from 1 to 1000 is expected"],
    ["v=1&replicas=-3", "replicas is -3, but a whole number from 1 to 1000 is expected"],
    [
      "v=1&replicas=3&replicasBefore=3",
      "replicasBefore is 3, but fewer than replicas are expected, or nothing where they stay",
    ],
    ["v=1&replicas=3&gated=yes", 'gated is the text "yes", but true or false is expected'],
    [
      "v=1&replicas=3&startupSeconds=3601",
      "startupSeconds is 3601, but a whole number from 0 to 3600 is expected",
    ],
    ["v=1&replicas=3&replicas=4", "replicas stands in the link twice"],
    ["v=1&replicas=3&__proto__=4", 'the link has the text "__proto__", which this page does not know'],
    [
      "v=1&replicas=3&name=<img src=x onerror=alert(1)>",
      'name is the text "<img src=x onerror=alert(1)>", but only short names as Kubernetes has them are shown',
    ],
  ])("%s is told in words, and everything else of it holds", (fragment, message) => {
    const { settings, faults } = readFragment(`${fragment}${rest}`);
    expect(faults.map((fault) => fault.message)).toEqual([message]);
    expect(settings).toMatchObject({ maxSurge: 1, maxUnavailable: 1, name: null });
    expect(settings.replicas).toBe(3);
  });

  it.each([
    ["maxSurge=abc", /^maxSurge is the text "abc", but a whole number of pods or a percentage/],
    ["maxSurge=-1", /^maxSurge is -1, but a number of pods cannot be negative/],
    ["maxSurge=1.5", /^maxSurge is 1.5, but pods come whole/],
    ["maxSurge=1001", /^maxSurge is 1001, but at most 1000 pods or 1000% are shown here/],
    [
      "maxUnavailable=101%25",
      /^maxUnavailable is the text "101%", but at most 1000 pods or 100% are shown here/,
    ],
    ["maxSurge=0&maxUnavailable=0", /^maxUnavailable is 0 while maxSurge is 0, but one must be above 0/],
  ])("%s is told in the review's own words", (part, message) => {
    const others = ["maxSurge=1", "maxUnavailable=1"].filter((each) => !part.includes(each.split("=")[0]!));
    const messages = messagesOf(["v=1&replicas=3&minReadySeconds=0", part, ...others].join("&"));
    expect(messages).toEqual([expect.stringMatching(message)]);
  });

  it("without a number that every link has is not filled up in silence", () => {
    expect(messagesOf("v=1&replicas=5&maxSurge=1&maxUnavailable=1")).toEqual([
      "minReadySeconds is not in the link",
    ]);
  });

  it.each([
    ["replicas=5", "the link says no version, and this page reads version 1"],
    ["v=2&replicas=5", "the link is of another version, and this page reads version 1"],
    [`v=1&${"a".repeat(600)}`, "the link has 604 characters behind its #, but at most 600 are read"],
  ])("that is not ours (%#) is the example, and says so", (fragment, message) => {
    expect(readFragment(fragment)).toEqual({ settings: EXAMPLE, faults: [{ field: null, message }] });
  });

  it("never throws and never gives a number out of bounds", () => {
    const pieces = fc.constantFrom(
      "v=1",
      "replicas=",
      "maxSurge=",
      "%",
      "&",
      "=",
      "#",
      "9",
      "-",
      "gated=true",
      "\0",
      "<",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: "binary" }))), (parts) => {
        const { settings } = readFragment(parts.join(""));
        for (const field of COUNT_FIELDS) {
          const value = settings[field];
          if (value === null) continue;
          expect(value).toBeGreaterThanOrEqual(COUNTS[field].least);
          expect(value).toBeLessThanOrEqual(COUNTS[field].most);
        }
      }),
    );
  });
});
