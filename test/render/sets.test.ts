/** A chart that is rendered by several sets of values is one chart: each matter is told once. */
import { afterAll, describe, expect, test } from "vitest";
import { formatJson } from "../../src/cli/formats/format-json.js";
import { POLICY_PATH } from "../../src/policy/policy.js";
import { readPolicy } from "../../src/policy/read-policy.js";
import { stopRenderers } from "../../src/renderer/renderer.js";
import { contractFaults } from "../cli/review-contract.js";
import { DEPLOYMENT, webChart } from "./chart-files.js";
import { reviewTrees, type Texts } from "./review-trees.js";

afterAll(() => stopRenderers());

const SMALL = { "values-small.yaml": "replicas: 1\n" };
const LARGE = { "values-large.yaml": "replicas: 6\n" };
const PROBED = { "values-probed.yaml": "replicas: 4\nprobe: true\n" };

/** A change of the chart that has these files on both sides, to another image. */
function change(...files: Texts[]): [Texts, Texts] {
  const more = Object.assign({}, ...files);
  return [
    webChart("web", more),
    webChart("web", { ...more, "values.yaml": "replicas: 2\ntag: v2\nprobe: false\n" }),
  ];
}

describe("several sets of values", () => {
  test("make one entry, which has the numbers of the set with the worst case and names them all", async () => {
    const plan = await reviewTrees(...change(SMALL, PROBED, LARGE));
    expect(plan.workloads).toMatchObject([
      {
        id: "web#apps/Deployment//release-name-web",
        rollsPods: true,
        after: { worstCase: 6 },
        sets: [
          { name: "values-large.yaml", worstCase: 6, replicas: { min: 6, max: 6 } },
          { name: "values-small.yaml", worstCase: 1, replicas: { min: 1 } },
          { name: "values-probed.yaml", worstCase: 1, replicas: { min: 4 } },
        ],
      },
    ]);
    expect(plan.check.summary).toContain("`Deployment release-name-web` with `values-large.yaml`");
    expect(plan.title).toContain("release-name-web with values-large.yaml: 6 of 6 pods");
    expect(contractFaults(formatJson(plan))).toEqual([]);
  });

  test("have one finding for one fault, with the names of those that have it where another has it not", async () => {
    const plan = await reviewTrees(...change(SMALL, PROBED, LARGE));
    const gates = plan.findings.filter(({ rule }) => rule === "readiness-gate");
    expect(gates.map(({ id, workload }) => [id, workload])).toEqual([
      ["readiness-gate web#apps/Deployment//release-name-web web", "web#apps/Deployment//release-name-web"],
    ]);
    expect(gates[0]?.message).toContain("can take 6 of 6 pods");
    expect(gates[0]?.message).toContain(
      "This holds with “values-large.yaml” and “values-small.yaml”, and not with every set of values.",
    );
    const everywhere = await reviewTrees(...change(SMALL, LARGE));
    expect(everywhere.findings[0]?.message).not.toContain("This holds with");
  });

  test("are one workload although each release has its own name", async () => {
    const policy = readPolicy(
      `render:
  - { chart: web, values: [web/blue.yaml], name: blue, release: blue, namespace: blue }
  - { chart: web, values: [web/green.yaml], name: green, release: green, namespace: green }
`,
      POLICY_PATH,
    );
    const files = { "blue.yaml": "replicas: 1\n", "green.yaml": "replicas: 3\n" };
    const plan = await reviewTrees(...change(files), { policy });
    expect(plan.workloads.map(({ id, sets }) => [id, sets?.map(({ name }) => name)])).toEqual([
      ["web#apps/Deployment//blue-web", ["green", "blue"]],
    ]);
    expect(plan.findings.filter(({ rule }) => rule === "readiness-gate")).toHaveLength(1);
  });

  test("are compared each with itself at the base", async () => {
    const optional = { "templates/deployment.yaml": `{{- if .Values.shown }}\n${DEPLOYMENT}{{- end }}\n` };
    const files = (few: string) =>
      webChart("web", {
        ...optional,
        "values-few.yaml": few,
        "values-large.yaml": "replicas: 6\nshown: true\n",
      });
    const plan = await reviewTrees(files("replicas: 1\n"), files("replicas: 1\nshown: true\n"));
    expect(plan.workloads.map(({ change, sets }) => [change, sets?.map(({ name }) => name)])).toEqual([
      ["added", ["values-few.yaml"]],
    ]);
  });

  test("that are there for tests alone fail no check", async () => {
    const tests = { "ci/open-values.yaml": "replicas: 3\n" };
    const always = (files: Texts): Texts => ({
      ...files,
      "web/templates/deployment.yaml": (files["web/templates/deployment.yaml"] as string).replace(
        "if .Values.probe",
        "if true",
      ),
    });
    const review = ([before, after]: [Texts, Texts]) => reviewTrees(always(before), after);
    const alone = await review(change(PROBED, tests));
    expect([alone.conclusion, alone.findings.map(({ severity }) => severity)]).toEqual([
      "success",
      ["warning"],
    ]);
    const both = await review(change(SMALL, LARGE, tests));
    expect([both.conclusion, both.findings.map(({ severity }) => severity)]).toEqual(["failure", ["error"]]);
  });

  test("with which a chart could not be rendered before either are named once, with the author's words", async () => {
    const strict = `{{- if eq (int .Values.replicas) 0 }}{{ fail (printf "no pods%s" (repeat 400 "!")) }}{{ end }}\n`;
    const none = {
      "templates/check.yaml": strict,
      "values-none.yaml": "replicas: 0\n",
      "ci/none-values.yaml": "replicas: 0\n",
    };
    const { problems, workloads } = await reviewTrees(...change(SMALL, LARGE, none));
    expect(workloads[0]?.sets?.map(({ name }) => name)).toEqual(["values-large.yaml", "values-small.yaml"]);
    expect(problems.map(({ path, message }) => [path, message.slice(0, 120)])).toEqual([
      [
        "web/Chart.yaml",
        expect.stringMatching(/^a chart .* with "values-none.yaml" and "ci\/none-values.yaml"/),
      ],
    ]);
    expect(problems[0]?.message).toMatch(/is not judged: a template fails: .*no pods!{50,}…$/);
  });

  test("leave the chart's own values unnamed, which nobody installs", async () => {
    const strict = { "templates/check.yaml": '{{ required "a name" .Values.name }}\n' };
    const { problems, workloads } = await reviewTrees(...change(strict, { "ci/a-values.yaml": "name: a\n" }));
    expect([problems, workloads.length]).toEqual([[], 1]);
  });
});
