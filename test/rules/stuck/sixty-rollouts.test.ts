/**
 * Sixty rollouts of a new image: thirty that wait for a place which is taken, and thirty that come close and have one. Each
 * goes through the whole review, as a pull request does.
 */
import { describe, expect, it } from "vitest";
import type { Policy } from "../../../src/policy/policy.js";
import { reviewFiles } from "../../engine/review-files.js";

interface App {
  kind?: string;
  apiVersion?: string;
  namespace?: string;
  /** entries of the spec */
  spec?: string;
  /** entries of the pod's spec */
  pod?: string;
  labels?: string;
  /** entries of the container */
  container?: string;
  /** other documents */
  beside?: string;
}

const READY = "readinessProbe: {httpGet: {path: /ready, port: 8000}}";
const PORT = "ports: [{containerPort: 8000}]";

function textOf(app: App, tag: number): string {
  const { kind = "Deployment", apiVersion = "apps/v1", namespace = "", spec = "replicas: 3", pod = "" } = app;
  const { labels = "", container = PORT, beside = "" } = app;
  const where = namespace === "" ? "" : `, namespace: ${namespace}`;
  return `apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: till${where}}
spec:
  ${spec}
  selector: {matchLabels: {app: till}}
  template:
    metadata: {labels: {app: till${labels === "" ? "" : `, ${labels}`}}}
    spec:
      ${pod === "" ? "" : `${pod}\n      `}containers: [{name: till, image: "till:${tag}", ${container}, ${READY}}]
${beside}`;
}

/** The severities of what the rule says of the next image. */
function saidOf(app: App, policy: Partial<Policy> = {}): string[] {
  const { findings } = reviewFiles(
    { "k8s/till.yaml": textOf(app, 2) },
    { "k8s/till.yaml": textOf(app, 1) },
    policy,
  );
  return findings.flatMap(({ rule, severity }) => (rule === "stuck-rollout" ? severity : []));
}

const doc = (text: string) => `---\n${text}\n`;
const limits = (surge: number | string, unavailable: number | string, replicas = 3) =>
  `replicas: ${replicas}\n  strategy: {rollingUpdate: {maxSurge: ${surge}, maxUnavailable: ${unavailable}}}`;
const apart = (key = "kubernetes.io/hostname", more = "", labels = "app: till") =>
  `affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: ${key}, labelSelector: {matchLabels: {${labels}}}${more}}]}}`;
const preferred =
  "affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 100, podAffinityTerm: {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: till}}}}]}}";
const hostPort = "ports: [{containerPort: 8000, hostPort: 8000}]";
const mounted = "volumes: [{name: books, persistentVolumeClaim: {claimName: books}}]";
const claim = (mode: string, more = "", name = "books") =>
  doc(
    `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: ${name}}\nspec: {accessModes: [${mode}]${more}}`,
  );
const quota = (hard: string, more = "", namespace = "shop") =>
  doc(
    `apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: team${namespace === "" ? "" : `, namespace: ${namespace}`}}\nspec: {hard: {${hard}}${more}}`,
  );
const asking = (requests: string, part = "requests") => `${PORT}, resources: {${part}: {${requests}}}`;
const scaled = (min: number, max: number) =>
  doc(
    `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: till}\nspec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: till}, minReplicas: ${min}, maxReplicas: ${max}, metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]}`,
  );
const kustomized = (content: string) =>
  doc(`apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${content}`);
const rollout = { kind: "Rollout", apiVersion: "argoproj.io/v1alpha1" };
const one = "replicas: 1";
const spread = (when: string, more = "") =>
  `topologySpreadConstraints: [{maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: ${when}, labelSelector: {matchLabels: {app: till}}${more}}]`;

type Case = [what: string, app: App, policy?: Partial<Policy>];

const WARNED: Case[] = [
  ["three pods that stay apart", { pod: apart() }],
  ["one pod that stays apart", { spec: one, pod: apart() }],
  ["pods of which each has a zone", { pod: apart("topology.kubernetes.io/zone") }],
  [
    "pods that keep the version by which they stay apart",
    { pod: apart("kubernetes.io/hostname", "", "app: till, version: blue"), labels: "version: blue" },
  ],
  ["many pods of which none may be missing", { spec: limits(1, 0, 12), pod: apart() }],
  ["a tenth of nine", { spec: limits("25%", "10%", 9), pod: apart() }],
  ["a port of the node", { container: hostPort }],
  ["the node's network", { spec: one, pod: "hostNetwork: true" }],
  [
    "a port of the node, on a cluster that may have room",
    { container: hostPort, spec: limits(1, 0).replace("replicas: 3\n  ", ""), beside: scaled(2, 6) },
    { nodes: 4 },
  ],
  ["the volume of the only pod", { spec: one, pod: mounted, beside: claim("ReadWriteOnce") }],
  [
    "the volume of the only pod, of a class of disks",
    { spec: one, pod: mounted, beside: claim("ReadWriteOnce", ", storageClassName: premium-ssd") },
  ],
  [
    "the volume of the only pod, as the default of replicas has it",
    { spec: "minReadySeconds: 5", pod: mounted, beside: claim("ReadWriteOnce") },
  ],
  [
    "a quota that is reached while an autoscaler adds pods",
    {
      namespace: "shop",
      spec: limits(1, 0).replace("replicas: 3\n  ", ""),
      container: asking("cpu: 1"),
      beside: quota("requests.cpu: 4") + scaled(2, 8).replace("name: till}", "name: till, namespace: shop}"),
    },
  ],
  [
    "a quota that may be of another namespace",
    { container: asking("cpu: 500m"), beside: quota("cpu: 1500m", "", "") },
  ],
  [
    "a canary without a router",
    {
      ...rollout,
      spec: "replicas: 3\n  strategy: {canary: {maxSurge: 1, maxUnavailable: 0, steps: [{setWeight: 30}, {pause: {}}]}}",
      pod: apart(),
    },
  ],
];

const FAILED: Case[] = [
  ["as many nodes as pods", { pod: apart() }, { nodes: 3 }],
  ["fewer nodes than pods", { pod: apart() }, { nodes: 2 }],
  ["as many ports of nodes as nodes", { container: hostPort }, { nodes: 3 }],
  ["the only node's port", { spec: one, container: hostPort }, { nodes: 1 }],
  ["as many zones as there can be", { pod: apart("topology.kubernetes.io/zone") }, { nodes: 3 }],
  ["a port of one node by its name", { spec: one, container: hostPort, pod: "nodeName: cellar" }],
  [
    "a port of one node by its label",
    { spec: one, container: hostPort, pod: "nodeSelector: {kubernetes.io/hostname: cellar}" },
  ],
  ["a volume of one pod", { spec: one, pod: mounted, beside: claim("ReadWriteOncePod") }],
  [
    "a quota of CPU",
    { namespace: "shop", container: asking("cpu: 500m"), beside: quota("requests.cpu: 1500m") },
  ],
  [
    "a quota of CPU under its short name",
    { namespace: "shop", container: asking("cpu: 0.5"), beside: quota("cpu: '1.9'") },
  ],
  [
    "a quota of memory",
    { namespace: "shop", container: asking("memory: 1Gi"), beside: quota("requests.memory: 3Gi") },
  ],
  [
    "a quota of limits",
    {
      namespace: "shop",
      container: asking("memory: 512Mi", "limits"),
      beside: quota("limits.memory: 2000M"),
    },
  ],
  [
    "a quota of requests that limits fill in",
    { namespace: "shop", container: asking("cpu: 1", "limits"), beside: quota("requests.cpu: 3") },
  ],
  ["a quota of pods", { namespace: "shop", beside: quota("pods: '3'") }],
  [
    "a quota in the namespace of a kustomization",
    {
      container: asking("cpu: 500m"),
      beside: quota("cpu: 1500m", "", "") + kustomized("namespace: shop\nresources: [till.yaml]"),
    },
  ],
];

const QUIET: Case[] = [
  ["a node to spare", { pod: apart() }, { nodes: 4 }],
  ["a pod that may be missing", { spec: limits(1, 1), pod: apart() }],
  ["a quarter of four", { spec: "replicas: 4", pod: apart() }],
  ["a wish to stay apart", { pod: preferred }],
  ["staying apart from another app", { pod: apart("kubernetes.io/hostname", "", "app: press") }],
  [
    "staying apart within a revision",
    { pod: apart("kubernetes.io/hostname", ", matchLabelKeys: [pod-template-hash]") },
  ],
  [
    "staying apart from pods of another namespace",
    { namespace: "shop", pod: apart("kubernetes.io/hostname", ", namespaces: [press]") },
  ],
  ["no pod more, and one fewer", { spec: limits(0, 1), pod: apart() }],
  ["Recreate", { spec: `${one}\n  strategy: {type: Recreate}`, pod: apart() }],
  ["no pods", { spec: "replicas: 0", pod: apart() }],
  ["a spread of one more at most", { pod: spread("DoNotSchedule") }],
  ["a spread that is a wish", { pod: spread("ScheduleAnyway") }],
  ["a port of the node and a pod that may be missing", { spec: limits(1, 1), container: hostPort }],
  ["a port of the node and a node more", { container: hostPort }, { nodes: 4 }],
  ["a port of 0", { container: "ports: [{containerPort: 8000, hostPort: 0}]" }],
  ["a volume for many pods", { spec: one, pod: mounted, beside: claim("ReadWriteMany") }],
  ["a volume for many readers", { spec: one, pod: mounted, beside: claim("ReadOnlyMany") }],
  [
    "a volume of files in a network",
    { spec: one, pod: mounted, beside: claim("ReadWriteOnce", ", storageClassName: nfs-client") },
  ],
  ["a volume that is not in sight", { spec: one, pod: mounted }],
  ["a volume of another name", { spec: one, pod: mounted, beside: claim("ReadWriteOnce", "", "papers") }],
  ["a volume that several pods share", { spec: "replicas: 2", pod: mounted, beside: claim("ReadWriteOnce") }],
  ["a volume on the only node", { spec: one, pod: mounted, beside: claim("ReadWriteOnce") }, { nodes: 1 }],
  [
    "a volume of a pod that is bound to its node",
    {
      spec: one,
      pod: `${mounted}\n      nodeSelector: {kubernetes.io/hostname: cellar}`,
      beside: claim("ReadWriteOnce"),
    },
  ],
  [
    "a volume of pods that are told to stay together",
    {
      spec: one,
      pod: `${mounted}\n      affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: till}}}]}}`,
      beside: claim("ReadWriteOnce"),
    },
  ],
  [
    "a quota with room for just one more",
    { namespace: "shop", container: asking("cpu: 500m"), beside: quota("requests.cpu: '2'") },
  ],
  [
    "a quota of another namespace",
    { namespace: "shop", container: asking("cpu: 500m"), beside: quota("requests.cpu: 1500m", "", "press") },
  ],
  [
    "a quota of what the pods do not ask for",
    {
      namespace: "shop",
      container: asking("memory: 1Gi"),
      beside: quota("requests.cpu: 1500m, requests.storage: 1Gi, services: '3'"),
    },
  ],
  [
    "a quota of pods of one priority",
    {
      namespace: "shop",
      beside: quota(
        "pods: '3'",
        ", scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In, values: [high]}]}",
      ),
    },
  ],
  [
    "a quota of pods with a deadline",
    { namespace: "shop", beside: quota("pods: '3'", ", scopes: [Terminating]") },
  ],
  [
    "a quota that is full, and a pod that may be missing",
    {
      namespace: "shop",
      spec: limits(1, 1),
      container: asking("cpu: 500m"),
      beside: quota("requests.cpu: 1500m"),
    },
  ],
];

it("counts thirty of each", () => {
  expect([WARNED.length + FAILED.length, QUIET.length]).toEqual([30, 30]);
});

describe("a rollout that may not end", () => {
  it.each(WARNED)("%s", (_, app, policy) => {
    expect(saidOf(app, policy)).toEqual(["warning"]);
  });
});

describe("a rollout that never ends", () => {
  it.each(FAILED)("%s", (_, app, policy) => {
    expect(saidOf(app, policy)).toEqual(["error"]);
  });
});

describe("a rollout that has its place", () => {
  it.each(QUIET)("%s", (_, app, policy) => {
    expect(saidOf(app, policy)).toEqual([]);
  });
});
