import { describe, expect, it } from "vitest";
import { reviewChange } from "../../../src/engine.js";
import { DEFAULT_POLICY } from "../../../src/policy/policy.js";
import { renderChange } from "../../../src/render/render-change.js";
import { CIRCUMSTANCES } from "../../circumstances.js";

function deployment({ apiVersion = "apps/v1", strategy = "", replicas = 1, container = "" }): string {
  return `apiVersion: ${apiVersion}
kind: Deployment
metadata: {name: web}
spec:
  replicas: ${replicas}${strategy}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: example.com/web:1
          ports: [{containerPort: 8080}]${container}
`;
}

function review(before: string, after: string) {
  const hunks = [{ oldStart: 1, oldLines: 14, newStart: 1, newLines: 14 }];
  const text = (content: string) => ({ kind: "text" as const, text: content });
  const file = { path: "web.yaml", previousPath: null, status: "modified" as const, hunks };
  const files = [{ ...file, before: text(before), after: text(after) }];
  const changeSet = { base: "b", head: "h", webUrl: null, files, siblings: [], omissions: [] };
  return reviewChange(renderChange(changeSet), DEFAULT_POLICY, CIRCUMSTANCES);
}

describe("a missing probe that was a warning at the base and is an error at the head", () => {
  it.each([
    ["the change leaves Recreate", { strategy: "\n  strategy: {type: Recreate}" }, {}],
    [
      "the change leaves an old API's default",
      { apiVersion: "extensions/v1beta1" },
      { strategy: "\n  strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}" },
    ],
  ])("was there before, where no larger share can be lost: %s", (_, before, after) => {
    const plan = review(deployment(before), deployment(after));
    expect(plan.findings).toMatchObject([{ rule: "readiness-gate", severity: "error", state: "existing" }]);
    expect(plan.conclusion).toBe("neutral");
  });

  it("is new, where a larger share can be lost", () => {
    const gated = "\n          readinessProbe: {tcpSocket: {port: 8080}}";
    const plan = review(deployment({ replicas: 3, container: gated }), deployment({ replicas: 3 }));
    expect(plan.findings).toMatchObject([{ rule: "readiness-gate", severity: "error", state: "new" }]);
    expect(plan.conclusion).toBe("failure");
  });
});

describe("a port that the change only declares", () => {
  const bare = (container: string) =>
    deployment({ container }).replace("\n          ports: [{containerPort: 8080}]", "");
  const bound = (setting: string) => `\n          ${setting}`;

  it.each([
    ["the command line binds it", bound('args: ["--listen=:8080"]'), "", "existing"],
    ["the environment does", bound('env: [{name: PORT, value: "8080"}]'), "", "existing"],
    ["nothing says that the program listens there", "", "", "new"],
    ["it binds another one", bound('args: ["--listen=:9090"]'), "", "new"],
    ["it binds it for the pod alone", bound('args: ["--listen=127.0.0.1:8080"]'), "", "new"],
    [
      "a new Service leads there",
      bound('args: ["--listen=:8080"]'),
      "---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{port: 8080}]}\n",
      "new",
    ],
  ])("brings no new fault where the program bound it before: %s", (_, container, service, state) => {
    const plan = review(bare(container), deployment({ container }) + service);
    expect(plan.findings).toMatchObject([{ rule: "readiness-gate", state }]);
  });

  const scraped = (service = "") =>
    deployment({}).replace("containerPort: 8080", "name: metrics, containerPort: 9090") + service;
  const probed = bound("readinessProbe: {tcpSocket: {port: 9090}}");

  it.each([
    ["on a container without a probe", bare(""), "", "existing"],
    ["while the change takes the probe away", bare(probed), "", "new"],
    [
      "beside a new Service for them",
      bare(""),
      "---\napiVersion: v1\nkind: Service\nmetadata: {name: web-metrics}\nspec: {selector: {app: web}, ports: [{port: 9090}]}\n",
      "new",
    ],
  ])("brings no new fault where it is for operators: %s", (_, before, service, state) => {
    const plan = review(before, scraped(service));
    expect(plan.findings).toMatchObject([{ rule: "readiness-gate", severity: "warning", state }]);
  });
});

describe("a Deployment of a group that Kubernetes never had", () => {
  it("is an error and no stranger, as a misspelt group would apply nothing", () => {
    const plan = review(deployment({}), deployment({ apiVersion: "extentions/v1beta1" }));
    expect(plan.findings).toMatchObject([{ rule: "manifest-shape", severity: "error" }]);
    expect(plan.workloads[0]?.after?.worstCase).toBeNull();
    expect(plan.findings[0]?.message).toContain("extentions/v1beta1");
  });

  it("is a stranger where the group has a dot", () => {
    const plan = review(deployment({}), deployment({ apiVersion: "apps.kruise.io/v1alpha1" }));
    expect(plan.findings).toEqual([]);
  });
});
