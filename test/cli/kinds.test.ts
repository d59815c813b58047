/** What the command line says of the kinds beside the Deployment. */
import { describe, expect, it } from "vitest";
import { formatJson } from "../../src/cli/formats/format-json.js";
import { formatText } from "../../src/cli/formats/format-text.js";
import { DEFAULT_POLICY, type Policy } from "../../src/policy/policy.js";
import { planOf } from "./plan-of.js";

function manifest(kind: string, spec: string, apiVersion = "apps/v1"): string {
  return `apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: web }
spec:
  ${spec}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: web:1
          ports:
            - containerPort: 8080
`;
}

function printed(text: string, policy: Partial<Policy> = {}) {
  const { plan, changeSet } = planOf({}, { "web.yaml": text }, { ...DEFAULT_POLICY, ...policy });
  const lines = formatText(plan, changeSet, { colour: false, width: null }).split("\n");
  const [workload] = JSON.parse(formatJson(plan)).workloads;
  return { header: lines.slice(0, 2), verdict: lines.at(-2), workload };
}

const one = { covered: 0, total: 1 };
const COVERAGE = { gate: one, readiness: one, liveness: one, startup: one };

describe("a StatefulSet", () => {
  it("has no surge, and a budget of the pods that go together", () => {
    const spec = "replicas: 4\n  updateStrategy: { rollingUpdate: { partition: 1 } }";
    const { header, verdict, workload } = printed(manifest("StatefulSet", spec));
    expect(header).toEqual([
      "StatefulSet web  web.yaml:1, added",
      "  replicas 4   budget 1   worst case 3 of 4   gate 0/1",
    ]);
    expect(verdict).toContain("web: 3 of 4 pods can be out of service at once, 1 allowed");
    expect(workload).toMatchObject({
      id: "web.yaml#apps/StatefulSet//web",
      kind: "StatefulSet",
      apiVersion: "apps/v1",
      rollsPods: true,
    });
    expect(workload.after).toEqual({
      replicas: { min: 4, max: 4, source: "manifest" },
      strategy: "RollingUpdate",
      maxSurge: null,
      maxUnavailable: 1,
      minReadySeconds: 0,
      budget: 1,
      worstCase: 3,
      worstShare: 0.75,
      atReplicas: 4,
      gated: false,
      serving: true,
      coverage: COVERAGE,
      worstCaseBy: null,
      budgetBy: null,
      guaranteed: null,
      unknownListeners: [],
      datagrams: [],
    });
  });

  it("promises nothing under OnDelete and loses nothing", () => {
    const spec = "replicas: 3\n  updateStrategy: { type: OnDelete }";
    const { header, workload } = printed(manifest("StatefulSet", spec));
    expect(header[1]).toBe("  replicas 3   budget none (OnDelete)   worst case 0 of 3   gate 0/1");
    expect(workload.rollsPods).toBe(false);
    expect(workload.after).toMatchObject({
      strategy: "OnDelete",
      maxSurge: null,
      maxUnavailable: null,
      budget: null,
      worstCase: 0,
      worstShare: 0,
    });
  });
});

describe("a DaemonSet", () => {
  const daemonSet = manifest("DaemonSet", "minReadySeconds: 0");

  it("has shares where nobody knows its nodes", () => {
    const { header, verdict, workload } = printed(daemonSet);
    expect(header[1]).toBe("  replicas every node   budget 1   worst case all   gate 0/1");
    expect(verdict).toContain("web: every pod can be out of service at once, 1 allowed");
    expect(workload.after).toEqual({
      replicas: null,
      strategy: "RollingUpdate",
      maxSurge: 0,
      maxUnavailable: 1,
      minReadySeconds: 0,
      budget: 1,
      worstCase: null,
      worstShare: 1,
      atReplicas: null,
      gated: false,
      serving: true,
      coverage: COVERAGE,
      worstCaseBy: null,
      budgetBy: null,
      guaranteed: null,
      unknownListeners: [],
      datagrams: [],
    });
  });

  it("has numbers where the policy says how many", () => {
    const { header, workload } = printed(daemonSet, { nodes: 12 });
    expect(header[1]).toBe("  replicas 12 (nodes)   budget 1   worst case 12 of 12   gate 0/1");
    expect(workload.after).toMatchObject({
      replicas: { min: 12, max: 12, source: "nodes" },
      budget: 1,
      worstCase: 12,
      worstShare: 1,
      atReplicas: 12,
    });
  });

  it("has a limit in per cent of nodes that nobody has counted", () => {
    const spec = "updateStrategy: { rollingUpdate: { maxUnavailable: 10% } }";
    const gated = manifest("DaemonSet", spec).replace(
      "image: web:1",
      "image: web:1\n          readinessProbe: { tcpSocket: { port: 8080 } }",
    );
    const { header, workload } = printed(gated);
    expect(header[1]).toBe("  replicas every node   budget 10%   worst case 10%   gate 1/1");
    expect(workload.after).toMatchObject({
      maxUnavailable: null,
      budget: null,
      worstCase: null,
      worstShare: null,
    });
  });
});

describe("an Argo Rollout", () => {
  it("names its strategy as Argo does", () => {
    const spec = "replicas: 4\n  strategy: { canary: {} }";
    const { header, workload } = printed(manifest("Rollout", spec, "argoproj.io/v1alpha1"));
    expect(header).toEqual([
      "Rollout web  web.yaml:1, added",
      "  replicas 4   budget 1   worst case 4 of 4   gate 0/1",
    ]);
    expect(workload).toMatchObject({
      id: "web.yaml#argoproj.io/Rollout//web",
      after: { strategy: "canary", maxSurge: 1, maxUnavailable: 1, budget: 1, worstCase: 4 },
    });
  });

  it("promises every pod under blueGreen", () => {
    const spec = "replicas: 4\n  strategy: { blueGreen: { activeService: web } }";
    const { workload } = printed(manifest("Rollout", spec, "argoproj.io/v1alpha1"));
    expect(workload.after).toMatchObject({ strategy: "blueGreen", maxSurge: 0, budget: 0, worstCase: 4 });
  });
});
