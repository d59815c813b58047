import { describe, expect, it } from "vitest";
import { servingContainers } from "../../../src/workload/serving/serving-containers.js";
import { upstreamsOf } from "../../../src/workload/serving/upstreams-of.js";
import type { Container, Workload } from "../../../src/workload/workload.js";
import { deploymentOf, readYaml, serviceOf } from "../read-yaml.js";

function serving(containers: string, service = serviceOf("{port: 80, targetPort: front}")) {
  const { workloads, neighbours } = readYaml(deploymentOf({ containers }) + service);
  const { containers: found, forwardings, unknown } = servingContainers(workloads[0] as Workload, neighbours);
  return {
    names: found.map(({ name }) => name),
    ways: forwardings.map(({ proxy, port, to, by }) => `${proxy.name}:${port}>${to.name} ${by}`),
    unknown: unknown.map(({ port, candidates }) => `${port}: ${candidates.map(({ name }) => name).join()}`),
  };
}

function upstreams(entries: string, image = "proxy"): number[] {
  const { workloads } = readYaml(deploymentOf({ containers: `{name: p, image: ${image}, ${entries}}` }));
  return upstreamsOf((workloads[0] as Workload).containers[0] as Container);
}

describe("what a container forwards to", () => {
  it.each([
    ['args: ["--upstream=http://localhost:3000"]', [3000]],
    ['args: ["-upstream", "http://127.0.0.1:3000/api/"]', [3000]],
    ['args: ["--upstream=http://0.0.0.0:3000"]', [3000]],
    ['args: ["--upstream-url=http://localhost"]', [80]],
    ['args: ["server", "--target", "localhost:3000"]', [3000]],
    ['args: ["--backend=grpc://127.0.0.1:3000"]', [3000]],
    ['args: ["--proxy-to=[::1]:3000"]', [3000]],
    ['args: ["--upstream=http://localhost:3000,http://localhost:3001"]', [3000, 3001]],
    ['args: ["caddy", "reverse-proxy", "--from", ":80", "--to", "localhost:3000"]', [3000]],
    ['args: ["-c", "echo \\"proxy_pass http://localhost:3000;\\" > a"]', [3000]],
    ['args: ["TCP-LISTEN:80,fork", "TCP:localhost:3000"]', [3000]],
    ['env: [{name: OAUTH2_PROXY_UPSTREAMS, value: "http://localhost:3000"}]', [3000]],
    ['env: [{name: BACKEND_PORT, value: "3000"}]', [3000]],
    ['env: [{name: TARGET, value: "http://localhost:3000"}]', [3000]],
    ['args: ["--upstream=http://api:3000"]', []],
    ['args: ["--upstream=file:///var/www"]', []],
    ['args: ["--upstream=redis://localhost:6379"]', []],
    ['args: ["--storage-backend=localhost:6379"]', []],
    ['args: ["--listen=localhost:3000"]', []],
    ['args: ["--to", "localhost:3000"]', []],
    ['args: ["--upstream-retries=3"]', []],
    ['env: [{name: DATABASE_URL, value: "http://localhost:3000"}]', []],
  ])("is read from %s", (entries, ports) => {
    expect(upstreams(entries)).toEqual(ports);
  });

  it("is read from Envoy's own configuration, and from a server of nginx", () => {
    const yaml = "socket_address: { address: 127.0.0.1, port_value: 3000 }";
    expect(upstreams(`args: ["--config-yaml", "${yaml}"]`, "envoyproxy/envoy:v1")).toEqual([3000]);
    expect(upstreams(`args: ["--config-yaml", "${yaml}"]`)).toEqual([]);
    expect(upstreams('args: ["-c", "server 127.0.0.1:3000;"]', "nginx")).toEqual([3000]);
    expect(upstreams('args: ["server", "127.0.0.1:3000"]')).toEqual([]);
  });
});

describe("a container behind another one", () => {
  const front = (upstream: number, more = "") =>
    `{name: front, image: proxy, args: ["--upstream=http://localhost:${upstream}"], ports: [{name: front, containerPort: 80}]${more}}`;

  it.each([
    ["declares the port", "{name: app, image: a, ports: [{containerPort: 3000}]}", "declared"],
    ["names it", "{name: app, image: a, args: ['--listen=127.0.0.1:3000']}", "named"],
    ["is the only one that is left", "{name: app, image: a}", "left"],
    [
      "declares another port and is the only one",
      "{name: app, image: a, ports: [{containerPort: 9}]}",
      "left",
    ],
  ])("serves where it %s", (_, app, by) => {
    expect(serving(`${front(3000)}, ${app}`)).toEqual({
      names: ["front", "app"],
      ways: [`front:3000>app ${by}`],
      unknown: [],
    });
  });

  it.each([
    ["calls out of the pod", "{name: sql, image: cloud-sql-proxy:2, ports: [{containerPort: 3000}]}"],
    [
      "declares the port for operators",
      "{name: app, image: a, ports: [{containerPort: 3000, name: metrics}]}",
    ],
    ["names it for operators", "{name: app, image: a, args: ['--metrics-addr=127.0.0.1:3000']}"],
    ["is a known helper", "{name: logs, image: fluent-bit}"],
  ])("does not where it %s", (_, app) => {
    expect(serving(`${front(3000)}, ${app}`)).toEqual({ names: ["front"], ways: [], unknown: [] });
  });

  it("is followed from a proxy before metrics only where it declares or names a port, and is no exporter", () => {
    const ways = (app: string) =>
      serving(`${front(3000).replace("image: proxy", "image: kube-rbac-proxy")}, ${app}`).ways;
    expect(ways("{name: app, image: app, ports: [{containerPort: 3000}]}")).toEqual([
      "front:3000>app declared",
    ]);
    expect(ways("{name: app, image: app}")).toEqual([]);
    expect(ways("{name: app, image: node-exporter, ports: [{containerPort: 3000}]}")).toEqual([]);
  });

  it.each([
    ["nginx", "php:8.3-fpm-alpine", ["front:9000>app fast-cgi"]],
    ["nginx", "shop/php-fpm", ["front:9000>app fast-cgi"]],
    ["nginx", "php:8.3-apache", []],
    ["proxy", "php:8.3-fpm", []],
  ])("is known of %s before %s", (web, image, ways) => {
    const containers = `{name: front, image: ${web}, ports: [{name: front, containerPort: 80}]}, {name: app, image: "${image}"}`;
    expect(serving(containers).ways).toEqual(ways);
  });

  it("is unknown where two are left", () => {
    const found = serving(`${front(3000)}, {name: a, image: a}, {name: b, image: b}`);
    expect(found).toEqual({ names: ["front"], ways: [], unknown: ["3000: a,b"] });
  });

  it("is followed through a row of proxies, and a circle ends", () => {
    const next = (to: number) =>
      `{name: next, image: proxy, args: ["--upstream=http://localhost:${to}"], ports: [{containerPort: 3000}]}`;
    expect(serving(`${front(3000)}, ${next(4000)}, {name: app, image: a}`).ways).toEqual([
      "front:3000>next declared",
      "next:4000>app left",
    ]);
    expect(serving(`${front(3000)}, ${next(80)}`).ways).toEqual(["front:3000>next declared"]);
    expect(serving(`${front(80)}, {name: app, image: a}`).names).toEqual(["front"]);
  });

  it("is followed where no Service is known, too", () => {
    expect(serving(`${front(3000)}, {name: app, image: a}`, "").names).toEqual(["front", "app"]);
  });
});
