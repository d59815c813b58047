import { describe, expect, it, test } from "vitest";
import { reviewFiles } from "../../engine/review-files.js";
import { serviceOf, toldOf, workloadOf } from "./around.js";

const told = (after: Parameters<typeof toldOf>[1], before?: Parameters<typeof toldOf>[2]) =>
  toldOf("service-mismatch", after, before);

describe("a new Service that selects nothing is told", () => {
  const NOTHING = "new warning: Service “web” routes to no pod: it selects by ";

  test.each([
    [
      "a slip of the pods' label",
      "app: webb",
      "app: web",
      "“app: webb”, and the pods of “web” have “app: web”",
    ],
    [
      "the value under another key",
      "app: web",
      "app.kubernetes.io/name: web",
      "“app: web”, and the pods of “web” have no label “app”",
    ],
    [
      "a slip of a key",
      "app: web, teir: front",
      "app: web, tier: front",
      "“teir: front”, and the pods of “web” have no label “teir”",
    ],
    [
      "another app's label under the workload's own name",
      "app: front",
      "app: web",
      "“app: front”, and the pods of “web” have “app: web”",
    ],
    [
      "several labels with other values",
      "app: shop, component: web, tier: front",
      "app: web, component: site, tier: front",
      "“app: shop”, “component: web”, and the pods of “web” have “app: web”, “component: site”",
    ],
    [
      "labels of which the pods have one",
      "app: shop, component: web, run: web",
      "app: web",
      "“app: shop”, “component: web”, “run: web”, and the pods of “web” have “app: web” and no labels “component”, “run”",
    ],
    [
      "more labels than a person reads",
      "app: a, k8s-app: b, name: c, service: d, component: e, run: f",
      "app: web, k8s-app: web, name: web, service: web, component: web, run: web",
      "“app: a”, “k8s-app: b”, “name: c”, “service: d”, “component: e” and 1 more, and the pods of “web” have “app: web”, “k8s-app: web”, “name: web”, “service: web”, “component: web” and 1 more",
    ],
  ])("for %s", (_, selector, labels, words) => {
    expect(told(workloadOf({ labels }) + serviceOf({ selector }))).toEqual([
      `${NOTHING}${words}. If its pods come from elsewhere, nothing is lost.`,
    ]);
  });

  it.each([
    ["route.openshift.io/v1", "Route"],
    ["v1", "Route"],
    ["image.openshift.io/v1", "ImageStream"],
  ])("beside an object of OpenShift that makes no pods: %s %s", (apiVersion, kind) => {
    const beside = `---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: web}\nspec: {to: {kind: Service, name: web}}\n`;
    expect(
      told(workloadOf({ labels: "app: web" }) + serviceOf({ selector: "app: webb" }) + beside),
    ).toHaveLength(1);
  });

  it("in a file that has a word near to one of the kinds that are read", () => {
    const named = serviceOf({ selector: "app: front", metadata: ", annotations: {a: 'kind: Deploymnt'}" });
    expect(told(workloadOf({ name: "shop", labels: "app: shop" }) + named)).toHaveLength(1);
  });

  it("also from another file, and alone with one workload in a file whatever the names are", () => {
    const apart = { "k8s/web.yaml": workloadOf(), "k8s/service.yaml": serviceOf({ selector: "app: webb" }) };
    expect(told(apart)).toHaveLength(1);
    expect(told(workloadOf({ name: "shop", labels: "app: shop" }) + serviceOf())).toHaveLength(1);
  });
});

describe("a new Service that selects nothing is not told", () => {
  const mistyped = serviceOf({ selector: "app: webb" });

  test.each<[string, string | Record<string, string>]>([
    ["without a workload beside it", mistyped],
    [
      "for pods that stand elsewhere",
      { "k8s/web.yaml": workloadOf(), "k8s/api.yaml": serviceOf({ name: "api", selector: "app: api" }) },
    ],
    [
      "for the next of a series",
      {
        "k8s/web.yaml": workloadOf({ name: "shop1", labels: "app: shop1" }),
        "k8s/2.yaml": serviceOf({ name: "shop3", selector: "app: shop2" }),
      },
    ],
    [
      "for another version",
      workloadOf({ labels: "app: web, version: v1" }) + serviceOf({ selector: "app: web, version: v2" }),
    ],
    ["for a role that is given at run time", workloadOf() + serviceOf({ selector: "app: web, role: main" })],
    [
      "for a label that an operator turns",
      workloadOf({ labels: "app: web, state: replica" }) +
        serviceOf({ selector: "app: web, state: primary" }),
    ],
    ["for a placeholder", workloadOf() + serviceOf({ selector: "app: $APP" })],
    [
      "for the label of one pod of a StatefulSet",
      workloadOf({ kind: "StatefulSet" }) +
        serviceOf({ selector: "app: webb, statefulset.kubernetes.io/pod-name: web-0" }),
    ],
    [
      "of another namespace",
      workloadOf({ namespace: "a" }) + serviceOf({ selector: "app: webb", metadata: ", namespace: b" }),
    ],
    ["without a selector", workloadOf() + serviceOf({ selector: "" })],
    [
      "of type ExternalName",
      workloadOf() + serviceOf({ selector: "app: webb", spec: ", type: ExternalName" }),
    ],
    [
      "for a Pod",
      `${workloadOf()}${mistyped}---\napiVersion: v1\nkind: Pod\nmetadata: {name: one, labels: {app: webb}}\nspec: {containers: [{name: a, image: "a:1"}]}\n`,
    ],
    [
      "for the pods of a CronJob",
      `${workloadOf()}${mistyped}---\napiVersion: batch/v1\nkind: CronJob\nmetadata: {name: one}\nspec: {schedule: "0 0 * * *", jobTemplate: {spec: {template: {metadata: {labels: {app: webb}}, spec: {restartPolicy: Never, containers: [{name: a, image: "a:1"}]}}}}}\n`,
    ],
    [
      "where another Service serves the workload and it is named for what it selects",
      {
        "k8s/mongo.yaml":
          workloadOf({ name: "mongo", labels: "app: mongo" }) +
          serviceOf({ name: "mongo", selector: "app: mongo" }),
        "k8s/mongos.yaml": serviceOf({ name: "mongos", selector: "app: mongos" }),
      },
    ],
  ])("%s", (_, files) => {
    expect(told(files)).toEqual([]);
  });

  it("by the Service, where it reached pods at the base: the workload tells that", () => {
    expect(told(workloadOf() + mistyped, workloadOf() + serviceOf())).toEqual([]);
  });

  it("for a workload whose own selector its labels do not match: that is told of the workload", () => {
    const torn = workloadOf().replace("metadata: {labels: {app: web}", "metadata: {labels: {app: wbe}");
    expect(told(torn + serviceOf())).toEqual([]);
    expect(reviewFiles({ "k8s/all.yaml": torn + serviceOf() }).findings.map(({ rule }) => rule)).toEqual([
      "refused-object",
    ]);
  });

  it("as new, where it selected nothing before", () => {
    const moved = serviceOf({ selector: "app: webb", targetPort: "8001" });
    expect(told(workloadOf() + moved, workloadOf() + mistyped)).toEqual([
      expect.stringMatching(/^existing warning: Service “web” routes to no pod/),
    ]);
  });
});

describe("a port name of a new Service", () => {
  const service = serviceOf({ targetPort: "metrics" });

  it("is told where no container of the pods declares it", () => {
    expect(told(workloadOf() + service)).toEqual([
      "new warning: Port 80 of Service “web” leads to no pod: it routes to a container port named “metrics”, and the containers declare “http”.",
    ]);
    expect(told(workloadOf() + serviceOf({ targetPort: "http" }))).toEqual([]);
    expect(told(workloadOf() + serviceOf({ targetPort: "9999" }))).toEqual([]);
  });

  it("is told where it is a further port of a Service that reached the pods", () => {
    const more = serviceOf({ targetPort: "8000}, {name: more, port: 81, targetPort: metrics" });
    expect(told(workloadOf() + more, workloadOf() + serviceOf())).toEqual([
      expect.stringMatching(/^new warning: Port 81 of Service “web” leads to no pod/),
    ]);
  });

  it("is not told where one of the selected workloads declares it", () => {
    const other = workloadOf({ name: "other", ports: "{name: metrics, containerPort: 9000}" });
    expect(told(workloadOf() + other + service)).toEqual([]);
  });

  test.each([
    ["an annotation of the pods", workloadOf({ pod: ', annotations: {sidecar.istio.io/inject: "true"}' })],
    [
      "a label of the namespace",
      `${workloadOf()}---\napiVersion: v1\nkind: Namespace\nmetadata: {name: a, labels: {istio-injection: enabled}}\n`,
    ],
  ])("is not told where containers may be put into the pods: %s", (_, around) => {
    expect(told(around + service)).toEqual([]);
  });

  it("is not told where it is one of a mesh's", () => {
    expect(told(workloadOf() + serviceOf({ targetPort: "http-envoy-prom" }))).toEqual([]);
  });
});

describe("a Service that the change leaves as it is and that led to no pod before", () => {
  const image = (text: string) => text.replaceAll("web:1", "web:2");
  const files = (workload: string, service: string) => ({
    "k8s/web.yaml": workload,
    "k8s/svc.yaml": service,
  });
  const beside = (workload: string, service: string) =>
    told(files(image(workload), service), files(workload, service));

  it.each([
    [
      "selects by a slip",
      serviceOf({ selector: "app: wbe" }),
      "Service “web” routes to no pod: it selects by “app: wbe”, and the pods of “web” have “app: web”. If its pods come from elsewhere, nothing is lost.",
    ],
    [
      "asks for a port's name that nobody declares",
      serviceOf({ targetPort: "grpc" }),
      "Port 80 of Service “web” leads to no pod: it routes to a container port named “grpc”, and the containers declare “http”.",
    ],
  ])("is told as what was there where it %s", (_, service, message) => {
    expect(beside(workloadOf(), service)).toEqual([`existing warning: ${message}`]);
  });

  it("is new where the workload that it was meant for comes", () => {
    const service = serviceOf({ selector: "app: wbe" });
    expect(told(files(workloadOf(), service), { "k8s/svc.yaml": service })).toEqual([
      expect.stringMatching(/^new warning: Service “web” routes to no pod/),
    ]);
  });

  it.each([
    ["leads to the pods", workloadOf(), serviceOf()],
    ["is another app's", workloadOf(), serviceOf({ name: "shop", selector: "app: shop" })],
    [
      "has its pods in another file",
      workloadOf(),
      serviceOf({ name: "db", selector: "app: db" }) + workloadOf({ name: "db", labels: "app: db" }),
    ],
    [
      "is meant for a workload that stays",
      workloadOf({ name: "api", labels: "app: api" }),
      serviceOf({ selector: "app: wbe" }) + workloadOf(),
    ],
  ])("is not told where it %s", (_, workload, service) => {
    expect(beside(workload, service)).toEqual([]);
  });
});
