import { describe, expect, it } from "vitest";
import { deploymentOf, serviceOf } from "../workload/read-yaml.js";
import { placesOf, verdictsOf } from "./verdicts.js";

const CONTAINER = "spec/template/spec/containers/0";
const container = (probe: string, type = "readinessProbe") =>
  deploymentOf({
    containers: `{name: web, image: a, ports: [{containerPort: 8000, name: http}, {containerPort: 53, name: dns, protocol: UDP}, {containerPort: 9000}], ${type}: ${probe}}, {name: two, image: b, ports: [{containerPort: 81, name: other}]}`,
  });

describe("probe-target", () => {
  it.each([
    ["a declared number", "{tcpSocket: {port: 8000}}", null],
    ["a number that is not declared, which is legal", "{tcpSocket: {port: 8081}}", null],
    ["port 1", "{tcpSocket: {port: 1}}", null],
    ["port 65535", "{tcpSocket: {port: 65535}}", null],
    ["port 0", "{tcpSocket: {port: 0}}", "tcpSocket/port"],
    ["port 65536", "{httpGet: {port: 65536}}", "httpGet/port"],
    ["port -1", "{httpGet: {port: -1}}", "httpGet/port"],
    ["half a port", "{httpGet: {port: 80.5}}", "httpGet/port"],
    ["a declared name", "{httpGet: {port: http}}", null],
    ["a name that belongs to a UDP port, which the kubelet does not mind", "{tcpSocket: {port: dns}}", null],
    ["a name that only another container declares", "{httpGet: {port: other}}", "httpGet/port"],
    ["a name that nobody declares", "{tcpSocket: {port: web}}", "tcpSocket/port"],
    ["a number in quotes", '{httpGet: {port: "8000"}}', "httpGet/port"],
    ["a list for a port", "{httpGet: {port: [8000]}}", "httpGet/port"],
    ["no port", "{httpGet: {path: /}}", "httpGet"],
    ["a null port", "{httpGet: {port: null}}", "httpGet/port"],
    ["a gRPC number", "{grpc: {port: 9000, service: a}}", null],
    ["a gRPC name, which takes only numbers", "{grpc: {port: http}}", "grpc/port"],
    ["a command", "{exec: {command: [cat]}}", null],
    ["a command of nothing", "{exec: {command: []}}", "exec"],
    ["exec without a command", "{exec: {}}", "exec"],
    ["a handler that is a text", "{exec: cat}", "exec"],
    ["no handler", "{periodSeconds: 5}", ""],
    ["only a null handler", "{httpGet: null, periodSeconds: 5}", ""],
    ["two handlers", "{tcpSocket: {port: 8000}, exec: {command: [cat]}}", ""],
    ["a handler beside a null one", "{tcpSocket: {port: 8000}, exec: null}", null],
  ])("judges %s", (_, probe, at) => {
    for (const type of ["readinessProbe", "livenessProbe", "startupProbe"]) {
      const places = at === null ? [] : [`error web ${[CONTAINER, type, at].filter(Boolean).join("/")}`];
      expect(placesOf("probe-target", container(probe, type)), type).toEqual(places);
    }
  });

  it.each([
    [
      "httpGet",
      "names no port for httpGet; a number from 1 to 65535 or the name of one of the container's ports is",
    ],
    ["tcpSocket", "names no port for tcpSocket; a number from 1 to 65535 or the name of one of"],
    ["grpc", "names no port for grpc; a number from 1 to 65535 is needed"],
  ])("says what port %s takes", (handler, words) => {
    for (const probe of [`{${handler}: {}}`, `{${handler}: {port: null}}`])
      expect(verdictsOf("probe-target", container(probe))[0]).toContain(words);
  });

  it.each([
    ["a path", "/healthz", null],
    ["a path without a slash in front", "healthz", null],
    ["two slashes inside", "/base//healthz", null],
    ["three slashes in front", "///healthz", null],
    ["a colon behind a slash", "/v1/status:ready", null],
    ["a colon behind what is no scheme", "health_check:ready", null],
    ["what Go cannot read as an address", "//a b/healthz", null],
    ["an empty path", "", null],
    ["two slashes alone", "//", null],
    ["two slashes in front", "//healthz", ["warning", "asks for “/” and not for “//healthz”"]],
    ["two slashes before two parts", "//api/healthz", ["warning", "asks for “/healthz”"]],
    ["a whole address", "http://web/ready?a=b", ["warning", "asks for “/ready?a=b”"]],
    ["a fragment", "/#/status", ["warning", "asks for “/” and not for “/#/status”"]],
    ["a scheme before a slash", "status:/ready", ["warning", "asks for “/ready”"]],
    ["a colon in the first part", "status:ready", ["error", "never succeed"]],
    ["a name and a port", "localhost:8080/healthz", ["error", "write “/localhost:8080/healthz”"]],
  ] as const)("judges %s", (_, path, said) => {
    for (const type of ["readinessProbe", "livenessProbe", "startupProbe"]) {
      const yaml = container(`{httpGet: {port: 8000, path: ${JSON.stringify(path)}}}`, type);
      const verdicts = verdictsOf("probe-target", yaml);
      expect(verdicts, type).toHaveLength(said === null ? 0 : 1);
      if (said === null) continue;
      const [severity, words] = said;
      expect(verdicts[0]).toContain(`${severity} web ${CONTAINER}/${type}/httpGet/path:`);
      expect(verdicts[0]).toContain(words);
    }
  });

  it("refuses probes on a container that ends before the others start, and takes them on a sidecar", () => {
    const init = (entries: string) =>
      deploymentOf({ pod: `initContainers: [{name: init, image: a, ${entries}}]` });
    const probe = "livenessProbe: {exec: {command: [cat]}}";
    expect(placesOf("probe-target", init(probe))).toEqual([
      "error init spec/template/spec/initContainers/0/livenessProbe",
    ]);
    expect(placesOf("probe-target", init(`restartPolicy: Always, ${probe}`))).toEqual([]);
  });

  it("holds without pods too, since the API server refuses it all the same", () => {
    const yaml = container("{tcpSocket: {port: 0}}").replace("replicas: 3", "replicas: 0");
    expect(placesOf("probe-target", yaml)).toHaveLength(1);
  });

  it("says which names there are", () => {
    expect(verdictsOf("probe-target", container("{httpGet: {port: web}}"))[0]).toMatch(
      /asks for the port named “web”, which the container does not declare \(it declares “http”, “dns”\), so it can never succeed\.$/,
    );
  });

  it("counts the names beyond five", () => {
    const ports = ["a", "b", "c", "d", "e", "f", "g"].map(
      (name, i) => `{containerPort: ${i + 1}, name: ${name}}`,
    );
    const yaml = container("{httpGet: {port: web}}").replace("ports: [", `ports: [${ports.join(", ")}, `);
    expect(verdictsOf("probe-target", yaml)[0]).toContain("it declares “a”, “b”, “c”, “d”, “e” and 4 more)");
  });

  it.each([
    ["a named port of the base", "readinessProbe: {httpGet: {port: web}}", []],
    ["timings without a handler", "readinessProbe: {periodSeconds: 5}", []],
    ["a path alone", "readinessProbe: {httpGet: {path: /}}", []],
    [
      "a port that exists nowhere",
      "readinessProbe: {httpGet: {port: 70000}}",
      [`error web ${CONTAINER}/readinessProbe/httpGet/port`],
    ],
  ])("takes a patch at its word: %s", (_, entries, places) => {
    const patch = `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: web, ${entries}}]}}}\n`;
    expect(placesOf("probe-target", patch)).toEqual(places);
  });

  it.each([
    ["a liveness probe", "livenessProbe", "readinessProbe: {tcpSocket: {port: 8000}}", true],
    ["a readiness probe, of which readiness-gate tells", "readinessProbe", "env: []", false],
    [
      "a readiness probe, of which readiness-probe tells",
      "readinessProbe",
      "startupProbe: {tcpSocket: {port: 8000}}",
      false,
    ],
    ["a startup probe beside a real one", "startupProbe", "readinessProbe: {tcpSocket: {port: 8000}}", true],
  ])("tells of another host in %s", (_, type, beside, told) => {
    const asked = `${type}: {httpGet: {host: www.example.com, port: 80}}`;
    const yaml = deploymentOf({
      containers: `{name: web, image: a, ports: [{containerPort: 8000}], ${asked}, ${beside}}`,
    });
    const places = told ? [`warning web ${CONTAINER}/${type}/httpGet/host`] : [];
    expect(placesOf("probe-target", yaml)).toEqual(places);
  });

  it("tells of another host where no traffic reaches the container, and where no other rule may", () => {
    const place = [`warning web ${CONTAINER}/readinessProbe/tcpSocket/host`];
    const readinessProbe = "readinessProbe: {tcpSocket: {host: 10.1.2.3, port: 80}}";
    const worker = deploymentOf({ containers: `{name: web, image: a, ${readinessProbe}}` });
    expect(placesOf("probe-target", worker)).toEqual(place);
    const web = deploymentOf({
      containers: `{name: web, image: a, ports: [{containerPort: 8000}], ${readinessProbe}}`,
    });
    expect(placesOf("probe-target", web)).toEqual([]);
    expect(placesOf("probe-target", web, { policy: { rules: { "readiness-gate": "off" } } })).toEqual(place);
  });

  it("says who is asked instead, and what mends it", () => {
    const said = (probe: string, more = "") =>
      verdictsOf(
        "probe-target",
        deploymentOf({ containers: `{name: web, image: a, livenessProbe: ${probe}}` }) + more,
      )[0];
    expect(said("{httpGet: {host: www.example.com, port: 80}}")).toMatch(
      /asks “www.example.com”, which is not this pod\. Without httpGet\.host .* Host header/,
    );
    expect(said("{tcpSocket: {host: localhost, port: 80}}")).toMatch(
      /asks “localhost”, which is the node and not this pod.* Without tcpSocket\.host the kubelet asks the pod itself; the app has to listen on the pod's address for that, and not on 127\.0\.0\.1 alone\.$/,
    );
    const service = serviceOf("{port: 80}");
    expect(said("{httpGet: {host: web, port: 80}}", service)).toMatch(/any pod of Service “web” answers/);
    expect(said("{httpGet: {host: web.x.svc, port: 80}}", service)).toMatch(/any pod of Service “web”/);
    expect(said("{httpGet: {host: web.example.com, port: 80}}", service)).toMatch(/is not this pod/);
    expect(said("{httpGet: {host: web, port: 80}}", service.replace("app: web", "app: b"))).toMatch(
      /is not this pod/,
    );
  });

  const NGINX = "{name: proxy, image: nginx, ports: [{containerPort: 80}]}";
  it.each([
    ["opens a port that only another declares", "tcpSocket: {port: 80}", NGINX, "tcpSocket/port"],
    ["opens its own", "tcpSocket: {port: 8000}", NGINX, null],
    ["opens one that nobody declares", "tcpSocket: {port: 81}", NGINX, null],
    [
      "opens one that two others declare",
      "tcpSocket: {port: 80}",
      `${NGINX}, ${NGINX.replace("proxy", "b")}`,
      null,
    ],
    [
      "opens one that another declares for UDP",
      "tcpSocket: {port: 80}",
      NGINX.replace("80", "80, protocol: UDP"),
      null,
    ],
    ["sends a request to a proxy, which may hand it on", "httpGet: {path: /ready, port: 80}", NGINX, null],
    [
      "asks an exporter for its numbers",
      "httpGet: {path: /metrics, port: 80}",
      NGINX.replace("nginx", "prom/redis_exporter:v1"),
      "httpGet/port",
    ],
    [
      "asks an exporter for more",
      'httpGet: {path: "/check?target=a", port: 80}',
      NGINX.replace("nginx", "prom/redis_exporter:v1"),
      null,
    ],
    [
      "asks Istio's agent for itself",
      "httpGet: {path: /healthz/ready, port: 80}",
      NGINX.replace("proxy", "istio-proxy"),
      "httpGet/port",
    ],
    [
      "asks Istio's agent for the app",
      "httpGet: {path: /app-health/web/readyz, port: 80}",
      NGINX.replace("proxy", "istio-proxy"),
      null,
    ],
  ])("judges a probe that %s", (_, probe, other, at) => {
    for (const type of ["readinessProbe", "livenessProbe", "startupProbe"]) {
      const containers = `{name: web, image: a, ports: [{containerPort: 8000, name: http}], ${type}: {${probe}}}, ${other}`;
      const places = at === null ? [] : [`warning web ${CONTAINER}/${type}/${at}`];
      expect(placesOf("probe-target", deploymentOf({ containers })), type).toEqual(places);
    }
  });

  it("is quiet about another's port where the container declares none", () => {
    const containers = `{name: web, image: a, readinessProbe: {tcpSocket: {port: 80}}}, ${NGINX}`;
    expect(placesOf("probe-target", deploymentOf({ containers }))).toEqual([]);
  });

  it("tells of words behind a shell's script, and of a comparison that the lack of a program ends", () => {
    const script = 'r=$(curl -s a); if [ \\"$r\\" -lt 200 ]; then exit 1; fi';
    const said = (words: string, type = "readinessProbe") =>
      verdictsOf("probe-target", container(`{exec: {command: [sh, -c, ${words}]}}`, type));
    const place = `warning web ${CONTAINER}/readinessProbe/exec/command:`;
    const left =
      "The readiness probe of “web” does not do all that is written, as “probe” and “-addr=:8089” are behind the script of “sh”, and nothing runs or reads them. The shell takes them for parameters of the script; a command belongs into the script itself.";
    const blind =
      "always succeeds where the image has no “curl”, or that prints nothing: “$r” is then no number, and “if” takes a comparison that fails for a no";
    expect(said('check a, probe, "-addr=:8089"')).toEqual([`${place} ${left}`]);
    expect(said(`"${script}"`)).toEqual([`${place} The readiness probe of “web” ${blind}.`]);
    expect(said(`"${script}", probe, "-addr=:8089"`)).toEqual([`${place} ${left} Besides, it ${blind}.`]);
    // A liveness probe that lets a container live costs no traffic.
    expect(said(`"${script}"`, "livenessProbe")).toEqual([]);
    expect(said("check, /a", "livenessProbe")[0]).toContain("“/a” is behind the script of “sh”");
    // What always succeeds is no gate, and readiness-gate tells that.
    expect(said("exit 0, probe, a")).toEqual([]);
  });
});
