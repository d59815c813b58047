import { describe, expect, it } from "vitest";
import { reviewFiles } from "../engine/review-files.js";
import { deploymentOf, serviceOf } from "../workload/read-yaml.js";
import { placesOf, verdictsOf } from "./verdicts.js";

const WEB = deploymentOf({
  containers:
    "{name: web, image: web, ports: [{name: http, containerPort: 8000}, {name: metrics, containerPort: 9090}], readinessProbe: {tcpSocket: {port: 8000}}}",
});
const publishing = (service: string) => service.replace("spec: {", "spec: {publishNotReadyAddresses: true, ");
const SERVICE = serviceOf("{port: 80, targetPort: http}");

describe("unready-traffic", () => {
  it.each([
    ["a Service with an address", publishing(SERVICE), true],
    ["a Service without ports", publishing(serviceOf("")), true],
    ["a headless Service", publishing(SERVICE).replace("spec: {", "spec: {clusterIP: None, "), false],
    ["a Service that waits for readiness", SERVICE, false],
    ["one that says so", publishing(SERVICE).replace("true", "false"), false],
    ["one that says it in quotes, which is refused", publishing(SERVICE).replace("true", '"true"'), false],
    ["a Service for metrics", publishing(serviceOf("{port: 9090, targetPort: metrics}")), false],
    ["a Service of other pods", publishing(serviceOf("{port: 80}", { selector: "app: api" })), false],
  ])("judges %s", (_, service, warns) => {
    expect(placesOf("unready-traffic", WEB + service)).toEqual(
      warns ? ["warning - spec/publishNotReadyAddresses"] : [],
    );
  });

  it("names the Service and what it is for", () => {
    expect(verdictsOf("unready-traffic", WEB + publishing(SERVICE))[0]).toContain(
      "Service “web” routes traffic to pods of “web” that are not ready",
    );
  });

  const told = (pod: Parameters<typeof deploymentOf>[0]) =>
    reviewFiles({ "a.yaml": `${deploymentOf(pod)}${publishing(serviceOf("{port: 80}"))}` })
      .findings.filter(({ rule }) => rule === "unready-traffic")
      .map(({ isUntold, message }) => [isUntold ?? false, /is true: (.*?)\. It is/.exec(message)?.[1]]);
  const WAITS = [false, "a rollout waits for each new pod, and users do not"];

  it("makes no comment where pods are ready as soon as they run, as the missing probe has one", () => {
    const bare = "{name: web, image: web, ports: [{containerPort: 80}]}";
    const asked = (probe: string) =>
      bare.replace("image: web", `image: web, ${probe}: {tcpSocket: {port: 80}}`);
    expect(told({ containers: bare })).toEqual([
      [
        true,
        "users reach those that end or have crashed as well, and a readiness probe would keep no user from any of them",
      ],
    ]);
    expect(told({ containers: asked("livenessProbe") })[0]?.[0]).toBe(true);
    expect(told({ containers: asked("startupProbe") })).toEqual([WAITS]);
    expect(
      told({ containers: `${bare}, ${asked("readinessProbe").replace("name: web", "name: b")}` }),
    ).toEqual([WAITS]);
    expect(told({ containers: bare, pod: "initContainers: [{name: init, image: init}]" })).toEqual([WAITS]);
  });

  it("speaks of no rollout where pods are replaced by hand", () => {
    const set = WEB.replace("kind: Deployment", "kind: StatefulSet").replace(
      "replicas: 3",
      "replicas: 3\n  serviceName: web\n  updateStrategy: {type: OnDelete}",
    );
    expect(verdictsOf("unready-traffic", set + publishing(SERVICE))[0]).toContain(
      "is true: users reach them before they can serve.",
    );
  });

  it("has nothing to say where nothing serves", () => {
    const udp = "{name: dns, image: dns, ports: [{containerPort: 53, protocol: UDP}]}";
    const service = publishing(serviceOf("{port: 53, protocol: UDP}"));
    expect(placesOf("unready-traffic", deploymentOf({ containers: udp }) + service)).toEqual([]);
  });

  it("stands in the Service's file, is new where only that changed, and leaves the worst case as it is", () => {
    const { findings, workloads, comments } = reviewFiles(
      { "k8s/web.yaml": WEB, "k8s/service.yaml": publishing(SERVICE) },
      { "k8s/web.yaml": WEB, "k8s/service.yaml": SERVICE },
    );
    expect(findings).toMatchObject([
      { rule: "unready-traffic", state: "new", path: "k8s/service.yaml", line: 5 },
    ]);
    expect(comments).toMatchObject([{ path: "k8s/service.yaml" }]);
    expect(workloads).toMatchObject([{ change: "context", after: { worstCase: 0 } }]);
  });

  it("is told once for each Service", () => {
    const other = publishing(SERVICE).replace("{name: web}", "{name: other}");
    const verdicts = verdictsOf("unready-traffic", WEB + publishing(SERVICE) + other);
    expect(verdicts).toHaveLength(2);
  });
});
