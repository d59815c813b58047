// biome-ignore-all format: a row for each field, or a list for each type
/** Fields of Services, autoscalers and PodDisruptionBudgets. */
import { verbatim } from "../drawn-value.js";
import { AMOUNTS, type FieldValues, FLAGS, INTEGERS, LABEL_VALUES, LISTS, MAPPINGS, NAMES, PORT_NAMES, PORT_NUMBERS, PROTOCOLS, TARGET_PORTS } from "./values-by-type.js";

export const SERVICE_FIELDS: FieldValues[] = [
  { path: "Service:spec.ports", values: [...LISTS, [{ port: 80 }, { port: 80 }], [{ port: 80 }, { port: 81 }], [{ port: 80, name: "a" }, { port: 81, name: "a" }], [{ port: 80, name: "a" }, { port: 80, name: "b" }], [{ port: 80, name: "a" }, { port: 80, name: "b", protocol: "UDP" }], [{ targetPort: 80 }], [80], { port: 80 }], weight: 4 },
  { path: "Service:spec.ports[].port", values: PORT_NUMBERS, weight: 3 },
  { path: "Service:spec.ports[].targetPort", values: TARGET_PORTS, weight: 4 },
  { path: "Service:spec.ports[].name", values: [...PORT_NAMES, "a".repeat(63), "a".repeat(64), "a.b"], weight: 2 },
  { path: "Service:spec.ports[].protocol", values: PROTOCOLS, weight: 2 },
  { path: "Service:spec.ports[].nodePort", values: [0, 30080, 80, 32768, "30080", null, -1] },
  { path: "Service:spec.ports[].appProtocol", values: ["http", "kubernetes.io/h2c", "a b", "", null, 1, "HTTP"] },
  { path: "Service:spec.selector", values: [...MAPPINGS, { app: 1 }, { app: verbatim("on") }, { "a/b/c": "x" }, { matchLabels: { app: "shop" } }, { app: "-x" }], weight: 4 },
  { path: "Service:spec.selector.app", values: LABEL_VALUES, weight: 3 },
  { path: "Service:spec.type", values: ["ClusterIP", "NodePort", "LoadBalancer", "ExternalName", "clusterIP", "", null, 1], weight: 2 },
  { path: "Service:spec.clusterIP", values: ["None", "", "10.96.0.10", "10.0.0.1", "x", null, "none", 1], weight: 2 },
  { path: "Service:spec.clusterIPs", values: [["None"], [], ["10.96.0.11"], ["x"], null] },
  { path: "Service:spec.externalName", values: ["example.com", "", "A b", null, 1] },
  { path: "Service:spec.externalIPs", values: [["1.2.3.4"], ["x"], [], null] },
  { path: "Service:spec.sessionAffinity", values: ["None", "ClientIP", "clientIP", "", null, true] },
  { path: "Service:spec.sessionAffinityConfig", values: [null, {}, { clientIP: { timeoutSeconds: 10 } }, { clientIP: { timeoutSeconds: 0 } }] },
  { path: "Service:spec.externalTrafficPolicy", values: ["Local", "Cluster", "local", "", null] },
  { path: "Service:spec.internalTrafficPolicy", values: ["Local", "Cluster", "x", null] },
  { path: "Service:spec.ipFamilyPolicy", values: ["SingleStack", "PreferDualStack", "RequireDualStack", "x", null] },
  { path: "Service:spec.ipFamilies", values: [["IPv4"], ["IPv6"], ["IPv4", "IPv4"], ["x"], [], null] },
  { path: "Service:spec.loadBalancerIP", values: ["1.2.3.4", "x", "", null] },
  { path: "Service:spec.loadBalancerSourceRanges", values: [["10.0.0.0/8"], ["x"], null] },
  { path: "Service:spec.healthCheckNodePort", values: [0, 30081, 80, -1] },
  { path: "Service:spec.publishNotReadyAddresses", values: FLAGS, weight: 2 },
  { path: "Service:spec.allocateLoadBalancerNodePorts", values: FLAGS },
  { path: "Service:spec.trafficDistribution", values: ["PreferClose", "PreferSameNode", "PreferSameZone", "x", "", null] },
];
export const AUTOSCALER_FIELDS: FieldValues[] = [
  { path: "HorizontalPodAutoscaler:spec.minReplicas", values: [...INTEGERS, 0, 0, 11], weight: 6 },
  { path: "HorizontalPodAutoscaler:spec.maxReplicas", values: INTEGERS, weight: 5 },
  { path: "HorizontalPodAutoscaler:spec.scaleTargetRef", values: [...MAPPINGS, { kind: "Deployment", name: "shop" }, { name: "shop" }, { kind: "Deployment" }, { kind: "a/b", name: "shop" }, { apiVersion: "a/b/c", kind: "Deployment", name: "shop" }, { apiVersion: "v1", kind: "Deployment", name: "shop" }], weight: 4 },
  { path: "HorizontalPodAutoscaler:spec.scaleTargetRef.name", values: NAMES },
  { path: "HorizontalPodAutoscaler:spec.targetCPUUtilizationPercentage", values: [80, 0, -1, "80", null, 150], weight: 2 },
  { path: "HorizontalPodAutoscaler:spec.metrics", values: [...LISTS, [{ type: "Resource" }], [{ type: "External", external: { metric: { name: "q" }, target: { type: "AverageValue", averageValue: 5 } } }], [{ type: "cpu" }], [{ type: "Resource", resource: { name: "cpu", targetAverageUtilization: 80 } }]], weight: 4 },
  { path: "HorizontalPodAutoscaler:spec.metrics[].type", values: ["Resource", "External", "resource", "", null, 1], weight: 2 },
  { path: "HorizontalPodAutoscaler:spec.metrics[].resource", values: [null, {}, { name: "cpu" }, { name: "cpu", target: {} }, { name: "cpu", target: { type: "Utilization" } }, { name: "cpu", target: { type: "Utilization", averageUtilization: 0 } }, { name: "cpu", target: { averageUtilization: 80 } }, { name: "cpu", target: { type: "AverageValue", averageValue: "0" } }, { name: "cpu", target: { type: "Value", value: "1" } }, { name: "", target: { type: "Utilization", averageUtilization: 80 } }, { name: "cpu", target: { type: "Utilization", averageUtilization: 80, averageValue: "1" } }, { name: "cpu", target: { type: "Utilization", averageUtilization: "80" } }], weight: 3 },
  { path: "HorizontalPodAutoscaler:spec.metrics[].external.metric.name", values: ["", "a/b", null, 1] },
  { path: "HorizontalPodAutoscaler:spec.behavior", values: [...MAPPINGS, { scaleDown: {} }, { scaleDown: { stabilizationWindowSeconds: 3601 } }, { scaleDown: { stabilizationWindowSeconds: -1 } }, { scaleUp: { policies: [] } }, { scaleUp: { policies: [{ type: "Pods", value: 0, periodSeconds: 60 }] } }, { scaleUp: { policies: [{ type: "x", value: 1, periodSeconds: 60 }] } }, { scaleUp: { policies: [{ type: "Pods", value: 1, periodSeconds: 1801 }] } }, { scaleUp: { selectPolicy: "max" } }, { scaleUp: { tolerance: "0.1" } }], weight: 3 },
];
export const BUDGET_FIELDS: FieldValues[] = [
  { path: "PodDisruptionBudget:spec.minAvailable", values: AMOUNTS, weight: 8 },
  { path: "PodDisruptionBudget:spec.maxUnavailable", values: AMOUNTS, weight: 8 },
  { path: "PodDisruptionBudget:spec.selector", values: [...MAPPINGS, { matchLabels: { app: 1 } }, { matchLabels: { app: "-x" } }, { matchExpressions: [{ key: "a", operator: "In" }] }, { app: "shop" }], weight: 4 },
  { path: "PodDisruptionBudget:spec.unhealthyPodEvictionPolicy", values: ["AlwaysAllow", "IfHealthyBudget", "x", "", null], weight: 2 },
];
