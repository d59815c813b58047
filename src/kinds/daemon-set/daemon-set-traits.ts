import { asObject, withoutNulls } from "../../manifest/json-value.js";
import type { KindTraits, Workload } from "../../workload/workload.js";
import { goneFromKubernetes } from "../common/gone-versions.js";
import { selectorOf } from "../common/selector-of.js";
import { updateTypeOf } from "../common/update-type.js";
import { USUAL_PLACES } from "../common/usual-places.js";
import { valuesAlong } from "../common/values-along.js";
import { daemonSetDefaults } from "./daemon-set-defaults.js";

export const daemonSetTraits: KindTraits = {
  kind: "DaemonSet",
  group: "apps",
  apiVersions: ["apps/v1", "apps/v1beta2", "extensions/v1beta1"],
  gone: goneFromKubernetes("apps/v1beta2", "extensions/v1beta1"),
  ...USUAL_PLACES,
  strategyField: "updateStrategy",
  templateTraps: [["updateStrategy"], ["updateStrategy", "rollingUpdate"], ["selector"]],
  strangers: [
    { path: ["strategy"], message: "it is updateStrategy" },
    { path: ["replicas"], message: "its pods are as many as its nodes" },
  ],

  podsDiffer: false,
  controllerLabels: () => ["controller-revision-hash", "pod-template-generation"],

  // SetDefaults_DaemonSet: daemon-set-defaults.ts.
  withDefaults(spec, apiVersion) {
    const { updateStrategyType, maxSurge, maxUnavailable, ...defaults } = daemonSetDefaults(apiVersion);
    const type = updateTypeOf({ spec }, updateStrategyType);
    const written = asObject(spec.updateStrategy);
    const limits = { maxSurge, maxUnavailable, ...withoutNulls(asObject(written.rollingUpdate)) };
    return {
      ...defaults,
      ...withoutNulls(spec),
      updateStrategy:
        type === "RollingUpdate" ? { ...written, type, rollingUpdate: limits } : { ...written, type },
    };
  },

  oldDefaults: {
    "extensions/v1beta1": [
      { path: ["updateStrategy", "type"], value: daemonSetDefaults("extensions/v1beta1").updateStrategyType },
    ],
  },

  settingsOf: (spec) => [
    spec.minReadySeconds,
    ...valuesAlong(spec, "updateStrategy", "type"),
    ...valuesAlong(spec, "updateStrategy", "rollingUpdate", "maxSurge"),
    ...valuesAlong(spec, "updateStrategy", "rollingUpdate", "maxUnavailable"),
  ],

  // ValidateDaemonSetSpecUpdate in pkg/apis/apps/validation/validation.go.
  immutable: { selector: selectorOf },
  // daemonSetStrategy.ValidateUpdate in pkg/registry/apps/daemonset/strategy.go of Kubernetes 1.15 goes by the request.
  changesSelectorBy: ["extensions/v1beta1"],
  // SetDefaults_DaemonSet in pkg/apis/extensions/v1beta1/defaults.go of Kubernetes 1.15.
  fillsSelector: ["extensions/v1beta1"],
  holdsPods: replacesNothing,
  // Under OnDelete any pod may still have the template of an earlier change.
  rollsAnyway: (before) => replacesNothing(before),
};

/** Under OnDelete the controller replaces no pod. */
export function replacesNothing({ spec, apiVersion }: Workload): boolean {
  return updateTypeOf({ spec }, daemonSetDefaults(apiVersion).updateStrategyType) === "OnDelete";
}
