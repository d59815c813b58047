import { asObject, withoutNulls } from "../../manifest/json-value.js";
import { MAX_INT32 } from "../../rollout/int-or-percent.js";
import type { KindTraits } from "../../workload/workload.js";
import { goneFromKubernetes } from "../common/gone-versions.js";
import { selectorOf } from "../common/selector-of.js";
import { USUAL_PLACES } from "../common/usual-places.js";
import { valuesAlong } from "../common/values-along.js";
import { deploymentDefaults } from "./deployment-defaults.js";

const EXTENSIONS = "extensions/v1beta1";
const OLD = deploymentDefaults(EXTENSIONS);
// DeploymentSpec in k8s.io/api/apps/v1/types.go.
const OF_ROLLING_UPDATE = { notUnder: "Recreate", retainsKeys: ["strategy"] } as const;

export const deploymentTraits: KindTraits = {
  kind: "Deployment",
  group: "apps",
  apiVersions: ["apps/v1", "apps/v1beta1", "apps/v1beta2", EXTENSIONS],
  gone: goneFromKubernetes("apps/v1beta1", "apps/v1beta2", EXTENSIONS),
  ...USUAL_PLACES,
  strategyField: "strategy",
  templateTraps: [["strategy"], ["strategy", "rollingUpdate"], ["selector"]],
  strangers: [{ path: ["updateStrategy"], message: "it is strategy" }],

  podsDiffer: false,
  controllerLabels: () => ["pod-template-hash"],

  // SetDefaults_Deployment: deployment-defaults.ts.
  withDefaults(spec, apiVersion) {
    const defaults = deploymentDefaults(apiVersion);
    const { maxSurge, maxUnavailable } = defaults;
    const strategy = asObject(spec.strategy);
    const type = strategy.type || defaults.strategyType;
    const rollingUpdate = { maxSurge, maxUnavailable, ...withoutNulls(asObject(strategy.rollingUpdate)) };
    return {
      replicas: defaults.replicas,
      minReadySeconds: defaults.minReadySeconds,
      revisionHistoryLimit: defaults.revisionHistoryLimit,
      progressDeadlineSeconds: defaults.progressDeadlineSeconds,
      ...withoutNulls(spec),
      strategy: type === "RollingUpdate" ? { ...strategy, type, rollingUpdate } : { ...strategy, type },
    };
  },

  // Its deadline of 2147483647 seconds stood for none.
  oldDefaults: {
    [EXTENSIONS]: [
      { path: ["strategy", "rollingUpdate", "maxSurge"], value: OLD.maxSurge, ...OF_ROLLING_UPDATE },
      {
        path: ["strategy", "rollingUpdate", "maxUnavailable"],
        value: OLD.maxUnavailable,
        ...OF_ROLLING_UPDATE,
      },
      { path: ["progressDeadlineSeconds"], value: MAX_INT32 },
    ],
  },

  settingsOf(spec) {
    const { replicas, minReadySeconds, progressDeadlineSeconds, paused } = spec;
    return [
      ...[replicas, minReadySeconds, progressDeadlineSeconds, paused],
      ...valuesAlong(spec, "strategy", "type"),
      ...valuesAlong(spec, "strategy", "rollingUpdate", "maxSurge"),
      ...valuesAlong(spec, "strategy", "rollingUpdate", "maxUnavailable"),
    ];
  },

  // ValidateDeploymentUpdate in pkg/apis/apps/validation/validation.go.
  immutable: { selector: selectorOf },
  // deploymentStrategy.ValidateUpdate in pkg/registry/apps/deployment/strategy.go of Kubernetes 1.15 goes by the request.
  changesSelectorBy: [EXTENSIONS, "apps/v1beta1"],
  // SetDefaults_Deployment in pkg/apis/extensions/v1beta1/defaults.go and apps/v1beta1/defaults.go of Kubernetes 1.15.
  fillsSelector: [EXTENSIONS, "apps/v1beta1"],
  // deployment_controller.go: syncDeployment only adjusts sizes while it is paused.
  holdsPods: ({ spec }) => spec.paused === true,
  rollsAnyway: () => false,
};
