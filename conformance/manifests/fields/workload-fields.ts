// biome-ignore-all format: a row for each field, or a list for each type
/** Fields of Deployments, StatefulSets and DaemonSets outside of their pods. */
import { verbatim } from "../drawn-value.js";
import { AMOUNTS, type FieldValues, FLAGS, INTEGERS, LABEL_VALUES, LISTS, MAPPINGS, NAMES, STRATEGIES } from "./values-by-type.js";

export const WORKLOAD_FIELDS: FieldValues[] = [
  { path: "spec.minReadySeconds", values: [...INTEGERS, 599, 600, 601], weight: 3 },
  { path: "spec.revisionHistoryLimit", values: INTEGERS },
  { path: "spec.selector", values: [...MAPPINGS, { app: "shop" }, { matchLabels: null }, { matchLabels: {} }, { matchLabels: { app: "other" } }, { matchLabels: { app: "shop", tier: "web" } }, { matchLabels: { app: 1 } }, { matchExpressions: [{ key: "app", operator: "Exists" }] }, { matchExpressions: [{ key: "app", operator: "In" }] }, { matchExpressions: [{ key: "app", operator: "in", values: ["shop"] }] }, { matchExpressions: [{ key: "app", operator: "DoesNotExist" }] }, { matchExpressions: [{ key: "app", operator: "Exists", values: ["shop"] }] }, { matchExpressions: [{ key: "app", operator: "NotIn", values: ["x"] }] }, { matchLabels: { "a/b/c": "d" } }], weight: 6 },
  { path: "spec.selector.matchLabels.app", values: LABEL_VALUES, weight: 2 },
  { path: "spec.template", values: [...MAPPINGS, { spec: null }, { metadata: null }], weight: 2 },
  { path: "spec.template.metadata", values: [...MAPPINGS, { labels: null }, { labels: {} }, { labels: { app: "shop", "-x": "y" } }, { name: "A_b", labels: { app: "shop" } }, { namespace: "x", labels: { app: "shop" } }], weight: 2 },
  { path: "spec.template.metadata.labels.app", values: LABEL_VALUES, weight: 4 },
  { path: "spec.template.metadata.labels.extra", values: LABEL_VALUES, weight: 3 },
  { path: "spec.template.metadata.annotations", values: [...MAPPINGS, { x: true }, { x: 1 }, { "prometheus.io/scrape": verbatim("true") }, { "prometheus.io/port": 8080 }, { "x y": "z" }], weight: 3 },
  { path: "spec.template.spec", values: [...MAPPINGS, { containers: [{ name: "a", image: "b" }] }], weight: 2 },
];
export const DEPLOYMENT_FIELDS: FieldValues[] = [
  { path: "Deployment:spec.replicas", values: INTEGERS, weight: 4 },
  { path: "Deployment:spec.strategy", values: STRATEGIES, weight: 8 },
  { path: "Deployment:spec.strategy.type", values: ["Recreate", "RollingUpdate", "recreate", "OnDelete", "", null, 1], weight: 3 },
  { path: "Deployment:spec.strategy.rollingUpdate", values: [null, {}, [], { maxSurge: null }, { maxSurge: 0, maxUnavailable: 0 }, { maxSurge: "0%", maxUnavailable: "0%" }, { partition: 1 }], weight: 2 },
  { path: "Deployment:spec.strategy.rollingUpdate.maxSurge", values: AMOUNTS, weight: 6 },
  { path: "Deployment:spec.strategy.rollingUpdate.maxUnavailable", values: AMOUNTS, weight: 6 },
  { path: "Deployment:spec.progressDeadlineSeconds", values: [...INTEGERS, 30, 600], weight: 3 },
  { path: "Deployment:spec.paused", values: FLAGS },
  { path: "Deployment:spec.podReplacementPolicy", values: ["TerminationStarted"] },
];
export const STATEFUL_SET_FIELDS: FieldValues[] = [
  { path: "StatefulSet:spec.replicas", values: INTEGERS, weight: 4 },
  { path: "StatefulSet:spec.updateStrategy", values: STRATEGIES, weight: 8 },
  { path: "StatefulSet:spec.updateStrategy.type", values: ["OnDelete", "RollingUpdate", "Recreate", "", null, 1], weight: 3 },
  { path: "StatefulSet:spec.updateStrategy.rollingUpdate", values: [null, {}, [], { partition: null }, { maxSurge: 1 }, { maxUnavailable: 0 }], weight: 2 },
  { path: "StatefulSet:spec.updateStrategy.rollingUpdate.maxUnavailable", values: AMOUNTS, weight: 6 },
  { path: "StatefulSet:spec.updateStrategy.rollingUpdate.partition", values: INTEGERS, weight: 4 },
  { path: "StatefulSet:spec.podManagementPolicy", values: ["Parallel", "OrderedReady", "parallel", "", null, 1], weight: 2 },
  { path: "StatefulSet:spec.serviceName", values: [...NAMES], weight: 2 },
  { path: "StatefulSet:spec.strategy", values: STRATEGIES },
  { path: "StatefulSet:spec.ordinals", values: [null, {}, { start: 1 }, { start: -1 }, { start: "1" }] },
  { path: "StatefulSet:spec.persistentVolumeClaimRetentionPolicy", values: [null, {}, { whenDeleted: "Delete" }, { whenScaled: "x" }, { whenDeleted: "" }, "Delete"] },
  { path: "StatefulSet:spec.volumeClaimTemplates", values: [...LISTS, [{ metadata: { name: "data" } }], [{ metadata: { name: "data" }, spec: { accessModes: ["ReadWriteOnce"] } }], [{ metadata: { name: "Data" }, spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } } }], [{ spec: { accessModes: [], resources: { requests: { storage: "1Gi" } } } }], [{ metadata: { name: "d" }, spec: { accessModes: ["rwo"], resources: { requests: { storage: "x" } } } }], [{ metadata: { name: "d" }, spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "0" } } } }]], weight: 3 },
];
export const DAEMON_SET_FIELDS: FieldValues[] = [
  { path: "DaemonSet:spec.updateStrategy", values: STRATEGIES, weight: 8 },
  { path: "DaemonSet:spec.updateStrategy.type", values: ["OnDelete", "RollingUpdate", "Recreate", "", null, 1], weight: 2 },
  { path: "DaemonSet:spec.updateStrategy.rollingUpdate.maxUnavailable", values: AMOUNTS, weight: 5 },
  { path: "DaemonSet:spec.updateStrategy.rollingUpdate.maxSurge", values: AMOUNTS, weight: 5 },
  { path: "DaemonSet:spec.replicas", values: [1, null, "1"] },
];
