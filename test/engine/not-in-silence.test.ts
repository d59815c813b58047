import { describe, expect, it } from "vitest";
import type { ChangeSet, FileContent } from "../../src/changeset/change-set.js";
import { reviewChange } from "../../src/engine.js";
import { DEFAULT_POLICY } from "../../src/policy/policy.js";
import { renderChange } from "../../src/render/render-change.js";
import { CIRCUMSTANCES } from "../circumstances.js";

const HUNKS = [{ oldStart: 1, oldLines: 60, newStart: 1, newLines: 60 }];

function review(after: string | FileContent, before: string | null = null) {
  const content = (value: string | FileContent): FileContent =>
    typeof value === "string" ? { kind: "text", text: value } : value;
  const files: ChangeSet["files"] = [
    {
      path: "k8s/web.yaml",
      previousPath: null,
      status: before === null ? "added" : "modified",
      before: before === null ? null : content(before),
      after: content(after),
      hunks: HUNKS,
    },
  ];
  const changeSet = { base: "b", head: "h", webUrl: null, files, siblings: [], omissions: [] };
  return reviewChange(renderChange(changeSet), DEFAULT_POLICY, CIRCUMSTANCES);
}

const PROBE = "\n          readinessProbe: {tcpSocket: {port: 8080}}";

function deployment({
  kind = "kind: Deployment",
  image = "example.com/web:1",
  selector = "app: web",
  probe = "",
}): string {
  return `apiVersion: apps/v1
${kind}
metadata:
  name: web
spec:
  replicas: 3
  selector:
    matchLabels:
      ${selector}
  template:
    metadata:
      labels: {app: web, tier: x}
    spec:
      containers:
        - name: web
          image: ${image}
          ports: [{containerPort: 8080}]${probe}
`;
}

const SERVICE =
  "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n";

describe("a Deployment whose kind is written in an unusual way", () => {
  it.each([
    "kind:\n  Deployment",
    "kind: # what it is\n  Deployment",
    "kind: >-\n  Deployment",
    "kind: !!str Deployment",
  ])("is judged: %j", (kind) => {
    expect(review(deployment({ kind })).workloads).toMatchObject([{ name: "web", after: { worstCase: 3 } }]);
  });
});

describe("a Deployment that cannot be read beside a Service in one document", () => {
  it.each([
    [
      "a list that begins with the Service",
      `kind: List\nitems:\n  - kind: Service\n  - kind: Deployment\n\t- x\n`,
    ],
    ["no separator", `${deployment({})}${SERVICE}`],
  ])("is an error: %s", (_, text) => {
    expect(review(text)).toMatchObject({ conclusion: "failure", findings: [{ rule: "manifest-shape" }] });
  });
});

describe("a Deployment behind what kubectl stops at", () => {
  it.each([
    ["a separator with too many dashes", `${SERVICE}-----\n${deployment({})}`, 5],
    ["a separator with text", `${SERVICE}---  kind: Service\n---\n${deployment({})}`, 5],
    ["YAML behind two objects of JSON", `{"kind": "Service"}\n{"kind": "Service"}\n${deployment({})}`, 3],
  ])("is an error and judged all the same: %s", (_, text, line) => {
    const { conclusion, findings } = review(text);
    expect(conclusion).toBe("failure");
    expect(findings).toMatchObject([{ rule: "manifest-shape", line }, { rule: "readiness-gate" }]);
  });

  it("is judged with a notice of the document that kubectl cannot read", () => {
    const { problems, findings } = review(`kind: ConfigMap\ndata:\n\ta: 1\n---\n${deployment({})}`);
    expect(findings).toMatchObject([{ rule: "readiness-gate" }]);
    expect(problems).toMatchObject([{ code: "stream-end", line: 3 }]);
    expect(review(`${deployment({})}---\nkind: ConfigMap\ndata:\n\ta: 1\n`).problems).toEqual([]);
  });
});

describe("a mark of a templating tool where it is data", () => {
  it.each(["example.com/web:1 #@todo pin", "example.com/web:1 # see: #{x}", "example.com/web:1 # <% x %>"])(
    "does not keep a Deployment from being judged: %s",
    (image) => {
      expect(review(deployment({ image })).conclusion).toBe("failure");
    },
  );
});

describe("a document that does not parse", () => {
  const broken = (name: string) => `kind: Deployment\nmetadata:\n  name: ${name}\nspec: a: b\n`;
  const fine = (name: string) => `kind: ConfigMap\nmetadata:\n  name: ${name}\n`;

  it("is new where another one of the file was mended in the same change", () => {
    const plan = review(`${fine("a")}---\n${broken("b")}`, `${broken("a")}---\n${fine("b")}`);
    expect(plan).toMatchObject({ conclusion: "failure", findings: [{ state: "new" }] });
  });

  it("stays silent where the change leaves it as it was", () => {
    const plan = review(`${broken("a")}---\n${fine("b")}`, `${broken("a")}---\n${fine("c")}`);
    expect(plan.findings).toEqual([]);
  });
});

describe("a selector that changes", () => {
  it("does not excuse a probe that the same change takes away", () => {
    const plan = review(deployment({ selector: "tier: x" }), deployment({ probe: PROBE }));
    expect(plan.conclusion).toBe("failure");
    expect(plan.findings.find(({ rule }) => rule === "readiness-gate")).toMatchObject({
      severity: "error",
      state: "new",
    });
  });

  it("replaces the pods, since the object must be created again", () => {
    const plan = review(deployment({ selector: "tier: x", probe: PROBE }), deployment({ probe: PROBE }));
    expect(plan.workloads).toMatchObject([{ rollsPods: true, after: { worstCase: 3 } }]);
  });
});

it("leads the title with what is new, and not with old debt", () => {
  const other = deployment({ probe: PROBE }).replace("name: web", "name: api");
  const wrongPort = other.replace("tcpSocket: {port: 8080}", "tcpSocket: {port: zz}");
  const plan = review(
    `${deployment({ image: "example.com/web:2" })}---\n${wrongPort}`,
    `${deployment({})}---\n${other}`,
  );
  expect(plan.title).toContain("zz");
  expect(plan.title).not.toContain("3 of 3");
});

it.each<FileContent>([{ kind: "binary" }, { kind: "too-large", bytes: 4_000_000, limit: 3_000_000 }])(
  "does not pass a file that nobody has read as a success: %j",
  (after) => {
    expect(review(after)).toMatchObject({
      conclusion: "neutral",
      title: expect.stringContaining("1 not read"),
    });
  },
);

it.each([
  ["of the change", {}, "neutral"],
  ["beside it", { beside: true as const }, "success"],
])("does not pass what was not loaded %s as a success where it was to be judged", (_, place, conclusion) => {
  const omissions = [{ path: ".", message: "Nobody has read it.", ...place }];
  const changeSet = { base: "b", head: "h", webUrl: null, files: [], siblings: [], omissions };
  const plan = reviewChange(renderChange(changeSet), DEFAULT_POLICY, CIRCUMSTANCES);
  expect(plan).toMatchObject({ conclusion, title: expect.stringContaining("1 not read") });
  expect(plan.check.summary).toContain("Nobody has read it.");
});

it("stops at a thousand broken documents, and says so", () => {
  const plan = review("kind: Deployment\n]\n---\n".repeat(100_000));
  expect(plan.findings.length).toBe(1_000);
  expect(plan.problems.at(-1)?.message).toContain("the rest of the file is left");
});
