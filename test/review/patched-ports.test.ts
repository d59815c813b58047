/** A Service that leads to a port's name which only a kustomization gives the containers, where nothing is rendered. */
import { describe, expect, it } from "vitest";
import { reviewFiles } from "../engine/review-files.js";
import { serviceOf } from "../workload/read-yaml.js";

const manager = (ports = "") => `apiVersion: apps/v1
kind: Deployment
metadata: {name: manager}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: manager, image: a${ports}}]}
`;
const patchOf = (name: string, container = "manager", port = "name: hooks, containerPort: 9443") =>
  `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec: {template: {spec: {containers: [{name: ${container}, ports: [{${port}}]}]}}}
`;
const kustomization = (patches: string) =>
  `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [manager.yaml, service.yaml]
${patches}
`;
const FILES = {
  "config/manager.yaml": manager(),
  "config/service.yaml": serviceOf("{port: 443, targetPort: hooks}"),
};
const NAMED = "patchesStrategicMerge: [patch.yaml]";

function review(files: Record<string, string>) {
  const { conclusion, findings, problems } = reviewFiles({ ...FILES, ...files }, {});
  const told = findings.map(({ rule, container, fix }) => [rule, container, fix?.probe?.tcpSocket]);
  const listeners = problems.filter(({ code }) => code === "listener").map(({ message }) => message);
  return { conclusion, told, listeners };
}

const TOLD = [["readiness-gate", "manager", { port: 9443 }]];

describe("a port's name that a kustomization gives", () => {
  it.each([
    ["a patch in a file", NAMED, patchOf("manager")],
    ["a patch by its path", "patches: [{path: patch.yaml}]", patchOf("manager")],
    [
      "a patch written inline",
      `patches:\n- patch: |\n${patchOf("manager").replaceAll(/^/gm, "    ")}`,
      "a: b\n",
    ],
  ])("by %s is where traffic goes", (_, patches, patch) => {
    const files = { "config/kustomization.yaml": kustomization(patches), "config/patch.yaml": patch };
    expect(review(files)).toEqual({ conclusion: "failure", told: TOLD, listeners: [] });
  });

  it.each([
    ["another workload's patch", NAMED, patchOf("worker")],
    ["another container's port", NAMED, patchOf("manager", "sidecar")],
    ["another port's name", NAMED, patchOf("manager", "manager", "name: web, containerPort: 80")],
    ["UDP", NAMED, patchOf("manager", "manager", "name: hooks, containerPort: 9443, protocol: UDP")],
    ["JSON operations", "patchesJson6902: [{path: patch.yaml, target: {kind: Deployment}}]", "[]\n"],
  ])("is not known by %s, and the check is not green", (_, patches, patch) => {
    const files = { "config/kustomization.yaml": kustomization(patches), "config/patch.yaml": patch };
    const { conclusion, told, listeners } = review(files);
    expect([conclusion, told]).toEqual(["neutral", []]);
    expect(listeners).toEqual([
      expect.stringMatching(
        /^Service “web” routes to the port named “hooks”, which no container of “manager”/,
      ),
    ]);
  });

  it("is no question for metrics, nor where a container declares it", () => {
    const kustomized = { "config/kustomization.yaml": kustomization(""), "config/patch.yaml": "a: b\n" };
    const metrics = serviceOf("{port: 443, targetPort: metrics}");
    expect(review({ ...kustomized, "config/service.yaml": metrics }).listeners).toEqual([]);
    const declared = manager(", ports: [{name: hooks, containerPort: 9443}]");
    expect(review({ ...kustomized, "config/manager.yaml": declared }).listeners).toEqual([]);
  });
});
