import { describe, expect, it } from "vitest";
import { calledInside } from "../../../src/workload/inside/called-inside.js";
import type { Container, Workload } from "../../../src/workload/workload.js";
import { deploymentOf, readYaml } from "../read-yaml.js";

const AGENT = "{name: agent, image: agent, ports: [{containerPort: 8001}]}";

/** Who calls “agent”, in a pod beside it. */
function callerOf(others: string, { pod = "", more = "", agent = AGENT } = {}): string | null {
  const { workloads, neighbours } = readYaml(
    `${deploymentOf({ pod, containers: `${others}, ${agent}` })}${more}`,
  );
  const [workload] = workloads as [Workload];
  const called = workload.containers.find(({ name }) => name === "agent") as Container;
  return calledInside(called, workload, neighbours)?.name ?? null;
}

const configMap = (name: string, text: string) =>
  `\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {config.yaml: "${text}"}\n`;
const MOUNTS = "{name: events, image: events, volumeMounts: [{name: config, mountPath: /etc/events}]}";
const VOLUME = "volumes: [{name: config, configMap: {name: events-config}}]";

describe("a port that another container of the pod calls", () => {
  it.each([
    [
      "by a variable",
      "{name: events, image: events, env: [{name: SINK, value: 'http://localhost:8001/v1'}]}",
    ],
    ["by its command line", "{name: events, image: events, args: [--sink=127.0.0.1:8001]}"],
    [
      "by a variable beside a port for operators",
      "{name: events, image: events, ports: [{name: metrics, containerPort: 9000}], args: [--sink=127.0.0.1:8001]}",
    ],
  ])("%s", (_, container) => {
    expect(callerOf(container)).toBe("events");
  });

  it("by a ConfigMap that it is given", () => {
    const more = configMap("events-config", "sink: http://localhost:8001/v1");
    expect(callerOf(MOUNTS, { pod: VOLUME, more })).toBe("events");
    const variables = "{name: events, image: events, envFrom: [{configMapRef: {name: events-config}}]}";
    expect(callerOf(variables, { more })).toBe("events");
    expect(
      callerOf(MOUNTS, { pod: VOLUME, more: configMap("other", "sink: http://localhost:8001") }),
    ).toBeNull();
    expect(
      callerOf(MOUNTS, { pod: VOLUME, more: configMap("events-config", "sink: http://localhost:80012") }),
    ).toBeNull();
    expect(callerOf("{name: events, image: events}", { pod: VOLUME, more })).toBeNull();
  });

  it.each([
    ["sink: http://localhost:8001/v1", "events"],
    ["sink: http://localhost:8001/v1\\nhealth: http://localhost:8001/healthz", "events"],
    ["readyUrl: http://localhost:8001", null],
    ["sink: http://localhost:8001/metrics", null],
    ["status=localhost:8001", null],
  ])("by a ConfigMap with %s: %s", (text, caller) => {
    expect(callerOf(MOUNTS, { pod: VOLUME, more: configMap("events-config", text) })).toBe(caller);
  });

  it.each([
    ["another port", "{name: events, image: events, args: [--sink=127.0.0.1:8002]}"],
    ["a port that it listens on", "{name: events, image: events, args: [--listen=127.0.0.1:8001]}"],
    ["what its health is asked at", "{name: events, image: events, args: [--agent-health=127.0.0.1:8001]}"],
    ["what is scraped", "{name: events, image: events, args: ['--from=http://127.0.0.1:8001/metrics']}"],
    [
      "what it waits for",
      "{name: events, image: events, env: [{name: AGENT_READY_URL, value: 'http://localhost:8001'}]}",
    ],
    ["another host", "{name: events, image: events, args: [--sink=collector:8001]}"],
    ["what it forwards to", "{name: events, image: events, args: [--upstream=http://127.0.0.1:8001]}"],
    ["a proxy's target", "{name: edge-proxy, image: edge, args: [--sink=127.0.0.1:8001]}"],
    [
      "what a server has, which may pass on what it gets",
      "{name: web, image: web, ports: [{containerPort: 80}], args: [--sink=127.0.0.1:8001]}",
    ],
  ])("is not %s", (_, container) => {
    expect(callerOf(container)).toBeNull();
  });

  const CALLS = "{name: events, image: events, args: [--sink=127.0.0.1:8001]}";

  it("is one that others may call where a Service, a host port or the node's network leads to the pod", () => {
    const more =
      "\n---\napiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n";
    expect(callerOf(CALLS, { more })).toBeNull();
    expect(callerOf(CALLS, { pod: "hostNetwork: true" })).toBeNull();
    expect(callerOf(CALLS, { agent: AGENT.replace("8001", "8001, hostPort: 8001") })).toBeNull();
    expect(callerOf(CALLS, { agent: AGENT.replace("8001", "8001}, {containerPort: 80") })).toBeNull();
  });
});
