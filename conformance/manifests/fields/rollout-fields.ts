// biome-ignore-all format: a row for each field, or a list for each type
/** Fields of an Argo Rollout outside of its pods. */
import { AMOUNTS, type FieldValues, FLAGS, INTEGERS, LISTS, MAPPINGS, NAMES } from "./values-by-type.js";

const STEPS = "spec.strategy.canary.steps";
const ROUTING = "spec.strategy.canary.trafficRouting";

export const ROLLOUT_FIELDS: FieldValues[] = [
  { path: "spec.replicas", values: INTEGERS, weight: 3 },
  { path: "spec.progressDeadlineSeconds", values: [...INTEGERS, 30, 600], weight: 2 },
  { path: "spec.progressDeadlineAbort", values: FLAGS },
  { path: "spec.paused", values: FLAGS },
  { path: "spec.workloadRef", values: [null, {}, { apiVersion: "apps/v1", kind: "Deployment", name: "shop" }, { name: "shop" }], weight: 2 },
  { path: "spec.strategy", values: [...MAPPINGS, { canary: null }, { canary: {} }, { canary: {}, blueGreen: { activeService: "a" } }, { blueGreen: {} }, { blueGreen: { activeService: "a" } }, { blueGreen: { activeService: "a", previewService: "a" } }, { rollingUpdate: { maxSurge: 1 } }, { blueGreen: { activeService: "a", autoPromotionEnabled: false } }], weight: 6 },
  { path: "spec.strategy.canary.maxSurge", values: AMOUNTS, weight: 5 },
  { path: "spec.strategy.canary.maxUnavailable", values: AMOUNTS, weight: 5 },
  { path: "spec.strategy.canary.canaryService", values: NAMES },
  { path: "spec.strategy.canary.stableService", values: NAMES },
  { path: "spec.strategy.canary.dynamicStableScale", values: FLAGS, weight: 2 },
  { path: "spec.strategy.canary.abortScaleDownDelaySeconds", values: INTEGERS },
  { path: "spec.strategy.canary.scaleDownDelaySeconds", values: INTEGERS },
  { path: "spec.strategy.canary.minPodsPerReplicaSet", values: INTEGERS },
  { path: "spec.strategy.canary.pingPong", values: [null, {}, { pingService: "a", pongService: "b" }, { pingService: "a", pongService: "a" }, { pingService: "a" }], weight: 2 },
  { path: "spec.strategy.canary.antiAffinity", values: [null, {}, { requiredDuringSchedulingIgnoredDuringExecution: {} }, { preferredDuringSchedulingIgnoredDuringExecution: { weight: 0 } }, { preferredDuringSchedulingIgnoredDuringExecution: { weight: 101 } }, { requiredDuringSchedulingIgnoredDuringExecution: {}, preferredDuringSchedulingIgnoredDuringExecution: { weight: 1 } }] },
  { path: ROUTING, values: [null, {}, { nginx: {} }, { nginx: { stableIngress: "a" } }, { istio: { virtualService: { name: "a" } } }, { istio: {} }, { istio: { virtualService: { name: "a" }, virtualServices: [{ name: "b" }] } }, { alb: { ingress: "a", servicePort: 80 } }, { alb: { ingress: "a" } }, { nginx: { stableIngress: "a" }, maxTrafficWeight: 100 }, { istio: { virtualService: { name: "a" } }, maxTrafficWeight: 200 }, { smi: {} }, { plugins: { "a/b": {} } }, { managedRoutes: [{ name: "a" }] }], weight: 5 },
  { path: STEPS, values: [...LISTS, [{ setWeight: 0 }], [{ setWeight: 100 }], [{ setWeight: 101 }], [{ setWeight: -1 }], [{ setWeight: "20" }], [{ pause: {} }], [{ pause: { duration: 10 } }], [{ pause: { duration: "10m" } }], [{ pause: { duration: "10" } }], [{ pause: { duration: "1d" } }], [{ pause: { duration: -1 } }], [{ pause: { duration: 0 } }], [{ pause: { duration: "" } }], [{ pause: { duration: true } }], [{ pause: null }], [{ setWeight: 20, pause: {} }], [{}], [{ setCanaryScale: { replicas: 1 } }], [{ setCanaryScale: {} }], [{ setCanaryScale: { weight: 20, replicas: 1 } }], [{ setCanaryScale: { replicas: -1 } }], [{ setCanaryScale: { matchTrafficWeight: true } }], [{ experiment: { templates: [{ name: "a", specRef: "canary" }] } }], [{ analysis: { templates: [{ templateName: "a" }] } }], [{ setHeaderRoute: { name: "a" } }], [{ setMirrorRoute: { name: "a" } }], [{ plugin: { name: "a/b" } }], [{ setWeight: 20 }, { pause: { duration: "1h" } }, { setWeight: 60 }]], weight: 8 },
  { path: `${STEPS}[].setWeight`, values: [0, 20, 100, 101, -1, "20", null, 1.5], weight: 3 },
  { path: `${STEPS}[].pause`, values: [null, {}, { duration: "5s" }, { duration: "5" }, { duration: 5 }, { duration: "x" }, { duration: 1.5 }], weight: 3 },
  { path: "spec.strategy.blueGreen.activeService", values: [...NAMES, "shop-preview"], weight: 3 },
  { path: "spec.strategy.blueGreen.previewService", values: [...NAMES, "shop"], weight: 2 },
  { path: "spec.strategy.blueGreen.maxUnavailable", values: AMOUNTS, weight: 3 },
  { path: "spec.strategy.blueGreen.autoPromotionEnabled", values: FLAGS },
  { path: "spec.strategy.blueGreen.autoPromotionSeconds", values: INTEGERS },
  { path: "spec.strategy.blueGreen.scaleDownDelaySeconds", values: INTEGERS },
  { path: "spec.strategy.blueGreen.scaleDownDelayRevisionLimit", values: [...INTEGERS, 20] },
  { path: "spec.strategy.blueGreen.previewReplicaCount", values: INTEGERS },
];
