import { describe, expect, it } from "vitest";
import type { Surroundings } from "../../../src/workload/change/held-services.js";
import { type LostService, lostServices } from "../../../src/workload/change/lost-services.js";
import { pairWorkloads, type WorkloadPair } from "../../../src/workload/change/pair-workloads.js";
import { turnedServices } from "../../../src/workload/change/turned-services.js";
import { deploymentOf, readYaml, serviceOf } from "../read-yaml.js";

/** The first workload of two texts, and what stands around it. */
function pairOf(before: string, after: string): [WorkloadPair, Surroundings] {
  const [base, head] = [readYaml(before), readYaml(after)];
  const workloads = pairWorkloads(base.workloads, head.workloads, new Map());
  return [
    workloads[0] as WorkloadPair,
    { base: base.neighbours, head: head.neighbours, workloads, gone: [], goneOnPurpose: () => true },
  ];
}

function lossesOf(before: string, after: string): LostService[] {
  return lostServices(...pairOf(before, after));
}

/** "web tier, at once, for operators, in doubt by its label" or "web ports 80 443, in part". */
function wordsOf({ service, labels, ports, whole, atOnce, auxiliary, doubt }: LostService): string {
  const what =
    labels.length > 0
      ? labels.map(({ key }) => key).join(" ")
      : `ports ${ports.map(({ port }) => port.port).join(" ")}`;
  const flags = [
    [!whole, "in part"],
    [atOnce, "at once"],
    [auxiliary, "for operators"],
    [doubt !== null, `in doubt by its ${doubt}`],
  ].flatMap(([holds, word]) => (holds ? [word] : []));
  return [`${service.name} ${what}`, ...flags].join(", ");
}

const WEB = deploymentOf();
const TIERED = deploymentOf({ labels: "app: web, tier: front" });
const tiered = (tier: string) => deploymentOf({ labels: `app: web, tier: ${tier}` });
const SERVICE = serviceOf("{port: 80, targetPort: 8000}");
const FRONT = serviceOf("{port: 80, targetPort: 8000}", { selector: "app: web, tier: front" });
const named = (...names: string[]) =>
  deploymentOf({
    containers: `{name: web, image: web, ports: [${names.map((name, index) => `{name: ${name}, containerPort: ${8000 + index}}`).join(", ")}]}`,
  });
const HTTP = "{name: http, port: 80, targetPort: http}";
const HTTPS = "{name: https, port: 443, targetPort: https}";
const METRICS = "{name: metrics, port: 9090, targetPort: metrics}";
const api = (labels: string, name = "api") =>
  `---\n${deploymentOf({ labels })
    .replace("{name: web}", `{name: ${name}}`)
    .replace("{app: web}", `{app: ${name}}`)}`;

const idle = (yaml: string) => yaml.replace("replicas: 3", "replicas: 0");
const SCALED_OBJECT =
  "---\napiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: api}\nspec: {scaleTargetRef: {name: api}}\n";
const HPA =
  "---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: api}\nspec: {scaleTargetRef: {kind: Deployment, name: api}, maxReplicas: 5}\n";
const COUNTED =
  "---\napiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nreplicas: [{name: api, count: 3}]\n";

const within = (namespace: string, yaml: string) =>
  yaml.replace(/(metadata: \{name: \w+)/, `$1, namespace: ${namespace}`);
const kustomized = (content: string) =>
  `---\napiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${content}\n`;

describe("the only Service, where it is deleted", () => {
  const PROBED = deploymentOf({
    containers:
      "{name: web, image: web, ports: [{name: http, containerPort: 8000}, {name: metrics, containerPort: 9090}]}",
  });
  const deleted = (service: string, after = PROBED, rest = "", isMeant = false) => {
    const [pair, around] = pairOf(`${PROBED}${rest}${service}`, `${after}${rest}`);
    return lostServices(pair, { ...around, goneOnPurpose: () => isMeant }).map(wordsOf);
  };

  it("is told, unless the change shows that it is meant", () => {
    expect(deleted(SERVICE)).toEqual(["web ports , at once, in doubt by its deleted"]);
    expect(deleted(SERVICE, PROBED, "", true)).toEqual([]);
  });

  it.each([
    ["one for operators", serviceOf("{port: 9090, targetPort: metrics}")],
    ["one whose port nobody declares", serviceOf("{port: 80, targetPort: 8081}")],
    ["a headless one", SERVICE.replace("spec: {", "spec: {clusterIP: None, ")],
  ])("is none that counts: %s", (_, service) => {
    expect(deleted(service)).toEqual([]);
  });

  it("is none where pods take a port of their node, or leave it", () => {
    expect(
      deleted(SERVICE, PROBED.replace("containerPort: 8000", "containerPort: 8000, hostPort: 80")),
    ).toEqual([]);
    expect(deleted(SERVICE, deploymentOf({ labels: "app: other" }))).toEqual([]);
  });

  it("is not the only one where another selects the pods", () => {
    const other = SERVICE.replace("{name: web}", "{name: public}");
    expect(deleted(SERVICE, PROBED, other)).toEqual([]);
  });
});

describe("a Service is lost", () => {
  it.each([
    ["a label that it selects by is taken away", TIERED + FRONT, WEB + FRONT, "web tier"],
    ["such a label gets another value", TIERED + FRONT, tiered("back") + FRONT, "web tier"],
    [
      "it asks for another value",
      WEB + SERVICE,
      WEB + serviceOf("{port: 80}", { selector: "app: wbe" }),
      "web app, at once",
    ],
    ["it asks for a label that the pods never had", WEB + SERVICE, WEB + FRONT, "web tier, at once"],
    [
      "both change and miss each other",
      TIERED + FRONT,
      tiered("back") + serviceOf("{port: 80}", { selector: "app: web, tier: side" }),
      "web tier, at once",
    ],
    ["all labels go", TIERED + FRONT, deploymentOf({ labels: "part: web" }) + FRONT, "web app tier"],
    [
      "the port's name is gone",
      named("http") + serviceOf(HTTP),
      named("web") + serviceOf(HTTP),
      "web ports 80",
    ],
    [
      "it asks for another name",
      named("http") + serviceOf(HTTP),
      named("http") + serviceOf("{port: 80, targetPort: htpp}"),
      "web ports 80, at once",
    ],
    [
      "the name is another protocol's",
      named("http") + serviceOf(HTTP),
      named("http").replace("containerPort: 8000", "containerPort: 8000, protocol: UDP") + serviceOf(HTTP),
      "web ports 80",
    ],
    [
      "it changes its port and misses the name",
      named("http") + serviceOf("{port: 80, targetPort: http}"),
      named("http") + serviceOf("{port: 8080, targetPort: web}"),
      "web ports 8080, at once",
    ],
    [
      "one of its names is gone",
      named("http", "https") + serviceOf(`${HTTP}, ${HTTPS}`),
      named("http") + serviceOf(`${HTTP}, ${HTTPS}`),
      "web ports 443, in part",
    ],
    [
      "only metrics are left of it",
      named("http", "metrics") + serviceOf(`${HTTP}, ${METRICS}`),
      named("web", "metrics") + serviceOf(`${HTTP}, ${METRICS}`),
      "web ports 80",
    ],
    [
      "its port for metrics is gone",
      named("http", "metrics") + serviceOf(`${HTTP}, ${METRICS}`),
      named("http") + serviceOf(`${HTTP}, ${METRICS}`),
      "web ports 9090, in part, for operators",
    ],
    [
      "it is there for metrics",
      named("metrics") + serviceOf(METRICS, { selector: "app: web" }),
      deploymentOf({ labels: "part: web" }) + serviceOf(METRICS),
      "web app, for operators",
    ],
    [
      "its ports go over to other names and one misses the pods",
      named("http", "https") + serviceOf(`${HTTP}, ${HTTPS}`),
      named("http") + serviceOf(`${HTTP}, ${HTTPS.replace("443", "8443")}`),
      "web ports 8443, in part",
    ],
    [
      "its name says that it is there for metrics",
      TIERED + serviceOf("{port: 80, targetPort: 8000}", { name: "web-metrics", selector: "tier: front" }),
      WEB + serviceOf("{port: 80, targetPort: 8000}", { name: "web-metrics", selector: "tier: front" }),
      "web-metrics tier, for operators",
    ],
    [
      "the pods leave it, and declare no port of it",
      TIERED + serviceOf("{port: 80, targetPort: 9}", { selector: "tier: front" }),
      WEB + serviceOf("{port: 80, targetPort: 9}", { selector: "tier: front" }),
      "web tier, in doubt by its port",
    ],
    [
      "the pods leave it, while it keeps another workload",
      TIERED + api("app: web, tier: front") + FRONT,
      WEB + api("app: web, tier: front") + FRONT,
      "web tier",
    ],
    [
      "the pods leave it, while it keeps another workload and gets another port",
      TIERED + api("app: web, tier: front") + FRONT,
      WEB +
        api("app: web, tier: front") +
        FRONT.replace("ports: [{", "ports: [{name: tls, port: 443}, {name: web, "),
      "web tier",
    ],
    [
      "it switches to a workload that has no pods",
      WEB + idle(api("app: api")) + SERVICE,
      WEB + idle(api("app: api")) + serviceOf("{port: 80}", { selector: "app: api" }),
      "web app, at once",
    ],
    [
      "it switches to a workload that an HPA leaves at no pods",
      WEB + idle(api("app: api")) + SERVICE,
      WEB + idle(api("app: api")) + serviceOf("{port: 80}", { selector: "app: api" }) + HPA,
      "web app, at once",
    ],
    [
      "it switches to a workload of another namespace",
      within("shop", WEB) + within("other", api("app: api")) + within("shop", SERVICE),
      within("shop", WEB) +
        within("other", api("app: api")) +
        within("shop", serviceOf("{port: 80}", { selector: "app: api" })),
      "web app, at once",
    ],
    [
      "kustomize takes a label from its pods, while it keeps another workload",
      WEB + api("app: web, tier: front") + SERVICE + kustomized("commonLabels: {tier: front}"),
      WEB + api("app: web, tier: front") + FRONT,
      "web tier",
    ],
  ])("where %s", (_, before, after, words) => {
    expect(lossesOf(before, after).map(wordsOf)).toEqual([words]);
  });

  it("among others that come to the pods as before, and each by its name", () => {
    const peers = serviceOf("", { name: "peers" });
    const before = TIERED + peers + FRONT + FRONT.replace("{name: web}", "{name: b}");
    expect(lossesOf(before, before.replace(TIERED, WEB)).map(wordsOf)).toEqual(["b tier", "web tier"]);
  });

  it("with the label as it was, as it is and as it is asked for", () => {
    const [lost] = lossesOf(TIERED + FRONT, tiered("back") + FRONT);
    expect(lost?.labels).toEqual([{ key: "tier", wanted: "front", before: "front", now: "back" }]);
    const [other] = lossesOf(WEB + SERVICE, WEB + FRONT);
    expect(other?.labels).toEqual([{ key: "tier", wanted: "front", before: null, now: null }]);
  });

  it("with the container that declared its port", () => {
    const [lost] = lossesOf(named("http") + serviceOf(HTTP), named("web") + serviceOf(HTTP));
    expect(lost?.ports).toMatchObject([{ declaredBefore: true, container: { name: "web" } }]);
    const renamed = named("web").replace("name: web, image", "name: app, image");
    expect(lossesOf(named("http") + serviceOf(HTTP), renamed + serviceOf(HTTP))[0]?.ports).toMatchObject([
      { declaredBefore: true, container: null },
    ]);
  });
});

describe("a Service asks for a label that no manifest gives the pods", () => {
  const of = (kind: string) => WEB.replace("kind: Deployment", `kind: ${kind}`);
  const asks = (label: string) => serviceOf("{port: 80, targetPort: 8000}", { selector: label });

  it.each([
    ["is in doubt where the label is a project's own", "Deployment", "example.com/leader: web", true],
    ["is in doubt where each pod is itself", "StatefulSet", "role: primary", true],
    ["is in doubt where it is of the pod that leads", "Deployment", "operator: leader", true],
    ["is in doubt where it is of the pod that is asked", "Deployment", "role: primary", true],
    ["is in doubt where its key is of a state", "Deployment", "cell-health: good", true],
    ["is lost where the label is anybody's", "Deployment", "role: frontend", false],
    ["is lost where the label is Kubernetes'", "DaemonSet", "app.kubernetes.io/part-of: shop", false],
    ["is lost where the pods have another value", "StatefulSet", "app: wbe", false],
    [
      "is lost where one of two labels is anybody's",
      "Deployment",
      "example.com/leader: web, role: frontend",
      false,
    ],
  ])("and %s", (_, kind, label, isDoubtful) => {
    const [lost] = lossesOf(of(kind) + SERVICE, of(kind) + asks(label));
    expect(lost?.doubt).toBe(isDoubtful ? "label" : null);
  });

  it.each([
    ["StatefulSet", "statefulset.kubernetes.io/pod-name: web-0"],
    ["StatefulSet", "apps.kubernetes.io/pod-index: 0"],
    ["StatefulSet", "controller-revision-hash: web-1"],
    ["DaemonSet", "controller-revision-hash: web-1"],
    ["Deployment", "pod-template-hash: a1"],
  ])("and comes to pods of a %s that its controller gives %s", (kind, label) => {
    expect(lossesOf(of(kind) + SERVICE, of(kind) + asks(label))).toEqual([]);
  });

  it("and comes to pods of a Rollout that get it with their role", () => {
    const rollout = of("Rollout")
      .replace("apps/v1", "argoproj.io/v1alpha1")
      .replace("replicas: 3", "strategy: {canary: {stableMetadata: {labels: {role: stable}}}}");
    expect(lossesOf(rollout + SERVICE, rollout + asks("app: web, role: stable"))).toEqual([]);
    expect(lossesOf(rollout + SERVICE, rollout + asks("app: web, part: stable"))).toHaveLength(1);
  });
});

describe("no Service is lost", () => {
  const inShop = (yaml: string) => yaml.replace("{name: web}", "{name: web, namespace: shop}");
  it.each([
    ["nothing changes", WEB + SERVICE, WEB + SERVICE],
    ["it never came to the pods", WEB + FRONT, deploymentOf({ labels: "part: web" }) + FRONT],
    ["its port never led anywhere", named("web") + serviceOf(HTTP), named("web") + serviceOf(HTTP)],
    ["it is deleted", TIERED + FRONT, WEB],
    ["it has another name", TIERED + FRONT, WEB + FRONT.replace("{name: web}", "{name: front}")],
    [
      "its selector goes, and its endpoints are others' business",
      WEB + SERVICE,
      `${WEB}${SERVICE.replace("selector: {app: web}, ", "")}`,
    ],
    [
      "it becomes a name outside",
      WEB + SERVICE,
      WEB + SERVICE.replace("spec: {", "spec: {type: ExternalName, externalName: a.example, "),
    ],
    ["the workload is new", SERVICE, WEB + FRONT],
    ["the workload goes", WEB + SERVICE, FRONT],
    ["a number is declared by nobody", WEB + SERVICE, WEB + serviceOf("{port: 80, targetPort: 9999}")],
    [
      "a number in quotes is refused anyway",
      WEB + SERVICE,
      `${WEB}${serviceOf('{port: 80, targetPort: "8000"}')}`,
    ],
    [
      "a port is taken out of it",
      named("http", "https") + serviceOf(`${HTTP}, ${HTTPS}`),
      named("http") + serviceOf(HTTP),
    ],
    [
      "a new port of it leads nowhere yet",
      named("http") + serviceOf(HTTP),
      named("http") + serviceOf(`${HTTP}, ${HTTPS}`),
    ],
    ["a label that nobody selects by goes", TIERED + SERVICE, WEB + SERVICE],
    [
      "a sidecar declares the port now",
      named("http") + serviceOf(HTTP),
      deploymentOf({
        pod: "initContainers: [{name: p, image: p, restartPolicy: Always, ports: [{name: http, containerPort: 1}]}]",
      }) + serviceOf(HTTP),
    ],
    ["a tool fills the label in", TIERED + FRONT, tiered('"$(TIER)"') + FRONT],
    [
      "a tool fills the selector in",
      WEB + SERVICE,
      `${WEB}${serviceOf("{port: 80}", { selector: 'app: "$(APP)"' })}`,
    ],
    [
      "a tool fills the port in",
      named("http") + serviceOf(HTTP),
      `${named("http")}${serviceOf('{port: 80, targetPort: "$(PORT)"}')}`,
    ],
    ["another of its name, for another cluster, still comes", WEB + SERVICE, WEB + FRONT + SERVICE],
    [
      "it stands in another namespace",
      inShop(TIERED) + FRONT.replace("{name: web}", "{name: web, namespace: other}"),
      inShop(WEB) + FRONT.replace("{name: web}", "{name: web, namespace: other}"),
    ],
    [
      "one of its name in another namespace misses the pods",
      inShop(WEB) + SERVICE.replace("{name: web}", "{name: web, namespace: shop}"),
      inShop(WEB) + FRONT.replace("{name: web}", "{name: web, namespace: other}"),
    ],
    [
      "the pods cannot be read",
      TIERED + FRONT,
      TIERED.replace("metadata: {labels: {app: web, tier: front}}", "metadata: {}").replace(
        "ports: [{",
        "ports: [7, {",
      ) + FRONT,
    ],
    [
      "it switches from blue to green",
      WEB + api("app: api") + SERVICE,
      WEB + api("app: api") + serviceOf("{port: 80}", { selector: "app: api" }),
    ],
    [
      "it switches to a workload that is new",
      WEB + SERVICE,
      WEB + api("app: api") + serviceOf("{port: 80}", { selector: "app: api" }),
    ],
    [
      "it switches to a workload that KEDA wakes",
      WEB + idle(api("app: api")) + SERVICE,
      WEB + idle(api("app: api")) + serviceOf("{port: 80}", { selector: "app: api" }) + SCALED_OBJECT,
    ],
    [
      "it switches to a workload whose replicas kustomize writes",
      WEB + idle(api("app: api")) + SERVICE,
      WEB + idle(api("app: api")) + serviceOf("{port: 80}", { selector: "app: api" }) + COUNTED,
    ],
    [
      "the pods leave it to a workload that had none",
      TIERED + idle(api("app: api, tier: front")) + FRONT.replace("app: web, ", ""),
      WEB + api("app: api, tier: front") + FRONT.replace("app: web, ", ""),
    ],
    [
      "green takes the label over",
      TIERED + api("app: api") + serviceOf("{port: 80}", { selector: "tier: front" }),
      WEB + api("app: api, tier: front") + serviceOf("{port: 80}", { selector: "tier: front" }),
    ],
    [
      "it is narrowed to another workload that it came to as well",
      TIERED + api("app: web, part: api") + serviceOf("{port: 80}", { selector: "app: web" }),
      TIERED + api("app: web, part: api") + serviceOf("{port: 80}", { selector: "app: web, part: api" }),
    ],
    [
      "it is a patch",
      `${TIERED.replace("selector: {matchLabels: {app: web}}", "minReadySeconds: 1")}${FRONT}`.replaceAll(
        "image: web, ",
        "",
      ),
      WEB + FRONT,
    ],
  ])("where %s", (_, before, after) => {
    expect(lossesOf(before, after)).toEqual([]);
  });

  it("by what kustomize writes over the files", () => {
    const lostUnder = (content: string) => lossesOf(TIERED + FRONT, WEB + FRONT + kustomized(content));
    expect(lostUnder("commonLabels: {tier: front}")).toEqual([]);
    expect(lostUnder("labels: [{pairs: {tier: back}, includeSelectors: true}]")).toEqual([]);
    expect(lostUnder("labels: [{pairs: {tier: front}, includeTemplates: true}]")).toEqual([]);
    expect(lostUnder("labels: [{pairs: {tier: back}, includeTemplates: true}]")).toHaveLength(1);
    expect(lostUnder("labels: [{pairs: {tier: front}}]")).toHaveLength(1);
    expect(lostUnder("commonLabels: {app: web}")).toHaveLength(1);
  });
});

describe("a Service turns with the pods", () => {
  const turnsOf = (before: string, after: string) =>
    turnedServices(...pairOf(before, after)).map(({ service, path }) => `${service.name} ${path.join("/")}`);
  const both = (yaml: string) => yaml + FRONT;

  it("where it asks for a label that only the new pods have", () => {
    expect(turnsOf(WEB + SERVICE, both(TIERED))).toEqual(["web spec/selector/tier"]);
    expect(lossesOf(WEB + SERVICE, both(TIERED))).toEqual([]);
  });

  it("where kustomize gives the label to the new pods alone", () => {
    const added = kustomized("commonLabels: {tier: front}");
    expect(turnsOf(WEB + SERVICE, both(WEB) + added)).toEqual(["web spec/selector/tier"]);
    expect(turnsOf(WEB + SERVICE + added, both(TIERED))).toEqual([]);
  });

  it("where it asks for a port's name that only the new pods have", () => {
    const after = named("web") + serviceOf("{name: http, port: 80, targetPort: web}");
    expect(turnsOf(named("http") + serviceOf(HTTP), after)).toEqual(["web spec/ports/0/targetPort"]);
  });

  it.each([
    ["the old pods had the label already", TIERED + SERVICE, both(TIERED)],
    [
      "the port's number changes, which a name is there for",
      named("http") + serviceOf(HTTP),
      named("http").replace("8000", "9000") + serviceOf(HTTP),
    ],
    ["it is new", WEB, both(TIERED)],
    ["one of its name still holds the old pods", WEB + SERVICE, both(TIERED) + SERVICE],
    [
      "only operators come through it",
      named("metrics") + serviceOf(METRICS),
      named("mon") + serviceOf("{name: metrics, port: 9090, targetPort: mon}"),
    ],
    ["it misses the new pods too", WEB + SERVICE, both(tiered("back"))],
  ])("not where %s", (_, before, after) => {
    expect(turnsOf(before, after)).toEqual([]);
  });
});
