/** Objects that every API server accepts: workloads, and what stands around them. */
import type { DrawnMapping, DrawnValue } from "./drawn-value.js";
import { goodPod } from "./good-pods.js";
import type { Random } from "./random.js";

export type DrawnKind =
  | "Rollout"
  | "Deployment"
  | "StatefulSet"
  | "DaemonSet"
  | "Service"
  | "HorizontalPodAutoscaler"
  | "PodDisruptionBudget";

const NAMES = ["shop", "web-2", "x1"];

export function goodObject(random: Random, kind: DrawnKind): DrawnMapping {
  switch (kind) {
    case "Rollout":
      return workload(random, "argoproj.io/v1alpha1", kind, rolloutSpec(random));
    case "Deployment":
      return workload(random, "apps/v1", kind, deploymentSpec(random));
    case "StatefulSet":
      return workload(random, "apps/v1", kind, statefulSetSpec(random));
    case "DaemonSet":
      return workload(random, "apps/v1", kind, daemonSetSpec(random));
    case "Service":
      return { apiVersion: "v1", kind, metadata: metadata(random, "shop"), spec: serviceSpec(random) };
    case "HorizontalPodAutoscaler":
      return autoscaler(random);
    case "PodDisruptionBudget":
      return { apiVersion: "policy/v1", kind, metadata: metadata(random, "shop"), spec: budgetSpec(random) };
  }
}

function metadata(random: Random, name: string): DrawnMapping {
  const made: DrawnMapping = { name };
  if (random.chance(0.2)) made.namespace = "prod";
  if (random.chance(0.5)) made.labels = { app: "shop", "app.kubernetes.io/version": "1.10.0" };
  if (random.chance(0.3)) made.annotations = { "example.com/owner": "team a", empty: "" };
  return made;
}

function workload(random: Random, apiVersion: string, kind: DrawnKind, own: DrawnMapping): DrawnMapping {
  const labels: DrawnMapping = { app: "shop" };
  if (random.chance(0.3)) labels.tier = "web";
  const selector: DrawnMapping = random.chance(0.9)
    ? { matchLabels: { app: "shop" } }
    : { matchExpressions: [{ key: "app", operator: "In", values: ["shop", "store"] }] };
  const claims = Array.isArray(own.volumeClaimTemplates) ? ["data"] : [];
  const template: DrawnMapping = { metadata: { labels }, spec: goodPod(random, claims) };
  if (random.chance(0.15)) (template.metadata as DrawnMapping).annotations = { "example.com/sum": "f00" };
  return {
    apiVersion,
    kind,
    metadata: metadata(random, random.pick(NAMES)),
    spec: { ...own, selector, template },
  };
}

const COUNTS: readonly DrawnValue[] = [0, 1, 2, 3, "1%", "25%", "34%", "100%"];

function deploymentSpec(random: Random): DrawnMapping {
  const spec: DrawnMapping = {};
  if (random.chance(0.75)) spec.replicas = random.pick([0, 1, 2, 3, 5, 10]);
  const rolling: DrawnMapping = {};
  if (random.chance(0.7)) rolling.maxSurge = random.pick([1, 2, "25%", "34%", "150%"]);
  if (random.chance(0.7)) rolling.maxUnavailable = random.pick(COUNTS);
  if (random.chance(0.6)) {
    spec.strategy = random.pick<DrawnValue>([
      { type: "RollingUpdate", rollingUpdate: rolling },
      { rollingUpdate: rolling },
      { type: "RollingUpdate" },
      { type: "Recreate" },
      {},
    ]);
  }
  addTimings(random, spec);
  if (random.chance(0.1)) spec.progressDeadlineSeconds = random.pick([120, 700]);
  if (random.chance(0.05)) spec.paused = random.chance(0.5);
  return spec;
}

function addTimings(random: Random, spec: DrawnMapping): void {
  if (random.chance(0.2)) spec.minReadySeconds = random.pick([0, 5, 30]);
  if (random.chance(0.15)) spec.revisionHistoryLimit = random.pick([0, 3]);
}

function rolloutSpec(random: Random): DrawnMapping {
  const spec: DrawnMapping = {};
  if (random.chance(0.75)) spec.replicas = random.pick([0, 1, 2, 3, 5, 10]);
  spec.strategy = random.chance(0.7) ? { canary: canary(random) } : { blueGreen: blueGreen(random) };
  addTimings(random, spec);
  if (random.chance(0.1)) spec.progressDeadlineSeconds = random.pick([120, 700]);
  return spec;
}

function canary(random: Random): DrawnMapping {
  const made: DrawnMapping = {};
  if (random.chance(0.5)) made.maxSurge = random.pick([1, 2, "25%", "34%", "150%"]);
  if (random.chance(0.5)) made.maxUnavailable = random.pick([1, 2, "25%", "100%"]);
  if (random.chance(0.7)) made.steps = [{ setWeight: 20 }, { pause: { duration: "10m" } }, { setWeight: 60 }];
  if (random.chance(0.3)) {
    made.canaryService = "shop-canary";
    made.stableService = "shop";
    made.trafficRouting = random.pick<DrawnValue>([
      { nginx: { stableIngress: "shop" } },
      { istio: { virtualService: { name: "shop" } } },
      { alb: { ingress: "shop", servicePort: 80 } },
    ]);
    if (random.chance(0.3)) made.dynamicStableScale = true;
  }
  return made;
}

function blueGreen(random: Random): DrawnMapping {
  const made: DrawnMapping = { activeService: "shop" };
  if (random.chance(0.5)) made.previewService = "shop-preview";
  if (random.chance(0.3)) made.autoPromotionEnabled = random.chance(0.5);
  if (random.chance(0.2)) made.maxUnavailable = random.pick([1, "25%"]);
  return made;
}

function statefulSetSpec(random: Random): DrawnMapping {
  const spec: DrawnMapping = {};
  if (random.chance(0.75)) spec.replicas = random.pick([0, 1, 3, 5]);
  if (random.chance(0.9)) spec.serviceName = "shop";
  if (random.chance(0.3)) spec.podManagementPolicy = random.pick(["Parallel", "OrderedReady"]);
  const rolling: DrawnMapping = {};
  if (random.chance(0.5)) rolling.partition = random.pick([0, 1, 3]);
  if (random.chance(0.4)) rolling.maxUnavailable = random.pick([1, 2, "50%", "100%"]);
  if (random.chance(0.6)) {
    spec.updateStrategy = random.pick<DrawnValue>([
      { type: "RollingUpdate", rollingUpdate: rolling },
      { rollingUpdate: rolling },
      { type: "RollingUpdate" },
      { type: "OnDelete" },
      {},
    ]);
  }
  addTimings(random, spec);
  if (random.chance(0.4)) spec.volumeClaimTemplates = [claim(random)];
  if (random.chance(0.1)) spec.persistentVolumeClaimRetentionPolicy = { whenDeleted: "Delete" };
  if (random.chance(0.05)) spec.ordinals = { start: 1 };
  return spec;
}

function claim(random: Random): DrawnMapping {
  const spec: DrawnMapping = {
    accessModes: [random.pick(["ReadWriteOnce", "ReadWriteMany", "ReadWriteOncePod"])],
    resources: { requests: { storage: "10Gi" } },
  };
  if (random.chance(0.4)) spec.storageClassName = "fast";
  return { metadata: { name: "data" }, spec };
}

function daemonSetSpec(random: Random): DrawnMapping {
  const spec: DrawnMapping = {};
  if (random.chance(0.6)) {
    spec.updateStrategy = random.pick<DrawnValue>([
      { type: "RollingUpdate", rollingUpdate: { maxUnavailable: random.pick([1, 2, "10%", "100%"]) } },
      { rollingUpdate: { maxSurge: random.pick([1, "10%", "100%"]), maxUnavailable: 0 } },
      { type: "OnDelete" },
      { type: "RollingUpdate" },
    ]);
  }
  addTimings(random, spec);
  return spec;
}

function serviceSpec(random: Random): DrawnMapping {
  const port: DrawnMapping = { port: random.pick([80, 443, 8080]) };
  if (random.chance(0.6)) port.targetPort = random.pick([8080, "http", 80]);
  if (random.chance(0.3)) port.protocol = random.pick(["TCP", "UDP"]);
  if (random.chance(0.4)) port.name = "http";
  if (random.chance(0.1)) port.appProtocol = "http";
  const spec: DrawnMapping = { ports: [port] };
  if (random.chance(0.2)) {
    port.name = "http";
    spec.ports = [port, { name: "metrics", port: 9090, targetPort: "metrics" }];
  }
  if (random.chance(0.9)) spec.selector = { app: "shop" };
  if (random.chance(0.4)) spec.type = random.pick(["ClusterIP", "NodePort", "LoadBalancer"]);
  else if (random.chance(0.2)) spec.clusterIP = "None";
  if (random.chance(0.1)) spec.publishNotReadyAddresses = true;
  if (random.chance(0.1)) spec.sessionAffinity = random.pick(["None", "ClientIP"]);
  return spec;
}

function autoscaler(random: Random): DrawnMapping {
  const spec: DrawnMapping = {
    scaleTargetRef: { apiVersion: "apps/v1", kind: random.pick(["Deployment", "StatefulSet"]), name: "shop" },
    maxReplicas: random.pick([5, 10]),
  };
  if (random.chance(0.8)) spec.minReplicas = random.pick([1, 2, 5]);
  const apiVersion = random.chance(0.8) ? "autoscaling/v2" : "autoscaling/v1";
  if (apiVersion === "autoscaling/v1") {
    if (random.chance(0.7)) spec.targetCPUUtilizationPercentage = 80;
  } else if (random.chance(0.9)) {
    spec.metrics = [goodMetric(random)];
    if (random.chance(0.25)) spec.behavior = goodBehavior(random);
  }
  return { apiVersion, kind: "HorizontalPodAutoscaler", metadata: metadata(random, "shop"), spec };
}

function goodMetric(random: Random): DrawnMapping {
  const target = { type: "AverageValue", averageValue: "10" };
  return random.pick<DrawnMapping>([
    { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } } },
    { type: "Resource", resource: { name: "memory", target: { type: "AverageValue", averageValue: "1Gi" } } },
    { type: "External", external: { metric: { name: "queue" }, target } },
    { type: "Pods", pods: { metric: { name: "hits" }, target } },
    {
      type: "Object",
      object: {
        metric: { name: "hits" },
        describedObject: { apiVersion: "networking.k8s.io/v1", kind: "Ingress", name: "shop" },
        target: { type: "Value", value: 100 },
      },
    },
    {
      type: "ContainerResource",
      containerResource: {
        name: "cpu",
        container: "app",
        target: { type: "Utilization", averageUtilization: 60 },
      },
    },
  ]);
}

function goodBehavior(random: Random): DrawnMapping {
  const policy = { type: random.pick(["Pods", "Percent"]), value: 4, periodSeconds: 60 };
  return random.pick<DrawnMapping>([
    { scaleDown: { stabilizationWindowSeconds: 300, policies: [policy] } },
    { scaleUp: { selectPolicy: "Max", policies: [policy] } },
    { scaleDown: { selectPolicy: "Disabled" } },
  ]);
}

function budgetSpec(random: Random): DrawnMapping {
  const amount = random.pick<DrawnValue>([1, 0, "50%", "100%", 3]);
  const spec: DrawnMapping = { selector: { matchLabels: { app: "shop" } } };
  spec[random.chance(0.5) ? "minAvailable" : "maxUnavailable"] = amount;
  if (random.chance(0.15)) spec.unhealthyPodEvictionPolicy = random.pick(["AlwaysAllow", "IfHealthyBudget"]);
  return spec;
}
