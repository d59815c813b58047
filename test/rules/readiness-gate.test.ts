import { describe, expect, it } from "vitest";
import { deploymentOf, serviceOf } from "../workload/read-yaml.js";
import { placesOf, verdictsOf } from "./verdicts.js";

const PORT = "ports: [{containerPort: 8000}]";
const PROBE = "{tcpSocket: {port: 8000}}";
const with_ = (entries: string) => `{name: web, image: web, ${PORT}, ${entries}}`;
const roll = (surge: string, unavailable: string) =>
  `strategy: {rollingUpdate: {maxSurge: ${surge}, maxUnavailable: ${unavailable}}}`;
const WEB = "web spec/template/spec/containers/0";

describe("a program that may run without opening a port", () => {
  const found = (command: string) =>
    verdictsOf(
      "readiness-gate",
      deploymentOf({
        spec: "replicas: 3",
        containers: `{name: web, image: dex, command: [${command}], ${PORT}}`,
      }) + serviceOf("{port: 8000}"),
    );

  it("makes a warning, which says why", () => {
    const [told] = found("/shared/argocd-dex, rundex");
    expect(told).toMatch(/^warning /);
    expect(told).toContain("opens no port there before its configuration asks for one");
    expect(found("dex, serve")[0]).toMatch(/^error /);
    expect(found("/shared/argocd-dex, serve")[0]).toMatch(/^error /);
  });
});

describe("traffic that a probe would not keep away", () => {
  const said = (container: string, service = "") =>
    verdictsOf(
      "readiness-gate",
      deploymentOf({
        spec: "replicas: 3\n  strategy: {type: Recreate}",
        containers: `{name: web, image: web${container}}`,
      }) + service,
    )[0]?.replace(/^.*?: (.*?) container “web”.*$/, "$1");
  const headless = serviceOf("{name: names, port: 44444}").replace("spec: {", "spec: {clusterIP: None, ");

  it.each([
    ["", headless, "Traffic, if any, reaches pods that cannot serve yet:"],
    ["", serviceOf("{port: 8000}"), "Traffic, if it listens there, reaches pods that cannot serve yet:"],
    [`, ${PORT}`, "", "Traffic to port 8000, if any, reaches pods that cannot serve yet:"],
    [
      ", ports: [{containerPort: 8000, hostPort: 80}]",
      "",
      "The node leads traffic to port 8000, if any, to its pod whatever the readiness of that one is, and",
    ],
    [
      ", ports: [{containerPort: 8000, hostPort: 80}, {containerPort: 8001}]",
      "",
      "Traffic to ports 8000 and 8001, if any, reaches pods that cannot serve yet:",
    ],
    [
      ", ports: [{containerPort: 8000, hostPort: 80}]",
      serviceOf("{port: 8000}"),
      "Traffic reaches pods that cannot serve yet:",
    ],
  ])("is told by its way: %s %s", (container, service, words) => {
    expect(said(container, service)).toBe(words);
  });
});

describe("when a pod is taken for available", () => {
  const said = (spec: string, containers: string) =>
    verdictsOf("readiness-gate", deploymentOf({ spec: `replicas: 3\n  ${spec}`, containers }))[0]?.replace(
      /^.*?, so /,
      "",
    );
  const GATED = `{name: side, image: side, readinessProbe: ${PROBE}}`;

  it.each([
    [
      "paused: false",
      with_("env: []"),
      "Kubernetes counts a new pod as available as soon as its process runs.",
    ],
    [
      "minReadySeconds: 9",
      with_("env: []"),
      "Kubernetes counts a new pod as available 9 s after its process runs.",
    ],
    [
      "paused: false",
      `${with_("env: []")}, ${GATED}`,
      "Kubernetes does not wait for it: a new pod counts as available once its other containers are ready.",
    ],
    [
      "minReadySeconds: 9",
      `${with_("env: []")}, ${GATED}`,
      "Kubernetes does not wait for it: a new pod counts as available 9 s after its other containers are ready.",
    ],
    [
      "minReadySeconds: 9",
      with_('readinessProbe: {exec: {command: ["true"]}, initialDelaySeconds: 20}'),
      "Kubernetes counts a new pod as available 9 s after its process has run for 20 s.",
    ],
  ])("is said with %s and %s", (spec, containers, expected) => {
    expect(said(spec, containers)).toBe(expected);
  });
});

describe("a rollout that needs a free node", () => {
  const HOST_PORT = "{name: web, image: web, ports: [{containerPort: 8000, hostPort: 80}]}";
  const says = (pod: string, strategy: string, containers: string) =>
    verdictsOf("readiness-gate", deploymentOf({ spec: `replicas: 3\n  ${strategy}`, pod, containers })).some(
      (message) => message.includes("only where a node without an old pod is free"),
    );

  it.each([
    ["a port of the node", "hostIPC: false", roll("1", "0"), HOST_PORT, true],
    ["the node's network", "hostNetwork: true", roll("1", "0"), with_("env: []"), true],
    ["a port of its own", "hostNetwork: false", roll("1", "0"), with_("env: []"), false],
    ["no declared port", "hostNetwork: true", roll("1", "0"), "{name: web, image: web}", false],
    ["an old pod that may go first", "hostIPC: false", roll("1", "1"), HOST_PORT, false],
  ])("is told with %s", (_, pod, strategy, containers, expected) => {
    expect(says(pod, strategy, containers)).toBe(expected);
  });
});

describe("readiness-gate", () => {
  it.each([
    ["no probe at all", with_("env: []"), [`error ${WEB}`]],
    ["a readiness probe", with_(`readinessProbe: ${PROBE}`), []],
    ["a startup probe alone", with_(`startupProbe: ${PROBE}`), []],
    [
      "a liveness probe alone, which Kubernetes does not wait for",
      with_(`livenessProbe: ${PROBE}`),
      [`error ${WEB}`],
    ],
    [
      "a readiness probe that always succeeds",
      with_('readinessProbe: {exec: {command: ["true"]}}'),
      [`error ${WEB}/readinessProbe`],
    ],
    [
      "a startup probe that always succeeds",
      with_("startupProbe: {exec: {command: [sh, -c, exit 0]}}"),
      [`error ${WEB}/startupProbe`],
    ],
    [
      "a readiness probe of another host",
      with_("readinessProbe: {httpGet: {host: www.example.com, port: 80}}"),
      [`error ${WEB}/readinessProbe`],
    ],
    [
      "a startup probe that always succeeds beside a real readiness probe",
      with_(`startupProbe: {exec: {command: [echo]}}, readinessProbe: ${PROBE}`),
      [],
    ],
    ["a readiness probe that is null", with_("readinessProbe: null"), [`error ${WEB}`]],
    ["no port", "{name: web, image: web}", []],
    ["a UDP port", "{name: web, image: web, ports: [{containerPort: 53, protocol: UDP}]}", []],
    [
      "a port for operators alone",
      "{name: web, image: web, ports: [{containerPort: 9100, name: metrics}]}",
      [`warning ${WEB}`],
    ],
    [
      "a port for operators beside one for users",
      "{name: web, image: web, ports: [{containerPort: 9100, name: metrics}, {containerPort: 8000}]}",
      [`error ${WEB}`],
    ],
    [
      "one of two gated",
      `${with_(`readinessProbe: ${PROBE}`)}, {name: two, image: a, ports: [{containerPort: 9000}]}`,
      ["error two spec/template/spec/containers/1"],
    ],
  ])("judges a container with %s", (_, containers, places) => {
    expect(placesOf("readiness-gate", deploymentOf({ containers }))).toEqual(places);
  });

  it.each([
    ["3 pods, none may go", "replicas: 3", "error"],
    ["3 pods, 2 may go", `replicas: 3\n  ${roll("0", "2")}`, "error"],
    ["3 pods, all may go", `replicas: 3\n  ${roll("0", "3")}`, "warning"],
    ["3 pods, more than all may go", `replicas: 3\n  ${roll("0", "5")}`, "warning"],
    ["1 pod that may go", `replicas: 1\n  ${roll("1", "1")}`, "warning"],
    ["1 pod that may not go", "replicas: 1", "error"],
    ["Recreate", "replicas: 3\n  strategy: {type: Recreate}", "warning"],
    ["a paused rollout, as if resumed", "replicas: 3\n  paused: true", "error"],
    ["minReadySeconds without a known start", "replicas: 3\n  minReadySeconds: 300", "error"],
    ["no pods", "replicas: 0", null],
    ["settings that the API server refuses", `replicas: 3\n  ${roll("0", "0")}`, null],
    ["replicas that are no number", "replicas: three", null],
  ])("with %s is %3$s", (_, spec, severity) => {
    const places = severity === null ? [] : [`${severity} ${WEB}`];
    expect(placesOf("readiness-gate", deploymentOf({ spec }))).toEqual(places);
  });

  // ROLLOUTS 10 (c): with whole seconds the budget holds only where minReadySeconds is above the start-up time.
  it.each([
    [44, "error"],
    [45, "error"],
    [46, "warning"],
  ])("with minReadySeconds %d and a known start of 45 s is %s", (minReadySeconds, severity) => {
    const yaml = deploymentOf({ spec: `replicas: 3\n  minReadySeconds: ${minReadySeconds}` });
    const places = placesOf("readiness-gate", yaml, { policy: { startupSeconds: 45 } });
    expect(places).toEqual([`${severity} ${WEB}`]);
  });

  it.each([
    ["1 to 10", "error"],
    ["2 to 10", "error"],
    ["1 to 1", "error"],
  ])("over an autoscaler's %s pods compares the same number of pods, so it is an %s", (range, severity) => {
    const [min, max] = range.split(" to ");
    const yaml = `${deploymentOf({ spec: "" })}---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec: {scaleTargetRef: {kind: Deployment, name: web}, minReplicas: ${min}, maxReplicas: ${max}}\n`;
    expect(placesOf("readiness-gate", yaml)).toEqual([`${severity} ${WEB}`]);
  });

  it("asks only for the containers that a Service targets", () => {
    const containers =
      "{name: web, image: a, ports: [{containerPort: 80}]}, {name: two, image: a, ports: [{containerPort: 81}]}";
    const yaml = deploymentOf({ containers }) + serviceOf("{port: 80}");
    expect(placesOf("readiness-gate", yaml)).toEqual([`error ${WEB}`]);
  });

  it("is content with the pod's own readiness gates", () => {
    expect(
      placesOf("readiness-gate", deploymentOf({ pod: "readinessGates: [{conditionType: a/b}]" })),
    ).toEqual([]);
    expect(placesOf("readiness-gate", deploymentOf({ pod: "readinessGates: []" }))).toEqual([`error ${WEB}`]);
  });

  it("says what can be lost, what is allowed, and why", () => {
    const spec = `replicas: 3\n  ${roll("34%", "34%")}`;
    expect(verdictsOf("readiness-gate", deploymentOf({ spec }))).toEqual([
      `error ${WEB}: A rollout of “web” can take 3 of 3 pods out of service at once, while its strategy allows 1: ` +
        "container “web” has no readiness or startup probe, so Kubernetes counts a new pod as available as soon as its process runs.",
    ]);
  });

  it.each([
    [
      "Recreate",
      { spec: "replicas: 3\n  strategy: {type: Recreate}" },
      {},
      "Recreate takes every pod out anyway",
    ],
    [
      "the strategy",
      { spec: `replicas: 3\n  ${roll("0", "3")}` },
      {},
      "The strategy allows 3 of 3 pods to be out anyway",
    ],
    [
      "a start that takes no time",
      {},
      { policy: { startupSeconds: 0 } },
      "the app serves as soon as it runs",
    ],
    [
      "minReadySeconds",
      { spec: "replicas: 3\n  minReadySeconds: 60" },
      { policy: { startupSeconds: 45 } },
      "Only minReadySeconds, longer than the app's known start of 45 s, holds the budget.",
    ],
  ])("names %s where a probe would not help", (_, parts, circumstances, words) => {
    const [verdict] = verdictsOf("readiness-gate", deploymentOf(parts), circumstances);
    expect(verdict).toMatch(/^warning /);
    expect(verdict).toContain(words);
  });

  it.each([
    [null, 30, 1],
    [20, 0, 1],
    [20, 19, 1],
    [20, 20, 1],
    [20, 21, 0],
  ])(
    "with a start of %s s lets a probe that proves nothing and its delay of %i s hold a pod",
    (startupSeconds, delay, told) => {
      const yaml = deploymentOf({
        containers: with_(`readinessProbe: {initialDelaySeconds: ${delay}, exec: {command: ["true"]}}`),
      });
      expect(placesOf("readiness-gate", yaml, { policy: { startupSeconds } })).toHaveLength(told);
    },
  );

  describe("of proxies of metrics", () => {
    const proxy = (name: string, port: number) =>
      `{name: ${name}, image: "quay.io/brancz/kube-rbac-proxy:v0.18.1", ports: [{containerPort: ${port}}]}`;
    const both = `${proxy("main", 8443)}, ${proxy("self", 9443)}`;
    const said = (containers: string, spec: string) =>
      verdictsOf("readiness-gate", deploymentOf({ spec, containers }));

    it("is said of all together, beside a container that Kubernetes waits for too", () => {
      const gated = `{name: app, image: app, readinessProbe: ${PROBE}}`;
      expect(said(`${both}, ${gated}`, "replicas: 3")).toEqual([
        expect.stringContaining(
          "containers “main” and “self” have no readiness or startup probe, so Kubernetes does not wait for them: a new pod",
        ),
      ]);
      expect(said(`${proxy("main", 8443)}, ${gated}`, "replicas: 3")).toEqual([
        expect.stringContaining("so Kubernetes does not wait for it: a new pod"),
      ]);
    });

    it.each([
      [proxy("main", 8443), "port 8443"],
      [both, "ports 8443 and 9443"],
      [`${both}, ${proxy("third", 7443)}, ${proxy("fourth", 6443)}`, "the containers' ports"],
    ])("names the ports of all of them: %s %s", (containers, ports) => {
      expect(said(containers, "replicas: 3\n  strategy: {type: Recreate}")).toEqual([
        expect.stringContaining(`: Traffic to ${ports}, if any, reaches pods that cannot serve yet`),
      ]);
    });
  });
});

describe("a port that is only listed", () => {
  const severityOf = (container: string, service = "") =>
    verdictsOf("readiness-gate", deploymentOf({ containers: container }) + service)[0] ?? "none";

  it.each([
    ["another program", "{name: web, image: shop, command: [sweep], ports: [{containerPort: 8000}]}"],
    [
      "another program with two ports",
      "{name: web, image: shop, command: [sweep], ports: [{containerPort: 8000}, {containerPort: 9000}]}",
    ],
    [
      "another program of an image whose tag alone a tool fills in",
      '{name: web, image: "shop:$TAG", command: [sweep], ports: [{containerPort: 8000}]}',
    ],
    [
      "a worker of a queue",
      "{name: web, image: shop, command: [celery, worker], ports: [{containerPort: 8000, name: http}]}",
    ],
    [
      "a worker that dials its server",
      "{name: web, image: acme/press-worker, env: [{name: PRESS_SERVER, value: 'press:9000'}], ports: [{containerPort: 8000, name: http}]}",
    ],
    [
      "a node of Tdarr",
      "{name: web, image: haveagitgat/tdarr_node, env: [{name: nodePort, value: '8267'}], ports: [{containerPort: 8267, name: http}]}",
    ],
    [
      "what sends logs on",
      "{name: web, image: 'grafana/promtail:3.2.1', ports: [{containerPort: 9080, name: http}]}",
    ],
    [
      "a script that is called after one",
      '{name: web, image: shop, command: [sh, -c, "sh /shop/start_celery_orders.sh"], ports: [{containerPort: 8000, name: http}]}',
    ],
  ])("is a warning with a condition for %s", (_, container) => {
    expect(severityOf(container)).toMatch(/^warning .*If anything asks ports? .*perhaps nobody calls it\.$/);
  });

  it.each([
    [
      "the image's own program",
      "{name: web, image: shop, command: [shop], ports: [{containerPort: 8000}]}",
      "",
    ],
    [
      "a named port among those",
      "{name: web, image: shop, command: [sweep], ports: [{containerPort: 8000}, {containerPort: 9000, name: http}]}",
      "",
    ],
    [
      "an image that a tool fills in",
      "{name: web, image: $(shop_image), command: [sweep], ports: [{containerPort: 8000}]}",
      "",
    ],
    [
      "an image whose name a tool fills in, beside its registry and its tag",
      '{name: web, image: "registry.example.com/$APP:$TAG", command: [sweep], ports: [{containerPort: 8000}]}',
      "",
    ],
    [
      "an image in capitals",
      "{name: web, image: SHOP_IMAGE, command: [sweep], ports: [{containerPort: 8000}]}",
      "",
    ],
    [
      "a port that a Service leads to",
      "{name: web, image: shop, command: [sweep], ports: [{containerPort: 8000}]}",
      serviceOf("{port: 80, targetPort: 8000}"),
    ],
  ])("is an error without a condition for %s", (_, container, service) => {
    expect(severityOf(container, service)).toMatch(/^error (?!.*If anything asks)(?!.*perhaps nobody)/);
  });
});
