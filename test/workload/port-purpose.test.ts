import { describe, expect, it } from "vitest";
import { servingContainers } from "../../src/workload/serving/serving-containers.js";
import type { Workload } from "../../src/workload/workload.js";
import { deploymentOf, readYaml, serviceOf } from "./read-yaml.js";

/** Whether users, operators alone or nobody reaches the only container of the workload “store-admin”, or of another name. */
function users(containers: string, service = "", name = "store-admin"): string {
  const yaml = deploymentOf({ containers }).replace("{name: web}", `{name: ${name}}`);
  const { workloads, neighbours } = readYaml(yaml + service);
  const found = servingContainers(workloads[0] as Workload, neighbours);
  if (found.containers.length === 0) return "nobody";
  return found.operatorsOnly ? "operators" : "users";
}

const one = (name: string, port: string) => `{name: ${name}, image: a, ports: [${port}]}`;
const opened = (port: string, type: string) => serviceOf(port).replace("spec: {", `spec: {type: ${type}, `);

describe("a port that is called as its pod", () => {
  it.each([
    ["as its workload", one("web", "{containerPort: 80, name: store-admin}"), "store-admin", "users"],
    ["as its only container", one("shop-admin", "{containerPort: 80, name: shop-admin}"), "shop", "users"],
    [
      "so with “metrics”",
      one("web", "{containerPort: 80, name: store-admin-metrics}"),
      "store-admin",
      "operators",
    ],
    ["so with “http”", one("web", "{containerPort: 80, name: http-store-admin}"), "store-admin", "users"],
    ["in part", one("web", "{containerPort: 80, name: admin}"), "store-admin", "operators"],
    ["as an exporter", one("web", "{containerPort: 80, name: db-exporter}"), "db-exporter", "operators"],
    ["as a container for metrics", one("metrics", "{containerPort: 80, name: metrics}"), "shop", "operators"],
    [
      "as an app for health",
      one("web", "{containerPort: 80, name: health-records}"),
      "health-records",
      "users",
    ],
  ])("is told by the rest of its name: %s", (_, container, name, expected) => {
    expect(users(container, "", name)).toBe(expected);
  });

  it("is not cut of the name of one container of several", () => {
    const containers = `${one("app", "{containerPort: 80}")}, ${one("admin", "{containerPort: 81, name: admin}")}`;
    const { workloads, neighbours } = readYaml(deploymentOf({ containers }));
    const { containers: serving } = servingContainers(workloads[0] as Workload, neighbours);
    expect(serving.map(({ name }) => name)).toEqual(["app"]);
  });

  it("is for users behind a Service that calls it as the workload", () => {
    const container = one("web", "{containerPort: 80, name: http}");
    expect(users(container, serviceOf("{port: 80, targetPort: http, name: store-admin}"))).toBe("users");
  });
});

describe("the only port of a pod, behind a Service that is open to the outside", () => {
  it.each([
    ["a page", "admin", "LoadBalancer", "users"],
    ["a page on the nodes", "admin", "NodePort", "users"],
    ["a page within the cluster", "admin", "ClusterIP", "operators"],
    ["metrics", "metrics", "LoadBalancer", "operators"],
    ["metrics of a page", "admin-metrics", "LoadBalancer", "operators"],
  ])("%s", (_, port, type, expected) => {
    const container = one("web", `{containerPort: 80, name: ${port}}`);
    expect(users(container, opened(`{port: 80, targetPort: ${port}}`, type), "shop")).toBe(expected);
  });

  it("is none where there are two", () => {
    const container = one("web", "{containerPort: 80, name: admin}, {containerPort: 81, name: debug}");
    expect(users(container, opened("{port: 80, targetPort: admin}", "LoadBalancer"), "shop")).toBe(
      "operators",
    );
  });
});
