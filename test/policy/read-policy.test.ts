import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kubernetesMinors } from "../../src/policy/kubernetes-version.js";
import { DEFAULT_POLICY } from "../../src/policy/policy.js";
import { readPolicy } from "../../src/policy/read-policy.js";
import { RULE_NAMES } from "../../src/policy/rule-names.js";

const read = (text: string | null) => readPolicy(text, ".github/surefoot.yml");
const faults = (text: string) =>
  read(text).problems.map(({ line, column, message }) => `${line}:${column} ${message}`);

describe("a policy without fault", () => {
  it.each([
    ["no file", null],
    ["an empty file", ""],
    ["comments alone", "# block: never\n---\n# nothing\n"],
    [
      "keys whose values are commented out",
      "rules:\n  # readiness-gate: off\npaths:\n  exclude:\nblock: ~\n",
    ],
    ["a byte order mark", "\ufeff"],
  ])("is the default one for %s", (_, text) => {
    expect(read(text)).toEqual(DEFAULT_POLICY);
  });

  it.each([
    ["neither key", "paths: {}", DEFAULT_POLICY.paths],
    ["include", 'paths: { include: ["**"] }', { include: ["**"], exclude: [] }],
    ["exclude", 'paths: { exclude: ["vendor/**"] }', { include: [], exclude: ["vendor/**"] }],
    ["an empty exclude", "paths: { exclude: [] }", { include: [], exclude: [] }],
  ])("leaves out test data, or what it says itself: %s", (_, text, paths) => {
    expect(read(text).paths).toEqual(paths);
  });

  it("sets every key that it states", () => {
    const policy = read(`block: changed
onError: neutral
comments: new
rules: { readiness-probe: off, probe-timing: error, "planned-outage": 'warning', worst-case: false }
requirePreStop: true
worstCase: { max: 34% }
probe: { initialDelaySeconds: 10, periodSeconds: 6, timeoutSeconds: 2, successThreshold: 1, failureThreshold: 4 }
startupSeconds: 45
injectedReadinessGates: { namespaceLabel: elbv2.k8s.aws/pod-readiness-gate-inject=enabled }
nodes: 12
kubernetes: "1.34"
paths:
  include: ["k8s/**"]
  exclude:
    - test/**
render:
  - { chart: ./charts/web/, values: [charts/web/values-prod.yaml, "envs//prod.yaml"], name: prod, release: web, namespace: shop }
  - { chart: . }
waivers:
  - { workload: Deployment/legacy, path: "apps/**", rule: readiness-gate, reason: moves to jobs, until: 2027-01-31 }
  - workload: StatefulSet/shop/db-*
    path: ~
    rule: worst-case
    reason: >
      waits for the
      new volume
    until: "2026-12-01"
`);
    expect(policy).toEqual({
      block: "changed",
      onError: "neutral",
      comments: "new",
      rules: {
        "readiness-probe": "off",
        "probe-timing": "error",
        "planned-outage": "warning",
        "worst-case": "off",
      },
      requirePreStop: true,
      worstCase: { max: { percent: 34 } },
      probe: {
        initialDelaySeconds: 10,
        periodSeconds: 6,
        timeoutSeconds: 2,
        successThreshold: 1,
        failureThreshold: 4,
      },
      startupSeconds: 45,
      startupSource: "policy",
      injectedReadinessGates: {
        namespaceLabel: "elbv2.k8s.aws/pod-readiness-gate-inject=enabled",
        annotation: null,
      },
      nodes: 12,
      kubernetes: "1.34",
      paths: { include: ["k8s/**"], exclude: ["test/**"] },
      render: [
        {
          chart: "charts/web",
          values: ["charts/web/values-prod.yaml", "envs/prod.yaml"],
          name: "prod",
          release: "web",
          namespace: "shop",
          writtenAt: { path: ".github/surefoot.yml", line: 17 },
        },
        {
          ...{ chart: "", values: [], name: null, release: null, namespace: null },
          writtenAt: { path: ".github/surefoot.yml", line: 18 },
        },
      ],
      waivers: [
        {
          workload: "Deployment/legacy",
          path: "apps/**",
          rule: "readiness-gate",
          reason: "moves to jobs",
          until: "2027-01-31",
          writtenAt: { path: ".github/surefoot.yml", line: 20, column: 5 },
        },
        {
          workload: "StatefulSet/shop/db-*",
          path: null,
          rule: "worst-case",
          reason: "waits for the new volume",
          until: "2026-12-01",
          writtenAt: { path: ".github/surefoot.yml", line: 21, column: 5 },
        },
      ],
      problems: [],
    });
  });

  it("leaves at its default what it does not state", () => {
    expect(read("probe: { periodSeconds: 7 }\n")).toEqual({ ...DEFAULT_POLICY, probe: { periodSeconds: 7 } });
  });

  it.each([
    ["0", { pods: 0 }],
    ["2", { pods: 2 }],
    ["0%", { percent: 0 }],
    ['"100%"', { percent: 100 }],
  ])("takes %s for the ceiling of the worst case", (max, expected) => {
    expect(read(`worstCase: { max: ${max} }`).worstCase).toEqual({ max: expected });
  });

  it.each([
    ["1.27", "1.27", 27],
    ['"1.27"', "1.27", 27],
    ["1.29", "1.29", 29],
    ['"1.30"', "1.30", 30],
    ["'1.34'", "1.34", 34],
    ["1.36", "1.36", 36],
    ["1.37", "1.37", 37],
    ["1.35.2", "1.35.2", 35],
    ['"1.30.0"', "1.30.0", 30],
    ['"1.34.12"', "1.34.12", 34],
  ])("takes %s for a version of Kubernetes", (written, kubernetes, minor) => {
    const policy = read(`kubernetes: ${written}`);
    expect(policy).toEqual({ ...DEFAULT_POLICY, kubernetes });
    expect(kubernetesMinors(policy)).toEqual([minor]);
  });

  it("takes every known version of Kubernetes for possible where none is named", () => {
    expect(kubernetesMinors(DEFAULT_POLICY)).toEqual([27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37]);
  });

  it.each(RULE_NAMES)("knows the rule %s", (rule) => {
    expect(read(`rules: { ${rule}: off }`)).toMatchObject({ rules: { [rule]: "off" }, problems: [] });
  });

  it("may repeat a value by an alias", () => {
    expect(read("probe: { periodSeconds: &p 7, timeoutSeconds: *p }").probe).toEqual({
      periodSeconds: 7,
      timeoutSeconds: 7,
    });
  });
});

describe("a policy with faults", () => {
  it("is told all of them at once, in the order of the file, and counts for nothing", () => {
    const policy = read(
      "comments: new\nstartupSeconds: x\nwhat: 1\nrules:\n  nope: off\n  readiness-gate: no\n",
    );
    expect(policy.problems.map(({ line, column }) => `${line}:${column}`)).toEqual([
      "2:17",
      "3:1",
      "5:3",
      "6:19",
    ]);
    expect(policy).toEqual({ ...DEFAULT_POLICY, problems: policy.problems });
    for (const problem of policy.problems) {
      expect(problem).toMatchObject({ code: "policy", path: ".github/surefoot.yml" });
    }
  });

  it.each([
    ["a syntax error", "block: {\n", /^[12]:\d+ /],
    ["a tab", "probe:\n\tperiodSeconds: 1\n", /^2:1 .*[Tt]ab/],
    ["a key twice", "block: never\nblock: changed\n", /^2:1 .*second time/],
    ["two documents", "block: never\n---\nblock: changed\n", /^2:1 /],
    ["a key that is no word", "[a]: b\n", /^1:1 /],
    ["an anchor that is not there", "block: *nobody\n", /nobody|anchor/],
    [
      "a name that only JavaScript knows",
      '"__proto__": { "block": "never" }\n',
      /^1:1 unknown key "__proto__"/,
    ],
    ["another one", "constructor: 1\n", /^1:1 unknown key "constructor"/],
  ])("does not stop at %s", (_, text, expected) => {
    const [first] = faults(text);
    expect(first).toMatch(expected);
    expect(read(text)).toMatchObject({ ...DEFAULT_POLICY, problems: expect.any(Array) });
  });

  it("lists fifty and says how many more there are", () => {
    const problems = faults(Array.from({ length: 80 }, (_, at) => `key${at}: 1\n`).join(""));
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)).toBe("1:1 30 more faults of this file are not listed");
  });

  it("never repeats a long value whole, nor its line breaks", () => {
    const [problem] = faults(`block: "${"x".repeat(500)}\\n::error::"\n`);
    expect(problem!.length).toBeLessThan(200);
    expect(problem).not.toContain("\n");
  });
});

describe("a policy that means harm", () => {
  const bomb = [
    "a: &a [x,x,x,x,x,x,x,x,x]",
    ...["b", "c", "d", "e", "f", "g"].map((key, at) => {
      const previous = "abcdef"[at];
      return `${key}: &${key} [${Array.from({ length: 9 }, () => `*${previous}`).join(",")}]`;
    }),
  ].join("\n");

  it.each([
    ["a file above 64 KiB", `# ${"x".repeat(70_000)}\n`, "bytes; a policy has at most 65536"],
    ["aliases that grow beyond all use", bomb, "aliases expand to too much"],
    ["brackets", "[".repeat(60_000), "nested too deeply"],
    ["braces", "{a: ".repeat(15_000), "nested too deeply"],
    ["lists in lists", `${"- ".repeat(30_000)}a`, "nested too deeply"],
    ["keys in keys", "? ".repeat(30_000), "nested too deeply"],
  ])("is refused before it grows: %s", (_, text, expected) => {
    // Twice: the second time is the one that has brought a process down.
    for (let round = 0; round < 2; round++) {
      expect(faults(text)).toEqual([expect.stringContaining(expected)]);
    }
  });

  it("never throws, whatever the text", () => {
    const piece = fc.constantFrom(
      ...[
        "block",
        ": ",
        "\n",
        "  ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        "&a ",
        "*a ",
        "<<",
        "!!int ",
        "? ",
        "|",
        ">",
        "'",
        '"',
        "%",
      ],
      ...[
        "#",
        "---",
        "...",
        "\t",
        "never",
        "1",
        "\0",
        "\r",
        "probe",
        "~",
        ",",
        "__proto__",
        "\ud800",
        "\u2028",
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const policy = read(pieces.join(""));
        if (policy.problems.length > 0)
          expect(policy).toEqual({ ...DEFAULT_POLICY, problems: policy.problems });
        for (const { line, column } of policy.problems) expect(Math.min(line, column)).toBeGreaterThan(0);
      }),
      { numRuns: 2_000 },
    );
  });
});
