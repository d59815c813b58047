import { describe, expect, it } from "vitest";
import { watchCommands } from "../../../src/review/write/watch-commands.js";
import type { Workload } from "../../../src/workload/workload.js";
import { deploymentOf, readYaml } from "../../workload/read-yaml.js";

const commandsFor = (metadata: string, labels = "app: web") => {
  const yaml = deploymentOf({ labels }).replace("{name: web}", `{${metadata}}`);
  return watchCommands(readYaml(yaml).workloads[0] as Workload);
};

describe("the commands to watch a rollout", () => {
  it("name the workload and its labels", () => {
    expect(commandsFor("name: web")).toBe(
      "kubectl rollout status deployment/web\nkubectl describe pod -l app=web",
    );
    expect(commandsFor("name: web, namespace: shop", "app: web, tier: front")).toBe(
      "kubectl rollout status deployment/web -n shop\nkubectl describe pod -l app=web,tier=front -n shop",
    );
  });

  it.each([
    ["StatefulSet", "apps/v1", "spec: {}", "kubectl rollout status statefulset/web"],
    ["DaemonSet", "apps/v1", "spec: {}", "kubectl rollout status daemonset/web"],
    ["Rollout", "argoproj.io/v1alpha1", "spec: {}", "kubectl argo rollouts status web"],
    ["StatefulSet", "apps/v1", "spec: {updateStrategy: {type: OnDelete}}", null],
    ["DaemonSet", "extensions/v1beta1", "spec: {}", null],
  ])("are those of a %s of %s: %s", (kind, apiVersion, spec, command) => {
    const yaml = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: web}\n${spec}\n`;
    expect(watchCommands(readYaml(yaml).workloads[0] as Workload)).toBe(command);
  });

  it.each([
    ["a name with a semicolon", "name: 'web; rm -rf /'"],
    ["a name with a substitution", "name: '$(id)'"],
    ["a name that is an option", "name: --all"],
    ["a name with a line break", 'name: "web\\nid"'],
    ["a namespace with a quote", 'name: web, namespace: "a\'b"'],
    ["no name", "labels: {}"],
  ])("are none for %s", (_, metadata) => {
    expect(commandsFor(metadata)).toBeNull();
  });

  it("leave out labels that a shell would read", () => {
    expect(commandsFor("name: web", "app: web, a: 'b; id', '$(id)': c, d: ''")).toContain("-l app=web");
    expect(commandsFor("name: web", "a: 'b|c'")).toBe("kubectl rollout status deployment/web");
  });
});
