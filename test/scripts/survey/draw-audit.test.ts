import { describe, expect, it } from "vitest";
import { type AuditDraw, type DrawnFinding, drawAudit } from "../../../scripts/survey/draw-audit.js";
import { printAudit } from "../../../scripts/survey/print-audit.js";
import type { CommitRecord } from "../../../scripts/survey/print-summary.js";
import type { RuleName } from "../../../src/policy/rule-names.js";
import type { Finding, Fix } from "../../../src/review/findings/finding.js";
import type { WorkloadReport } from "../../../src/review/review-plan.js";
import type { RolloutAnalysis } from "../../../src/rollout/rollout-analysis.js";

const NONE = { covered: 0, total: 0 };
const ANALYSIS: RolloutAnalysis = {
  replicas: { min: 3, max: 3, source: "manifest" },
  strategy: "RollingUpdate",
  maxSurge: 1,
  maxUnavailable: 0,
  minReadySeconds: 0,
  budget: 0,
  worstCase: 0,
  worstShare: 0,
  atReplicas: 3,
  worstCaseBy: null,
  budgetBy: null,
  guaranteed: null,
  unknownNodes: null,
  gated: true,
  serving: true,
  unknownListeners: [],
  datagrams: [],
  coverage: { gate: NONE, readiness: NONE, liveness: NONE, startup: NONE },
};
const PROBE: Fix = {
  origin: "tcp-port",
  confidence: "one-click",
  text: "readinessProbe:\n  tcpSocket: {port: 80}",
  probe: { tcpSocket: { port: 80 } },
  edits: [],
  reason: null,
  caution: null,
};

function finding(rule: RuleName, name: string, more: Partial<Finding> = {}): Finding {
  return {
    id: `${rule} ${name}`,
    rule,
    severity: "warning",
    state: "existing",
    compared: true,
    workload: `web.yaml#apps/Deployment//${name}`,
    container: "app",
    path: "web.yaml",
    line: 1,
    endLine: 1,
    message: `${rule} of ${name}`,
    waived: null,
    fix: null,
    ...more,
  };
}

function workload(name: string, more: Partial<WorkloadReport> = {}): WorkloadReport {
  return {
    id: `web.yaml#apps/Deployment//${name}`,
    kind: "Deployment",
    apiVersion: "apps/v1",
    namespace: null,
    name,
    path: "web.yaml",
    line: 1,
    change: "modified",
    rollsPods: true,
    before: ANALYSIS,
    after: ANALYSIS,
    ...more,
  };
}

let commits = 0;
function commit(repo: string, plan: Partial<NonNullable<CommitRecord["plan"]>>): CommitRecord {
  const record = { repo, gitDir: `clones/${repo}`, sha: String(++commits).padStart(40, "0") };
  const ran = { loadMs: 0, reviewMs: 0, unreadable: false, crash: null, checked: true };
  const said = { conclusion: "success" as const, title: "", reviewBody: null };
  const empty = { comments: [], findings: [], spoken: [], problems: [], workloads: [] };
  return { ...record, ...ran, violations: [], outcomes: [], plan: { ...empty, ...said, ...plan } };
}

const names = (count: number, start: string) =>
  Array.from({ length: count }, (_, index) => `${start}${index}`);
const repos = (count: number) => names(count, "org/r");
const noSign = () => null;

/** Twenty repositories with ten findings of a common rule and one of a rare one in three of them. */
const MANY = repos(20).map((repo, index) =>
  commit(repo, {
    findings: [
      ...names(10, "web").map((name) => finding("readiness-gate", name, { fix: PROBE })),
      ...(index < 3 ? [finding("planned-outage", "db")] : []),
    ],
    workloads: names(10, "idle").map((name) => workload(name)),
  }),
);

const keysOf = ({ findings, silences, clicks }: AuditDraw) => [
  ...[...findings, ...clicks].map(({ repo, finding }) => `${repo} ${finding.id}`),
  ...silences.map(({ repo, workload }) => `${repo} ${workload.id}`),
];
const countBy = (list: readonly DrawnFinding[], keyOf: (one: DrawnFinding) => string) => {
  const counts: Record<string, number> = {};
  for (const one of list) counts[keyOf(one)] = (counts[keyOf(one)] ?? 0) + 1;
  return counts;
};

describe("a draw for an audit", () => {
  it("is the same for the same seed, and another for another", () => {
    const draw = (seed: string) => keysOf(drawAudit(MANY, seed, noSign));
    expect(draw("a")).toEqual(draw("a"));
    expect(draw("a")).not.toEqual(draw("b"));
  });

  it("has the sizes that were asked for, with all that a rare rule has", () => {
    const { findings, silences, clicks } = drawAudit(MANY, "a", noSign);
    expect(countBy(findings, ({ finding }) => finding.rule)).toEqual({
      "planned-outage": 3,
      "readiness-gate": 97,
    });
    expect([silences.length, clicks.length]).toEqual([60, 40]);
  });

  it("grows where the least of each rule is more than its size", () => {
    const { findings } = drawAudit(MANY, "a", noSign, { findings: 5, perRule: 4, silences: 0, clicks: 0 });
    expect(countBy(findings, ({ finding }) => finding.rule)).toEqual({
      "planned-outage": 3,
      "readiness-gate": 4,
    });
  });

  it("has one message of a repository once, however many commits and copies show it", () => {
    const copies = names(5, "copy").map((name) => finding("planned-outage", name, { message: "the same" }));
    const again = () => commit("org/r0", { findings: copies });
    expect(drawAudit([again(), again()], "a", noSign).findings).toHaveLength(1);
    const elsewhere = commit("org/r1", { findings: copies });
    expect(drawAudit([again(), elsewhere], "a", noSign).findings).toHaveLength(2);
  });

  it("goes round the repositories before one has a third finding of a rule", () => {
    const large = commit("org/large", {
      findings: names(200, "web").map((name) => finding("readiness-gate", name)),
    });
    const small = repos(4).map((repo) => commit(repo, { findings: [finding("readiness-gate", "web")] }));
    const sizes = { findings: 6, perRule: 6, silences: 0, clicks: 0 };
    const { findings } = drawAudit([large, ...small], "a", noSign, sizes);
    expect(countBy(findings, ({ repo }) => repo)).toMatchObject({ "org/large": 2, "org/r0": 1, "org/r3": 1 });
  });

  it("has four silences and four probes of a repository at most", () => {
    const { silences, clicks } = drawAudit(MANY.slice(0, 2), "a", noSign);
    expect([silences.length, clicks.length]).toEqual([8, 8]);
    expect(Object.values(countBy(clicks, ({ repo }) => repo))).toEqual([4, 4]);
  });

  it("takes for a silence only what the change has, what has no finding and what may serve", () => {
    const idle = { ...ANALYSIS, serving: false };
    const record = commit("org/r0", {
      findings: [finding("readiness-gate", "found")],
      workloads: [
        workload("found"),
        workload("gone", { change: "removed" }),
        workload("beside", { change: "context" }),
        workload("unread", { after: null }),
        workload("serving"),
        workload("signed", { after: idle }),
        workload("idle", { after: idle }),
      ],
    });
    const sign = (_: unknown, { name }: WorkloadReport) => (name === "signed" ? "it declares a port" : null);
    const { silences } = drawAudit([record, { ...record, plan: null }], "a", sign);
    expect(silences.map(({ workload, sign }) => [workload.name, sign]).sort()).toEqual([
      ["serving", "the review says that it serves"],
      ["signed", "it declares a port"],
    ]);
  });

  it("draws as probes only what one click writes", () => {
    const advice: Fix = { ...PROBE, confidence: "advice", reason: "not-proven" };
    const field: Fix = { ...PROBE, origin: "moved-field", probe: null };
    const fixes = { click: PROBE, advice, field, none: null };
    const findings = Object.entries(fixes).map(([name, fix]) => finding("readiness-gate", name, { fix }));
    const { clicks } = drawAudit([commit("org/r0", { findings })], "a", noSign);
    expect(clicks.map(({ finding }) => finding.id)).toEqual(["readiness-gate click"]);
  });

  it("says where a reader meets each finding", () => {
    const clicked = finding("readiness-gate", "a", { fix: PROBE });
    const [told, spoken, table] = ["b", "c", "d"].map((name) => finding("planned-outage", name)) as [
      Finding,
      Finding,
      Finding,
    ];
    const place = {
      path: "web.yaml",
      line: 1,
      side: "RIGHT",
      body: "",
      fingerprint: "",
      state: "new",
    } as const;
    const plan = {
      findings: [clicked, told, spoken, table],
      comments: [{ ...place, suggestion: PROBE.text, findings: [clicked.id, told.id] }],
      spoken: [clicked.id, told.id, spoken.id],
    };
    const { findings } = drawAudit([commit("org/r0", plan)], "a", noSign);
    expect(Object.fromEntries(findings.map(({ finding, told }) => [finding.id, told]))).toEqual({
      [clicked.id]: "comment with one click",
      [told.id]: "comment",
      [spoken.id]: "review's body",
      [table.id]: "table only",
    });
  });
});

describe("the page of a draw", () => {
  it("names each item once, with what was said", () => {
    const page = printAudit(drawAudit(MANY.slice(0, 2), "a", noSign));
    const items = [...page.matchAll(/^## (\w+) /gm)].map(([, name]) => name);
    const numbered = (letter: string, count: number) =>
      names(count, letter).map((_, at) => `${letter}${at + 1}`);
    expect(items).toEqual([...numbered("F", 22), ...numbered("S", 8), ...numbered("C", 8)]);
    expect(page).toContain("> planned-outage of db\n");
    expect(page).toContain("    readinessProbe:\n      tcpSocket: {port: 80}\n");
  });

  it("gives commands that a shell reads as they are meant, whatever a file is called", () => {
    const odd = finding("planned-outage", "db", { path: "it's $(a)/web.yaml" });
    const record = commit("org/r0", { findings: [odd] });
    const page = printAudit(drawAudit([record], "a", noSign));
    expect(page).toContain(`    git -C clones/org/r0 show '${record.sha}:it'\\''s $(a)/web.yaml'\n`);
    expect(page).toContain(`    git -C clones/org/r0 ls-tree --name-only ${record.sha} 'it'\\''s $(a)/'\n`);
  });
});
