/** Edits of charts for probes that containers lack: where they are made, and why there are none. */
import { describe, expect, test } from "vitest";
import { type Analyse, analyseHere } from "../../../../src/analysis/analysis.js";
import { reviewChange } from "../../../../src/engine.js";
import { probeJudge } from "../../../../src/github/load/judge-probes.js";
import { applyEdits } from "../../../../src/manifest/edit/apply-edits.js";
import { DEFAULT_POLICY } from "../../../../src/policy/policy.js";
import { renderChange } from "../../../../src/render/render-change.js";
import type { Finding } from "../../../../src/review/findings/finding.js";
import { CIRCUMSTANCES } from "../../../circumstances.js";
import { DEPLOYMENT, inFolder, webChart } from "../../chart-files.js";
import { changeOf, provenRenderings, renderTrees, reviewTrees, type Texts } from "../../review-trees.js";

const OWN = / *\{\{- if .Values.probe[\s\S]*end \}\}\n/;
const UNPROBED = DEPLOYMENT.replace(OWN, "");

/** The findings of probes where a chart is all new. */
async function found(after: Texts, before: Texts | null = null): Promise<Finding[]> {
  const { changeSet } = changeOf(before, after);
  const renderings = structuredClone(await provenRenderings(before, after));
  const plan = reviewChange(renderChange(changeSet, { renderings }), DEFAULT_POLICY, CIRCUMSTANCES);
  return plan.findings.filter(({ rule }) => rule === "readiness-gate");
}

const chart = (deployment: string, more: Texts = {}) =>
  webChart("web", { "templates/deployment.yaml": deployment, ...more });

async function reasons(after: Texts, before: Texts | null = null): Promise<string[]> {
  return (await found(after, before)).map(({ fix }) => fix?.reason ?? fix?.confidence ?? "none");
}

/** What the edit of the only finding makes of its file, and what is left to be found then. */
async function edited(after: Texts, before: Texts | null = null) {
  const [finding] = await found(after, before);
  const edits = finding?.fix?.edits ?? [];
  const path = edits[0]?.path ?? "";
  const text = applyEdits(after[path] ?? "", edits);
  const plan = await reviewTrees(before, { ...after, [path]: text });
  return { path, text, left: plan.findings.filter(({ rule }) => rule === "readiness-gate").length };
}

/** Tells, with ten replicas, how long another template is. */
const SIZE = `{{- if eq (int .Values.replicas) 10 }}
apiVersion: v1
kind: ConfigMap
metadata: {name: size}
data:
  size: {{ include (print $.Template.BasePath "/deployment.yaml") . | len | quote }}
{{- end }}
`;

const PROBE = `          readinessProbe:
            tcpSocket:
              port: http
            initialDelaySeconds: 30
            periodSeconds: 5
            timeoutSeconds: 3
            successThreshold: 1
            failureThreshold: 3
`;

describe("an edit of a template", () => {
  test("stands before the next key behind the ports, with the comment above that", async () => {
    const resources = "          # what it takes\n          resources: {}\n";
    const { path, text, left } = await edited(chart(UNPROBED + resources));
    expect([path, left]).toEqual(["web/templates/deployment.yaml", 0]);
    expect(text).toBe(UNPROBED + PROBE + resources);
  });

  test("stands before the ports where nothing follows them that is always there", async () => {
    const { text, left } = await edited(
      chart(
        `${UNPROBED}          {{- if .Values.replicas }}\n          resources: {}\n          {{- end }}\n`,
      ),
    );
    expect(left).toBe(0);
    expect(text).toContain(`${PROBE}          ports:\n`);
  });

  test("keeps the line ends of its file", async () => {
    const text = UNPROBED.replaceAll("\n", "\r\n");
    const made = await edited(chart(text));
    expect(made.text).toBe(
      text.replace("          ports:\r\n", `${PROBE.replaceAll("\n", "\r\n")}          ports:\r\n`),
    );
    expect(made.left).toBe(0);
  });

  test("reaches containers of which nothing is found, where it does no harm", async () => {
    const files = chart(UNPROBED, {
      "values-prod.yaml": "replicas: 5\n",
      "values-test.yaml": "replicas: 1\n",
    });
    expect(await reasons(files)).toEqual(["one-click"]);
  });

  test("is made in the define that prints the container, and says how many it reaches", async () => {
    const lines = UNPROBED.split("\n");
    const at = lines.findIndex((line) => line.includes("- name: web"));
    const container = lines
      .slice(at)
      .map((line) => line.slice(8))
      .join("\n");
    const head = `${lines.slice(0, at).join("\n")}\n        {{- include "web.container" . | nindent 8 }}\n`;
    const second = head.replace("kind: Deployment", "kind: StatefulSet");
    const helper = `{{- define "web.container" -}}\n${container.trimEnd()}\n{{- end }}\n`;
    const files = chart(head, { "templates/stateful.yaml": second, "templates/_container.tpl": helper });
    const findings = await found(files);
    expect(findings.map(({ fix }) => fix?.edits.map(({ path }) => path))).toEqual([
      ["web/templates/_container.tpl"],
      ["web/templates/_container.tpl"],
    ]);
    expect(findings[0]?.fix?.caution).toContain("2 containers");
  });
});

describe("an edit of values", () => {
  test("turns on what the template has under a flag", async () => {
    const { path, text, left } = await edited(chart(DEPLOYMENT));
    expect([path, text, left]).toEqual(["web/values.yaml", "replicas: 2\ntag: v1\nprobe: true\n", 0]);
  });

  test("writes the probe where the template prints a mapping", async () => {
    const deployment = `${UNPROBED}          {{- with .Values.readinessProbe }}\n          readinessProbe:\n            {{- toYaml . | nindent 12 }}\n          {{- end }}\n`;
    for (const values of ["replicas: 2\ntag: v1\n", "readinessProbe: {} # none\nreplicas: 2\ntag: v1\n"]) {
      const { path, text, left } = await edited(chart(deployment, { "values.yaml": values }));
      expect([path, left]).toEqual(["web/values.yaml", 0]);
      expect(text).toContain("readinessProbe:");
      expect(text).toContain("  tcpSocket:\n    port: http\n");
    }
  });

  test("is made in the values file that the change touches", async () => {
    const before = chart(DEPLOYMENT, {
      "values.yaml": "replicas: 2\ntag: v1\nprobe: true\n",
      "values-prod.yaml": "replicas: 3\n",
    });
    const after = { ...before, "web/values-prod.yaml": "replicas: 3\nprobe: false\n" };
    const { path, text, left } = await edited(after, before);
    expect([path, text, left]).toEqual(["web/values-prod.yaml", "replicas: 3\nprobe: true\n", 0]);
  });

  test("goes under the name that a chart within this one has there", async () => {
    const inner = inFolder("shop/charts", webChart("web"));
    const files = {
      ...inner,
      "shop/Chart.yaml":
        "apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies: [{name: web, version: 1.0.0, alias: front}]\n",
      "shop/values.yaml": "front:\n  replicas: 4\n  probe: false\n",
    };
    const { path, text, left } = await edited(files);
    expect([path, text, left]).toEqual(["shop/values.yaml", "front:\n  replicas: 4\n  probe: true\n", 0]);
  });
});

describe("there is no edit, and the reason is told,", () => {
  test("where the template may print a probe, and no value is known that makes it", async () => {
    const odd = DEPLOYMENT.replace("if .Values.probe", 'if eq (printf "%v" .Values.probe) "yes"');
    expect(await reasons(chart(odd))).toEqual(["probe-by-values"]);
  });

  test("where values bring keys of the container, and more than the probe would come with them", async () => {
    const open = `${UNPROBED}          {{- if .Values.more }}\n          tty: true\n          {{- toYaml .Values.more | nindent 10 }}\n          {{- end }}\n`;
    expect(await reasons(chart(open))).toEqual(["probe-by-values"]);
  });

  test("where a define that is called has a probe under a condition", async () => {
    const helper =
      '{{- define "web.more" }}\n{{- if eq .mode "full" }}\nreadinessProbe: {tcpSocket: {port: http}}\n{{- end }}\n{{- end }}\n';
    const files = chart(
      `${UNPROBED}          {{- include "web.more" (dict "mode" "lean") | nindent 10 }}\n          resources: {}\n`,
      { "templates/_more.tpl": helper },
    );
    expect(await reasons(files)).toEqual(["probe-by-values"]);
  });

  test("where the container is another's, and no value gives it one", async () => {
    const files = {
      ...inFolder("shop/charts", chart(UNPROBED)),
      "shop/Chart.yaml":
        "apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies: [{name: web, version: 1.0.0}]\n",
    };
    expect(await reasons(files)).toEqual(["vendored"]);
  });

  test("where all of it is computed", async () => {
    const at = UNPROBED.indexOf("        - name: web");
    const container =
      "containers:\n  - name: web\n    image: web:1\n    ports: [{name: http, containerPort: 8080}]\n";
    const deployment = `${UNPROBED.slice(0, at)}        {{- toYaml .Values.containers | nindent 8 }}\n`;
    const files = chart(deployment, { "values.yaml": `replicas: 2\n${container}` });
    expect(await reasons(files)).toEqual(["computed"]);
  });

  test("where the container is written on one line", async () => {
    const at = UNPROBED.indexOf("        - name: web");
    const container = "        - {name: web, image: web:1, ports: [{name: http, containerPort: 8080}]}\n";
    expect(await reasons(chart(UNPROBED.slice(0, at) + container))).toEqual(["not-proven"]);
  });

  test("where more places than are tried have containers without a probe", async () => {
    const at = UNPROBED.indexOf("        - name: web");
    // On one line, so that each is refused at once.
    const container = "        - {name: web, image: web:1, ports: [{name: http, containerPort: 8080}]}\n";
    const more = Array.from({ length: 41 }, (_, i): [string, string] => [
      `templates/deployment-${i}.yaml`,
      (UNPROBED.slice(0, at) + container).replace("metadata:\n  name: ", `metadata:\n  name: n${i}-`),
    ]);
    const counts: Record<string, number> = {};
    for (const reason of await reasons(chart(UNPROBED.slice(0, at) + container, Object.fromEntries(more))))
      counts[reason] = (counts[reason] ?? 0) + 1;
    expect(counts).toEqual({ "not-proven": 40, "beyond-limit": 2 });
  });

  test("where nobody could judge which containers lack one, or whether it mends them", async () => {
    const files = chart(DEPLOYMENT);
    const { changeSet } = changeOf(null, files);
    const failing =
      (name: string): Analyse =>
      (job, input) =>
        job === name ? Promise.reject(new Error("too long")) : analyseHere(job, input);
    const told = async (name: string) => {
      const errors: unknown[] = [];
      const change = { changeSet, policy: DEFAULT_POLICY };
      const judge = probeJudge(failing(name), change, (error) => errors.push(error));
      const renderings = structuredClone(await renderTrees(null, files, { judge }));
      const plan = reviewChange(renderChange(changeSet, { renderings }), DEFAULT_POLICY, CIRCUMSTANCES);
      const gates = plan.findings.filter(({ rule }) => rule === "readiness-gate");
      return [errors.length, ...gates.map(({ fix }) => fix?.reason)];
    };
    expect(await told("wantedProbes")).toEqual([1, "not-judged"]);
    expect(await told("probesMend")).toEqual([1, "not-judged"]);
  });

  test("where the same lines make a container that has another port", async () => {
    const port = (text: string) =>
      text.replace(
        "            - name: http\n              containerPort: 8080",
        "            - containerPort: {{ .Values.port }}",
      );
    const service =
      webChart("web")["web/templates/service.yaml"]?.replace(
        "targetPort: http",
        "targetPort: {{ .Values.port }}",
      ) ?? "";
    const files = chart(port(UNPROBED), {
      "templates/service.yaml": service,
      "values-a.yaml": "port: 8080\n",
      "values-b.yaml": "port: 9090\n",
    });
    expect(await reasons(files)).toEqual(["not-with-every-set"]);
  });

  test("where a set of values that is not rendered by itself would get another thing with it", async () => {
    const sets = Object.fromEntries(
      Array.from({ length: 9 }, (_, i) => [`values-${i}.yaml`, `replicas: ${i + 2}\n`]),
    );
    expect(await reasons(chart(UNPROBED, sets))).toEqual(["one-click"]);
    const last = { ...sets, "values-8.yaml": "replicas: 10\n" };
    expect(await reasons(chart(UNPROBED, { ...last, "templates/size.yaml": SIZE }))).toEqual([
      "not-with-every-set",
    ]);
  });

  test("where the chart reads its own template", async () => {
    const reads = {
      "templates/map.yaml":
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: own}\ndata:\n  text: {{ .Files.Get "notes.txt" | quote }}\n  size: {{ include (print $.Template.BasePath "/deployment.yaml") . | len | quote }}\n',
    };
    expect(await reasons(chart(UNPROBED, reads))).toEqual(["not-proven"]);
  });
});

describe("values that are printed at the column of the container's keys", () => {
  const printed = `${UNPROBED.replace("            - name: http\n              containerPort: 8080", "          - name: http\n            containerPort: 8080")}          {{- with .Values.more }}\n          {{- toYaml . | nindent 10 }}\n          {{- end }}\n          resources: {}\n`;

  test("are items of the list above where the chart has a list there", async () => {
    const files = chart(printed, { "values.yaml": "replicas: 2\ntag: v1\nmore: []\n" });
    expect(await reasons(files)).toEqual(["one-click"]);
  });

  test("are keys of the container otherwise, and get the probe", async () => {
    const files = chart(printed, { "values.yaml": "replicas: 2\ntag: v1\nmore: {}\n" });
    const { path, text, left } = await edited(files);
    expect([path, left]).toEqual(["web/values.yaml", 0]);
    expect(text).toContain("more:\n  readinessProbe:\n    tcpSocket:\n      port: http\n");
  });
});
