import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { formatSarif } from "../../src/cli/formats/format-sarif.js";
import { readPolicy } from "../../src/policy/read-policy.js";
import { RULE_NAMES } from "../../src/policy/rule-names.js";
import { CIRCUMSTANCES } from "../circumstances.js";
import { BORROWED_ROLLOUT, deployment } from "./deployment.js";
import { planOf } from "./plan-of.js";

const schema = JSON.parse(readFileSync("test/fixtures/sarif/sarif-schema-2.1.0.json", "utf8"));
// Without the u flag: one pattern of the schema holds a stray bracket.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);

// biome-ignore lint/suspicious/noExplicitAny: the schema is what types it
function sarifOf(...args: Parameters<typeof planOf>): any {
  const log = JSON.parse(formatSarif(planOf(...args).plan, CIRCUMSTANCES));
  validate(log);
  expect(validate.errors ?? []).toEqual([]);
  return log;
}

const seed = (name: string) => readFileSync(`test/fixtures/seed/${name}`, "utf8");

describe("a plan as SARIF 2.1.0", () => {
  it("is refused by the schema when it is wrong, so that passing means something", () => {
    const log = sarifOf({}, { "web.yaml": seed("as-is.yaml") });
    log.runs[0].results[0].level = "fatal";
    expect(validate(log)).toBe(false);
  });

  it("gives each finding its rule, level, place, identity and state", () => {
    const old = deployment("old");
    const log = sarifOf(
      { "k8s/old.yaml": old },
      { "k8s/old.yaml": old.replace("web:1", "web:2"), "k8s/new.yaml": deployment("new") },
    );
    const [run] = log.runs;
    expect(log.version).toBe("2.1.0");
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual([...RULE_NAMES]);
    for (const rule of run.tool.driver.rules) expect(rule.help.text.length).toBeGreaterThan(40);
    expect(run.results).toMatchObject([
      { ruleId: "readiness-gate", level: "error", kind: "fail", baselineState: "new" },
      { ruleId: "readiness-gate", level: "error", kind: "fail", baselineState: "unchanged" },
    ]);
    for (const result of run.results) {
      expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
      expect(result.locations[0].physicalLocation.region).toEqual({ startLine: 14, endLine: 17 });
    }
    const prints = run.results.map(
      (result: { partialFingerprints: object }) => Object.values(result.partialFingerprints)[0],
    );
    expect(new Set(prints).size).toBe(2);
  });

  it("keeps a finding's fingerprint when its line moves", () => {
    const print = (text: string) => sarifOf({}, { "web.yaml": text }).runs[0].results[0].partialFingerprints;
    expect(print(`# a comment\n${deployment("web")}`)).toEqual(print(deployment("web")));
  });

  it("carries fixes that turn the file into the mended one, byte for byte", () => {
    const text = seed("as-is.yaml");
    const { fixes } = sarifOf({}, { "web.yaml": text }).runs[0].results[0];
    expect(fixes).toHaveLength(1);
    const [{ artifactLocation, replacements }] = fixes[0].artifactChanges;
    expect(artifactLocation.uri).toBe("web.yaml");
    let mended = text;
    for (const { deletedRegion, insertedContent } of replacements) {
      // As the standard has it: without columns, up to the last character of the line and not its line feed.
      const lines = mended.split("\n");
      const start = lines.slice(0, deletedRegion.startLine - 1).join("\n").length + 1;
      const end = lines.slice(0, deletedRegion.endLine).join("\n").length;
      mended = mended.slice(0, start) + insertedContent.text + mended.slice(end);
    }
    expect(mended).toBe(seed("to-be.yaml"));
  });

  it("has no fix where there is only advice, and a notification for what was not judged", () => {
    const recreate = deployment("web").replace(
      "rollingUpdate: { maxSurge: 1, maxUnavailable: 1 }",
      "type: Recreate",
    );
    const policy = readPolicy("block: ever\n", ".github/surefoot.yml");
    const [run] = sarifOf(
      {},
      { "ro.yaml": BORROWED_ROLLOUT, "rec.yaml": recreate, "bad.yaml": "kind: Deployment\na: [\n" },
      policy,
    ).runs;
    const notes = run.invocations[0].toolExecutionNotifications;
    const known = run.tool.driver.notifications.map(({ id }: { id: string }) => id);
    for (const note of notes) expect(known).toContain(note.descriptor.id);
    expect(
      notes.map((note: { descriptor: { id: string }; level: string }) => [note.descriptor.id, note.level]),
    ).toEqual(
      expect.arrayContaining([
        ["policy", "error"],
        ["yaml-syntax", "warning"],
        ["workload-ref", "warning"],
      ]),
    );
    const rules = run.results.map(({ ruleId }: { ruleId: string }) => ruleId);
    expect(rules).toEqual(expect.arrayContaining(["readiness-gate", "planned-outage", "manifest-shape"]));
    for (const result of run.results) expect(result).not.toHaveProperty("fixes");
  });

  it("says that a waived finding is suppressed, and why", () => {
    const { plan } = planOf({}, { "web.yaml": deployment("web") });
    const waived = { reason: "moves to jobs", until: "2027-01-31" };
    const log = JSON.parse(
      formatSarif(
        { ...plan, findings: plan.findings.map((finding) => ({ ...finding, waived })) },
        CIRCUMSTANCES,
      ),
    );
    expect(validate(log)).toBe(true);
    expect(log.runs[0].results[0].suppressions).toEqual([
      { kind: "external", justification: "moves to jobs (until 2027-01-31)" },
    ]);
  });

  it("stays valid whatever the names are: paths become URIs, and no name becomes a link", () => {
    const names = [
      "a b.yaml",
      "100%.yaml",
      "c:d.yaml",
      "sch\u00f6n/\u2603#?.yaml",
      'q"uote.yaml',
      "new\nline.yaml",
      "[x](y).yaml",
      "half\ud800.yaml",
    ];
    const evil = "[click](https://evil.example.com/%%)";
    const log = sarifOf(
      {},
      Object.fromEntries(names.map((path) => [path, deployment(evil, { container: evil })])),
    );
    const { results } = log.runs[0];
    const uris = results.map(
      (result: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }) => {
        return result.locations[0]!.physicalLocation.artifactLocation.uri;
      },
    );
    expect(uris).toHaveLength(names.length);
    for (const uri of uris) {
      expect(uri).toMatch(/^[\w%.~!'()*/-]+$/);
      expect(names.map((name) => Buffer.from(name).toString())).toContain(decodeURIComponent(uri));
    }
    for (const { message } of results) expect(message.text).not.toMatch(/(?<!\\)\]\(/);
  });

  it("is valid for a change without a workload", () => {
    expect(sarifOf({}, {}).runs[0].results).toEqual([]);
  });
});
