import { describe, expect, it } from "vitest";
import { namedPorts } from "../../../src/workload/serving/named-ports.js";
import type { Container, Workload } from "../../../src/workload/workload.js";
import { deploymentOf, readYaml } from "../read-yaml.js";

function containerOf(entries: string, name = "web"): Container {
  const { workloads } = readYaml(
    deploymentOf({ containers: `{name: ${name}, image: a/${name}, ${entries}}` }),
  );
  return (workloads[0] as Workload).containers[0] as Container;
}

/** The ports that a container names, each with what is special of it. */
function named(entries: string, name?: string): string[] {
  return namedPorts(containerOf(entries, name)).map(({ port, source, weak, loopback, auxiliary }) =>
    [
      port,
      source,
      ...(weak ? ["weak"] : []),
      ...(loopback ? ["loopback"] : []),
      ...(auxiliary ? ["auxiliary"] : []),
    ].join(" "),
  );
}

const args = (...words: string[]) => `args: ${JSON.stringify(words)}`;
const env = (name: string, value: string) => `env: [{name: ${name}, value: ${JSON.stringify(value)}}]`;

describe("a port that a container names", () => {
  it.each([
    ["--port=8080"],
    ["--port", "8080"],
    ["-port=8080"],
    ["-p", "8080"],
    ["-p8080"],
    ["--http-address=0.0.0.0:8080"],
    ["--listen=:8080"],
    ["--listen", "[::]:8080"],
    [":8080"],
    ["0.0.0.0:8080"],
    ["--web.listen-address=http://0.0.0.0:8080/"],
    ["--addr=$(POD_IP):8080"],
    ["-Dserver.port=8080"],
    ["-c", "exec app --port 8080 --verbose"],
    ["-c", 'PORT=8080 exec "app"'],
    ["-c", "echo 'server { listen 8080; }' > /etc/nginx/nginx.conf"],
    ["TCP-LISTEN:8080,fork"],
    ["--bind", "0.0.0.0:8080,[::]:8080"],
  ])("stands on its command line: %s %s", (...words) => {
    expect(new Set(named(args(...words.filter((word) => word !== undefined))))).toEqual(
      new Set(["8080 argument"]),
    );
  });

  it.each([["runserver", "8080"], ["http.server 8080"]])("may be a number alone: %s %s", (...words) => {
    expect(named(args(...words.filter((word) => word !== undefined)))).toEqual(["8080 argument weak"]);
  });

  it.each([
    ["--upstream=http://localhost:8080"],
    ["--upstream=:8080"],
    ["--backend-port=8080"],
    ["--target", "127.0.0.1:8080"],
    ["http://localhost:8080"],
    ["--db-port=8080"],
    ["--redis-addr=:8080"],
    ["--api=http://api:8080"],
    ["api:8080"],
    ["--replicas=8080"],
    ["--max-size", "8080"],
    ["-c", "proxy_pass http://0.0.0.0:8080;"],
    ["--port=http"],
    ["--port=0"],
    ["--port=65536"],
  ])("is not where it calls others: %s %s", (...words) => {
    expect(named(args(...words.filter((word) => word !== undefined)))).toEqual([]);
  });

  it.each([
    ["PORT", "8080", ["8080 variable"]],
    ["HTTP_PORT", "8080", ["8080 variable"]],
    ["LISTEN_ADDR", ":8080", ["8080 variable"]],
    ["SERVER", "0.0.0.0:8080", ["8080 variable"]],
    ["LISTEN_ADDR", "localhost:8080", ["8080 variable loopback"]],
    ["METRICS_PORT", "8080", ["8080 variable auxiliary"]],
    ["REDIS_PORT", "8080", []],
    ["UPSTREAM_PORT", "8080", []],
    ["API_URL", "http://localhost:8080", []],
    ["ADDRESS", "other:8080", []],
    ["RETRIES", "8080", []],
  ])("may be the variable %s: %s", (name, value, ports) => {
    expect(named(env(name, value))).toEqual(ports);
  });

  it("is another's where a host stands beside it", () => {
    const pair = (host: string) =>
      named(`env: [{name: FILES_HOST, value: ${host}}, {name: FILES_PORT, value: "8080"}]`);
    expect(pair("files.shop.svc")).toEqual([]);
    expect(pair("0.0.0.0")).toEqual(["8080 variable"]);
  });

  it("of a server is its own, where the container is that server", () => {
    expect(named(env("REDIS_PORT", "6379"), "redis")).toEqual(["6379 variable"]);
  });

  it.each([
    ["readinessProbe: {httpGet: {path: /, port: 8080}}", ["8080 readinessProbe"]],
    ["livenessProbe: {tcpSocket: {port: 8080}}", ["8080 livenessProbe"]],
    ["startupProbe: {grpc: {port: 8080}}", ["8080 startupProbe"]],
    ["readinessProbe: {httpGet: {path: /, port: http}}", []],
    ["readinessProbe: {httpGet: {path: /, port: 8080, host: other}}", []],
    ["livenessProbe: {exec: {command: [curl, 'http://localhost:8080/ok']}}", ["8080 livenessProbe"]],
    ["livenessProbe: {exec: {command: [probe, '-addr=:8080']}}", ["8080 livenessProbe"]],
    ["livenessProbe: {exec: {command: [curl, 'http://other:8080/ok']}}", []],
  ])("may be asked by its probe: %s", (probe, ports) => {
    expect(named(probe)).toEqual(ports);
  });

  it("is looked for in a bounded part of a long command line", () => {
    expect(named(args("x ".repeat(40_000), "--port=8080"))).toEqual([]);
  });
});
