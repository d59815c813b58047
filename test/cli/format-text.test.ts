import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formatText } from "../../src/cli/formats/format-text.js";
import { BORROWED_ROLLOUT, deployment } from "./deployment.js";
import { planOf } from "./plan-of.js";

const PLAIN = { colour: false, width: null };

function textOf(
  before: Record<string, string>,
  after: Record<string, string>,
  options: Parameters<typeof formatText>[2] = PLAIN,
) {
  const { plan, changeSet } = planOf(before, after);
  return formatText(plan, changeSet, options);
}

describe("a plan for people", () => {
  it("shows the numbers, the place, its line, the suggestion as a diff and one verdict", () => {
    const seed = readFileSync("test/fixtures/seed/as-is.yaml", "utf8");
    expect(textOf({}, { "k8s/web.yaml": seed })).toBe(`Deployment web  k8s/web.yaml:1, added
  replicas 3   budget 1   worst case 3 of 3   gate 0/1

  error readiness-gate  k8s/web.yaml:22
    A rollout of “web” can take 3 of 3 pods out of service at once, while its strategy allows 1: container “web” has no readiness or startup probe, so Kubernetes counts a new pod as available as soon as its process runs.
     22 │         - name: web

    The suggested probe asks the container's TCP port. Please check that the app opens this port only when it can serve.
     24 │           ports:
     25 │             - containerPort: 8000
      + │           readinessProbe:
      + │             tcpSocket:
      + │               port: 8000
      + │             initialDelaySeconds: 30
      + │             periodSeconds: 5
      + │             timeoutSeconds: 3
      + │             successThreshold: 1
      + │             failureThreshold: 3

✗ The check would fail: web: 3 of 3 pods can be out of service at once, 1 allowed (1 finding with a suggested edit)
`);
  });

  it("leads over to a probe that is no edit, whose lines stand below its words", () => {
    const web = readFileSync("test/pull-requests/rwo-claim-no-pod-may-go/after/k8s/web.yaml", "utf8");
    expect(textOf({}, { "k8s/web.yaml": web })).toMatch(/If it does not wait, add:\n +│ readinessProbe:\n/);
  });

  it("shows what a change does to the numbers, and what was there before", () => {
    const text = textOf(
      { "web.yaml": deployment("web", { probe: true }) },
      { "web.yaml": deployment("web") },
    );
    expect(text).toContain(
      "web.yaml:1, replaces its pods\n  replicas 3   budget 1   worst case 1 of 3 → 3 of 3   gate 1/1 → 0/1\n",
    );
    const old = textOf(
      { "web.yaml": deployment("web") },
      { "web.yaml": deployment("web", { image: "web:2" }) },
    );
    expect(old).toContain("error readiness-gate  web.yaml:14 (there before)\n");
    const gone = textOf({ "web.yaml": deployment("web") }, {});
    expect(gone).toContain(
      "web.yaml:1, removed\n  replicas 3   budget 1   worst case 3 of 3   gate 0/1\n\n✓ The check would pass: ",
    );
  });

  it("shows lines that an edit replaces, and those around them", () => {
    const flow = deployment("web").replace(
      / {8}- name[\s\S]*/,
      "        - { name: app, image: x, ports: [{ containerPort: 8080 }] }\n",
    );
    const text = textOf({}, { "web.yaml": flow });
    expect(text).toMatch(
      /\n {5}13 │ {7}containers:\n {3}- 14 │ {9}- \{ name: app.*\n {6}\+ │ {9}- \{ name: app.*readinessProbe.*\n/,
    );
  });

  it("says what was not judged: twenty in full, then how many more", () => {
    const broken = Object.fromEntries(
      Array.from({ length: 25 }, (_, at) => [`s${at}.yaml`, BORROWED_ROLLOUT]),
    );
    const text = textOf({}, broken);
    expect(
      text.match(/^ {2}s\d+\.yaml:1:1 {2}Rollout that takes its pod template from Deployment .web. /gm),
    ).toHaveLength(20);
    expect(text).toContain("\n  … and 5 more; --format json lists them all\n");
  });

  it("says in one line that there is nothing to say", () => {
    expect(textOf({}, {})).toBe("✓ The check would pass: No workload changed\n");
  });

  it("wraps prose on a terminal, and only prose", () => {
    const text = textOf(
      {},
      { "web.yaml": deployment("web", { image: `registry.example.com/${"x".repeat(90)}:1` }) },
      { colour: false, width: 60 },
    );
    const prose = text.split("\n").filter((line) => line.startsWith("    ") && !line.includes("│"));
    expect(prose.length).toBeGreaterThan(4);
    for (const line of prose) expect(line.length).toBeLessThanOrEqual(60);
  });

  it("is coloured only where that is wanted, with the same words", () => {
    const files = { "web.yaml": deployment("web"), "ok.yaml": deployment("ok", { probe: true }) };
    const coloured = textOf({}, files, { colour: true, width: null });
    expect(coloured).toContain("\u001b[31m");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escapes are what it is about
    expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(textOf({}, files));
    expect(textOf({}, files)).not.toContain("\u001b");
  });
});

describe("names that mean harm", () => {
  const ESCAPES = "\u001b[31m\u001b]0;owned\u0007\u001bc\u009b2J\u0007\u0000\u202e\u200b\r";
  const evil = {
    // YAML takes U+009B as an escape alone: as a character the file would not be read, and its names not shown.
    [`k8s/${ESCAPES}x.yaml`]: deployment(`web${ESCAPES}`, { container: `app${ESCAPES}` }).replaceAll(
      "\u009b",
      "\\u009b",
    ),
    "::error::boom.yaml": deployment("web", { container: "::add-mask::x" }),
    "::warning::st.yaml": BORROWED_ROLLOUT,
    "##[command].yaml": deployment("##[group]x"),
    "two\n::stop-commands::lines.yaml": `${deployment("web")}# ${ESCAPES}\n`,
    "bad\n::error::.yaml": `kind: Deployment\n::error::x: [\n`,
  };
  const text = textOf({}, evil);
  const narrow = textOf({}, evil, { colour: false, width: 30 });

  it("move no cursor, hide nothing and write nothing backwards", () => {
    expect(text.replaceAll("\n", "")).toMatch(/^[^\p{Cc}\p{Cf}]*$/u);
    expect(text).toContain("  k8s/ x.yaml:1, added");
  });

  it("give a CI runner no orders, and make no lines of their own", () => {
    for (const line of `${text}${narrow}`.split("\n")) {
      expect(line).not.toMatch(/^\s*::/);
      expect(line).not.toContain("##[");
    }
    expect(narrow).toContain("  › ::warning::st.yaml:1:1\n");
    expect(text).toContain("two ::stop-commands::lines.yaml");
  });

  it("take no more room than a line has", () => {
    const long = `kind: Deployment\nx: "${"y".repeat(1_000_000)}\n`;
    for (const line of textOf({}, { "long.yaml": long }).split("\n")) expect(line.length).toBeLessThan(400);
  });
});
