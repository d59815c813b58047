import { describe, expect, it } from "vitest";
import { reviewFiles } from "../../engine/review-files.js";

/** An app whose Service asks for a port with a name that no container declares. */
function app(name: string, { target = "web", pods = name, port = 80 } = {}): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${pods}}
spec:
  replicas: 2
  selector: {matchLabels: {app: ${pods}}}
  template:
    metadata: {labels: {app: ${pods}}}
    spec:
      containers:
        - name: app
          image: registry.example.com/app:1
          ports: [{name: http, containerPort: 8080}]
          readinessProbe: {tcpSocket: {port: http}}
---
apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec: {selector: {app: ${pods}}, ports: [{port: ${port}, targetPort: ${target}}]}
`;
}

function states(after: Record<string, string>, before: Record<string, string>): string[] {
  return reviewFiles(after, before).findings.flatMap(({ rule, state }) =>
    rule === "service-mismatch" ? [state] : [],
  );
}

describe("a Service under another name", () => {
  it("has its old fault, where its workload is renamed with it", () => {
    expect(states({ "a.yaml": app("shop") }, { "a.yaml": app("store") })).toEqual(["existing"]);
  });

  it("has its old fault by a name with an addition", () => {
    const named = (name: string) => app(`${name}-http`, { pods: name });
    expect(states({ "a.yaml": named("shop") }, { "a.yaml": named("store") })).toEqual(["existing"]);
  });

  it.each([
    ["another port", app("store", { port: 81 })],
    ["another fault of the kind", app("store", { target: "admin" })],
    ["pods of another name", app("store", { pods: "depot" })],
    ["more than the name", app("store").replace("{port: 80", "{name: web, port: 80")],
  ])("is another app's where the only one that went had %s", (_, before) => {
    expect(states({ "a.yaml": app("shop") }, { "a.yaml": before })).toEqual(["new"]);
  });

  it("has a new one where it had none", () => {
    expect(states({ "a.yaml": app("shop") }, { "a.yaml": app("store", { target: "http" }) })).toEqual([
      "new",
    ]);
  });

  it("has its old fault where it selects the same pods by another name", () => {
    const before = app("store", { pods: "shop" });
    expect(states({ "a.yaml": app("shop", { pods: "shop" }) }, { "a.yaml": before })).toEqual(["existing"]);
  });

  it("is new beside one that stays", () => {
    const after = `${app("store")}---\n${app("shop")}`;
    expect(states({ "a.yaml": after }, { "a.yaml": app("store") })).toEqual(["new"]);
  });

  it("is new where it could be either of two", () => {
    const before = `${app("store")}---\n${app("depot", { port: 81 })}`;
    const after = `${app("shop", { port: 82 })}---\n${app("stall", { port: 83 })}`;
    expect(states({ "a.yaml": after }, { "a.yaml": before })).toEqual(["new", "new"]);
  });
});
