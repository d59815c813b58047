import { asObject } from "../../manifest/json-value.js";
import { type KindTraits, valuesAlong, withoutNulls } from "./kind-traits.js";
import { selectorOf } from "./selector-of.js";
import { updateTypeOf } from "./update-strategy.js";

export const daemonSet: KindTraits = {
  group: "apps",
  apiVersions: ["apps/v1", "apps/v1beta2", "extensions/v1beta1"],
  strategyField: "updateStrategy",
  templateTraps: [["updateStrategy"], ["updateStrategy", "rollingUpdate"], ["selector"]],
  strangers: [
    { path: ["strategy"], message: "it is updateStrategy" },
    { path: ["replicas"], message: "its pods are as many as its nodes" },
  ],

  podsDiffer: false,
  controllerLabels: () => ["controller-revision-hash", "pod-template-generation"],

  // SetDefaults_DaemonSet in pkg/apis/apps/v1/defaults.go.
  withDefaults(spec, apiVersion) {
    const type = updateTypeOf({ spec, apiVersion });
    const written = asObject(spec.updateStrategy);
    const limits = { maxSurge: 0, maxUnavailable: 1, ...withoutNulls(asObject(written.rollingUpdate)) };
    return {
      minReadySeconds: 0,
      revisionHistoryLimit: 10,
      ...withoutNulls(spec),
      updateStrategy:
        type === "RollingUpdate" ? { ...written, type, rollingUpdate: limits } : { ...written, type },
    };
  },

  oldDefaults: { "extensions/v1beta1": [{ path: ["updateStrategy", "type"], value: "OnDelete" }] },

  settingsOf: (spec) => [
    spec.minReadySeconds,
    ...valuesAlong(spec, "updateStrategy", "type"),
    ...valuesAlong(spec, "updateStrategy", "rollingUpdate", "maxSurge"),
    ...valuesAlong(spec, "updateStrategy", "rollingUpdate", "maxUnavailable"),
  ],

  // ValidateDaemonSetSpecUpdate in pkg/apis/apps/validation/validation.go.
  immutable: { selector: selectorOf },
  holdsPods: (workload) => updateTypeOf(workload) === "OnDelete",
  // Under OnDelete any pod may still have the template of an earlier change.
  rollsAnyway: (before) => updateTypeOf(before) === "OnDelete",
};
