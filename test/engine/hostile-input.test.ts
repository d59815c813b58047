/** Broken and hostile files: each gets a clear place, and none loses the others. `npm run bench` has what they cost. */
import { describe, expect, it } from "vitest";
import type { ReviewPlan } from "../../src/review/review-plan.js";
import { deployment, reviewFiles } from "./review-files.js";

const HEALTHY = "k8s/healthy.yaml";

function reviewBeside(bad: string | Uint8Array, path = "k8s/bad.yaml"): ReviewPlan {
  const plan = reviewFiles({ [path]: bad, [HEALTHY]: deployment() });
  expect(plan.findings.filter((finding) => finding.path === HEALTHY)).toMatchObject([
    { rule: "readiness-gate", severity: "error", fix: { confidence: "one-click" } },
  ]);
  expect(plan.conclusion).toBe("failure");
  expect(plan.comments.length).toBeLessThanOrEqual(30);
  for (const { body } of plan.comments) expect(body.length).toBeLessThan(65_000);
  return plan;
}

const problemsOf = ({ problems }: ReviewPlan) =>
  problems
    .filter(({ path }) => path !== HEALTHY)
    .map(({ code, line, column }) => `${code} ${line}:${column}`);

const HEAD = "apiVersion: apps/v1\nkind: Deployment\n";
const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join("");
const mib = (count: number, line: string) => line.repeat(Math.ceil((count * 1024 * 1024) / line.length));

describe("a document that cannot be read", () => {
  it.each([
    ["a tab for indentation", `${HEAD}spec:\n\treplicas: 3\n`, "yaml-syntax 4:1"],
    ["a line indented by one too few", `${HEAD}spec:\n  a: 1\n b: 2\n`, "yaml-syntax 5:2"],
    ["a line indented by one too many", `${HEAD}spec:\n  a: 1\n   b: 2\n`, "yaml-syntax 5:5"],
    ["a colon too many", `${HEAD}spec: a: b\n`, "yaml-syntax 3:8"],
    ["a bracket that is never closed", `${HEAD}spec: [a, b\n`, "yaml-syntax 3:7"],
    ["a quote that is never closed", `${HEAD}spec: "a\nb: c\n`, "yaml-syntax 3:7"],
    ["a line without a colon", `${HEAD}metadata\nspec: {}\n`, "yaml-syntax 3:1"],
    ["an alias to nothing", `${HEAD}spec: *nothing\n`, "yaml-syntax 3:7"],
    ["a merge of what is no mapping", `${HEAD}spec:\n  <<: 3\n`, "yaml-syntax 4:7"],
    [
      "conflict markers",
      `${HEAD}spec:\n<<<<<<< HEAD\n  a: 1\n=======\n  a: 2\n>>>>>>> topic\n`,
      "yaml-syntax 4:1",
    ],
    [
      "JSON with a comma too few",
      '{"apiVersion": "apps/v1", "kind": "Deployment"\n "spec": {}}',
      "yaml-syntax 2:2",
    ],
    [
      "JSON that ends too early",
      '{"apiVersion": "apps/v1", "kind": "Deployment",\n "spec": {',
      "yaml-syntax 2:11",
    ],
    ["an alias bomb", `${HEAD}a: &a [x,x,x,x,x,x,x,x,x]\n${bomb()}`, "alias-bomb 1:1"],
    ["an anchor that holds itself", `${HEAD}spec: &x\n  template: *x\n`, "yaml-syntax 4:13"],
    ["20,000 nested brackets", `${HEAD}a: ${"[".repeat(20_000)}${"]".repeat(20_000)}\n`, "too-deep 3:103"],
    ["20,000 brackets that are never closed", `${HEAD}a: ${"[".repeat(20_000)}\n`, "too-deep 3:103"],
    ["20,000 nested mappings", `${HEAD}a: ${"{a: ".repeat(20_000)}${"}".repeat(20_000)}\n`, "too-deep 3:397"],
    [
      "1,500 mappings in block style",
      `kind: Deployment\n${times(1500, (i) => `${" ".repeat(i)}a:\n`)}`,
      "too-deep 101:100",
    ],
    ["100 kB of nested lists", `${HEAD}a:\n  ${"- ".repeat(50_000)}x\n`, "too-deep 4:201"],
    ["100 kB of nested keys", `${HEAD}a:\n  ${"? ".repeat(50_000)}x\n`, "too-deep 4:201"],
    [
      "a document of 2 MB",
      `${HEAD}a: |\n${mib(2, "  xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n")}`,
      "document-too-large 1:1",
    ],
    [
      "a fault behind a good document",
      `${deployment({ name: "one" })}---\n${HEAD}spec:\n\tx: 1\n`,
      "yaml-syntax 24:1",
    ],
    ["a fault in Windows' line ends", `${HEAD}spec:\n\tx: 1\n`.replaceAll("\n", "\r\n"), "yaml-syntax 4:1"],
    ["a fault behind a byte order mark", `\ufeff${HEAD}spec:\n\tx: 1\n`, "yaml-syntax 4:1"],
  ])("names the place of %s", (_, text, place) => {
    const plan = reviewBeside(text);
    expect(problemsOf(plan)).toEqual([place]);
    const [problem] = plan.problems;
    // What stands for a workload is a finding too, so that the check cannot pass over it.
    expect(plan.findings.filter(({ path, workload }) => path !== HEALTHY && workload === null)).toMatchObject(
      [{ rule: "manifest-shape", severity: "error", line: problem?.line, state: "new" }],
    );
    expect(problem?.message).toMatch(/^[^\n]{10,200}$/);
  });

  it.each([
    ["a file of 5 MB", mib(5, "# x\n"), "file-too-large 1:1"],
    ["a binary file", Uint8Array.from([0x6b, 0x69, 0x6e, 0x64, 0, 1, 2]), "binary 1:1"],
    ["a file in another encoding", Uint8Array.from([0x6b, 0xe4, 0xf6, 0xfc]), "binary 1:1"],
  ])("names %s, which is not read at all", (_, bytes, place) => {
    expect(problemsOf(reviewBeside(bytes))).toEqual([place]);
  });
});

function bomb(): string {
  const names = "abcdefghij";
  return times(
    9,
    (index) => `${names[index + 1]}: &${names[index + 1]} [${`*${names[index]},`.repeat(9)}]\n`,
  );
}

describe("a document that can be read in part", () => {
  it.each([
    [
      "the same key twice",
      deployment({ spec: "  paused: false\n  paused: true\n" }),
      ["duplicate-key 8:3"],
      [],
    ],
    [
      "100,000 equal keys",
      `${deployment()}${"a: 1\n".repeat(100_000)}`,
      Array(10).fill(/^duplicate-key \d+:1$/),
      ["unknown-field 100019"],
    ],
    [
      "containers as a mapping",
      shape("containers:\n        web: {image: a}"),
      ["shape 1:1"],
      ["manifest-shape 10"],
    ],
    [
      "a null among the containers",
      shape("containers:\n        -\n        - {name: a, image: a}"),
      [],
      ["manifest-shape 11"],
    ],
    ["a text among the containers", shape("containers: [web]"), ["shape 1:1"], ["manifest-shape 10"]],
    ["no container at all", shape("containers: []"), ["shape 1:1"], ["manifest-shape 10"]],
    [
      "a mapping for a container's name",
      shape("containers:\n        - image: a\n          name: {a: b}"),
      [],
      ["manifest-shape 12"],
    ],
    ["a container without a name", shape("containers: [{image: a}]"), [], ["manifest-shape 10"]],
    [
      "two containers of one name",
      shape("containers:\n        - {name: a, image: a}\n        - {name: a, image: b}"),
      [],
      ["manifest-shape 12"],
    ],
    [
      "a template that is a text",
      `${HEAD}metadata: {name: a}\nspec:\n  selector: {}\n  template: web\n`,
      ["shape 1:1"],
      ["manifest-shape 6"],
    ],
    [
      "a spec that is a list, which can be laid over nothing",
      `${HEAD}metadata: {name: a}\nspec: [selector]\n`,
      ["shape 1:1"],
      ["manifest-shape 4"],
    ],
    ["negative replicas", deployment({ replicas: "-1" }), [], ["invalid-rollout 6"]],
    ["half a replica", deployment({ replicas: "2.5" }), [], ["invalid-rollout 6"]],
    ["more replicas than an int32", deployment({ replicas: "3000000000" }), [], ["invalid-rollout 6"]],
    [
      "replicas of a million digits",
      deployment({ replicas: "9".repeat(1_000_000) }),
      [],
      ["invalid-rollout 6"],
    ],
    ["replicas in words", deployment({ replicas: "three" }), [], ["invalid-rollout 6"]],
    ["replicas as YAML 1.1's yes", deployment({ replicas: "yes" }), [], ["invalid-rollout 6"]],
    ["a list for replicas", deployment({ replicas: "[3]" }), [], ["invalid-rollout 6"]],
    ["a number for a name", deployment({ name: "12" }), [], ["manifest-shape 4"]],
    ["YAML 1.1's no for a name", deployment({ name: "no" }), [], ["manifest-shape 4"]],
  ])("says what is wrong with %s", (_, text, problems, findings) => {
    const plan = reviewBeside(text);
    const found = problemsOf(plan);
    expect(found).toHaveLength(problems.length);
    for (const [index, place] of problems.entries()) expect(found[index]).toMatch(place);
    expect(
      plan.findings
        .filter(({ path, rule }) => path !== HEALTHY && (rule !== "readiness-gate" || findings.length > 1))
        .map(({ rule, line }) => `${rule} ${line}`),
    ).toEqual(findings);
  });

  it("reads octal and underscored numbers as Kubernetes' YAML 1.1 does", () => {
    const replicas = (written: string) =>
      reviewBeside(deployment({ replicas: written })).workloads.find(({ path }) => path !== HEALTHY)?.after
        ?.replicas;
    expect(replicas("010")).toMatchObject({ min: 8, max: 8 });
    expect(replicas("0x10")).toMatchObject({ min: 16 });
    expect(replicas("1_000")).toMatchObject({ min: 1000 });
    expect(replicas("3.0")).toMatchObject({ min: 3 });
  });
});

function shape(podSpec: string): string {
  return `${HEAD}metadata:\n  name: bad\nspec:\n  selector: {matchLabels: {app: bad}}\n  template:\n    metadata: {labels: {app: bad}}\n    spec:\n      ${podSpec}\n`;
}

describe("keys that mean something to a program", () => {
  it.each(["__proto__", "constructor", "toString", "hasOwnProperty", "prototype"])(
    "takes %s as any other key",
    (key) => {
      const annotated = deployment({
        spec: `  ${key}:\n    ${key}: 1\n`,
        container: `          ${key}: {tcpSocket: {port: 1}}\n`,
      });
      const plan = reviewBeside(annotated);
      const gates = plan.findings.filter(({ path, rule }) => path !== HEALTHY && rule === "readiness-gate");
      expect(gates).toMatchObject([{ fix: { confidence: "one-click" } }]);
      // Another program would find fields of these names in any object of its own.
      const unknown = plan.findings.filter(({ rule }) => rule === "unknown-field");
      expect(unknown.map(({ line }) => line)).toEqual(key === "__proto__" ? [] : [7, 22]);
      expect(Object.keys(Object.prototype)).toEqual([]);
    },
  );

  it("does not take a probe from a prototype", () => {
    const inherited = deployment({
      container: "          __proto__: {readinessProbe: {tcpSocket: {port: 1}}}\n",
    });
    expect(reviewBeside(inherited).workloads.map(({ after }) => after?.gated)).toEqual([false, false]);
  });
});

describe("a file of the largest size that is read", () => {
  const container = (index: number) =>
    `        - name: c${index}\n          image: a\n          ports:\n            - containerPort: ${(index % 60_000) + 1}\n`;
  const service = (name: string, ports: string) =>
    `---\napiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec:\n  selector: {app: web}\n  ports:\n${ports}`;

  it.each([
    ["5,000 containers in one pod", deployment({ container: times(5_000, container) })],
    [
      "5,000 containers that share an anchor",
      deployment({
        container: `          env: &e []\n${times(5_000, (i) => `${container(i)}          env: *e\n`)}`,
      }),
    ],
    ["5,000 containers of one name", deployment({ container: times(5_000, () => container(1)) })],
    [
      "20,000 ports that a Service targets",
      deployment({ container: times(20_000, (i) => `            - containerPort: ${i + 1}\n`) }) +
        service(
          "web",
          times(20_000, (i) => `    - port: ${i + 1}\n`),
        ),
    ],
    [
      "5,000 Services for one workload",
      deployment() + times(5_000, (i) => service(`s${i}`, "    - port: 8000\n")),
    ],
    ["700,000 document markers", "---\n".repeat(700_000)],
    ["a line of 1.4 MB", deployment({ spec: `  x: "${"a".repeat(1_400_000)}"\n` })],
    ["1.4 MB of blanks", `${HEAD}spec:${" ".repeat(1_400_000)}x\n`],
    ["a million empty lines", deployment() + "\n".repeat(1_000_000)],
    ["100,000 comments behind an entry", deployment({ container: "          # x\n".repeat(100_000) })],
    [
      "a hundred aliases of a large list",
      deployment({ spec: `  x: &x [${"a,".repeat(60_000)}]\n  y: [${"*x,".repeat(100)}]\n` }),
    ],
    [
      "900 aliases of a large text",
      deployment({ spec: `  x: &x ${"a".repeat(700_000)}\n  y: [${"*x,".repeat(900)}]\n` }),
    ],
    [
      "900 merges of a large mapping",
      deployment({
        spec: `  x: &x {${times(2_000, (i) => `k${i}: 1, `)}}\n  y: {<<: [${"*x,".repeat(900)}]}\n`,
      }),
    ],
    [
      "20,000 brackets closed at their key's column",
      deployment({ spec: times(20_000, (i) => `  k${i}: [\n    a\n  ]\n`) }),
    ],
    [
      "300 kB of digits and of per cent",
      deployment({ spec: `  strategy: {rollingUpdate: {maxSurge: ${"9".repeat(300_000)}%}}\n` }),
    ],
    [
      "a quantity of 300 kB",
      deployment({ container: `          resources: {limits: {cpu: ${"9".repeat(300_000)}m}}\n` }),
    ],
    ["the word kind without end", "kind: Deployment ".repeat(80_000)],
    ["anchors without end", `kind: ${"&a ".repeat(400_000)}`],
    ["the word kind in one comment", `${HEAD}a: 1 # ${"kind: # ".repeat(150_000)}`],
    ["the word kind in one anchor", `${HEAD}a: 1 # ${"kind:&".repeat(200_000)}`],
    ["the word kind at the ends of comments", "# kind: #\n".repeat(140_000)],
    ["comments behind the word kind", `kind: ${"#   \n".repeat(200_000)}1`],
    ["comments and blanks in place of content", `${HEAD}${"#   \n   \t\n".repeat(150_000)}`],
    ["half a million opening parentheses", `${HEAD} a:\n b: ${"((".repeat(500_000)}`],
    [
      "100,000 labels",
      `${HEAD}metadata: {name: a}\nspec:\n  selector: {}\n  template: {metadata: {labels: {${times(100_000, (i) => `l${i}: a, `)}}}}\n`,
    ],
  ])("is reviewed in time: %s", (_, text) => {
    reviewBeside(text);
  });
});
