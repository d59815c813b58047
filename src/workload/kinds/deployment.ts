import { asObject } from "../../manifest/json-value.js";
import { type KindTraits, valuesAlong, withoutNulls } from "./kind-traits.js";
import { selectorOf } from "./selector-of.js";

export const deployment: KindTraits = {
  group: "apps",
  apiVersions: ["apps/v1", "apps/v1beta1", "apps/v1beta2", "extensions/v1beta1"],
  strategyField: "strategy",
  templateTraps: [["strategy"], ["strategy", "rollingUpdate"], ["selector"]],
  strangers: [{ path: ["updateStrategy"], message: "it is strategy" }],

  podsDiffer: false,
  controllerLabels: () => ["pod-template-hash"],

  // SetDefaults_Deployment in pkg/apis/apps/v1/defaults.go and pkg/apis/extensions/v1beta1/defaults.go.
  withDefaults(spec, apiVersion) {
    const extensions = apiVersion === "extensions/v1beta1";
    const strategy = asObject(spec.strategy);
    const type = strategy.type ?? "RollingUpdate";
    const limit = extensions ? 1 : "25%";
    const limits = { maxSurge: limit, maxUnavailable: limit };
    const rollingUpdate = { ...limits, ...withoutNulls(asObject(strategy.rollingUpdate)) };
    return {
      replicas: 1,
      minReadySeconds: 0,
      revisionHistoryLimit: extensions ? undefined : 10,
      progressDeadlineSeconds: extensions ? undefined : 600,
      ...withoutNulls(spec),
      strategy: type === "RollingUpdate" ? { ...strategy, type, rollingUpdate } : { ...strategy, type },
    };
  },

  // SetDefaults_Deployment in pkg/apis/extensions/v1beta1/defaults.go; its deadline of 2147483647 seconds stood for none.
  oldDefaults: {
    "extensions/v1beta1": [
      { path: ["strategy", "rollingUpdate", "maxSurge"], value: 1, notUnder: "Recreate" },
      { path: ["strategy", "rollingUpdate", "maxUnavailable"], value: 1, notUnder: "Recreate" },
      { path: ["progressDeadlineSeconds"], value: 2147483647 },
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
  // deployment_controller.go: syncDeployment only adjusts sizes while it is paused.
  holdsPods: ({ spec }) => spec.paused === true,
  rollsAnyway: () => false,
};
