import { describe, expect, it } from "vitest";
import { refusalsOf } from "../../src/api-server/refusals-of.js";
import type { JsonObject } from "../../src/manifest/json-value.js";

const MINORS = [34, 35, 36, 37];

function refused(apiVersion: string, kind: string, container: JsonObject, pod: JsonObject = {}): string[] {
  const value = {
    apiVersion,
    kind,
    metadata: { name: "web" },
    spec: {
      template: {
        metadata: { labels: { app: "web" } },
        spec: { containers: [{ name: "web", image: "web:1", ...container }], ...pod },
      },
    },
  };
  return refusalsOf(apiVersion, kind, value, MINORS, { whole: true }).map(
    ({ path, ofPods }) => `${path.slice(3).join(".")}${ofPods ? " of pods" : ""}`,
  );
}

const MOUNTED = { volumeMounts: [{ name: "data", mountPath: "/data" }] };
const OLD = [
  ["apps/v1beta1", "Deployment", ""],
  ["apps/v1beta2", "Deployment", ""],
  ["extensions/v1beta1", "Deployment", ""],
  ["apps/v1beta2", "DaemonSet", ""],
  ["extensions/v1beta1", "DaemonSet", ""],
  ["apps/v1beta1", "StatefulSet", " of pods"],
  ["apps/v1beta2", "StatefulSet", " of pods"],
] as const;

describe.each(OLD)("%s/%s is refused", (apiVersion, kind, whose) => {
  it.each<[string, JsonObject, string]>([
    ["a mount without its volume", MOUNTED, "containers.0.volumeMounts.0.name"],
    ["no image", { image: "" }, "containers.0.image"],
    [
      "a port's number that there is not",
      { ports: [{ containerPort: 70000 }] },
      "containers.0.ports.0.containerPort",
    ],
    ["a name in capitals", { name: "Web" }, "containers.0.name"],
  ])("for %s", (_, container, path) => {
    expect(refused(apiVersion, kind, container)).toEqual([path + whose]);
  });

  it("for nothing that its versions filled in or did not look at", () => {
    expect(refused(apiVersion, kind, { env: [{ name: "a b" }] })).toEqual([]);
    expect(refused(apiVersion, kind, {}, { os: { name: "plan9" } })).toEqual([]);
    expect(refused(apiVersion, kind, MOUNTED, { volumes: [{ name: "data", emptyDir: {} }] })).toEqual([]);
  });
});
