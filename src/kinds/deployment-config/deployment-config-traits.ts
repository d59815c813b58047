import { asObject, get, withoutNulls } from "../../manifest/json-value.js";
import type { KindTraits } from "../../workload/workload.js";
import { valuesAlong } from "../common/values-along.js";
import { DEPLOYMENT_CONFIG_DEFAULTS, defaultedLimits, rollsOnChange } from "./deployment-config-defaults.js";

/** OpenShift's DeploymentConfig (apps.openshift.io), which was served without a group before 3.6. */
export const deploymentConfigTraits: KindTraits = {
  kind: "DeploymentConfig",
  group: "apps.openshift.io",
  apiVersions: ["apps.openshift.io/v1", "v1"],
  gone: { v1: "OpenShift 4 has" },
  strategyField: "strategy",
  podTemplate: ["template"],
  // A plain mapping of labels, as a ReplicationController has.
  selectorLabels: ["selector"],
  templateTraps: [["strategy"], ["strategy", "rollingParams"], ["selector"]],
  strangers: [
    { path: ["updateStrategy"], message: "it is strategy" },
    { path: ["strategy", "rollingUpdate"], message: "it is strategy.rollingParams" },
  ],

  podsDiffer: false,
  // MakeDeployment in pkg/apps/appsutil of github.com/openshift/library-go.
  controllerLabels: () => ["deployment", "deploymentconfig"],

  // deployment-config-defaults.ts; replicas has none.
  withDefaults(spec) {
    const { minReadySeconds, strategyType, rollingParams, activeDeadlineSeconds, triggers } =
      DEPLOYMENT_CONFIG_DEFAULTS;
    const strategy = withoutNulls(asObject(spec.strategy));
    const type = strategy.type || strategyType;
    const params = {
      ...rollingParams,
      ...withoutNulls(asObject(strategy.rollingParams)),
      ...defaultedLimits(strategy.rollingParams),
    };
    return {
      minReadySeconds,
      triggers,
      test: false,
      ...withoutNulls(spec),
      selector: spec.selector ?? get(spec, "template", "metadata", "labels"),
      strategy: {
        activeDeadlineSeconds,
        ...strategy,
        type,
        ...(type === "Rolling" ? { rollingParams: params } : {}),
      },
    };
  },

  oldDefaults: {},

  settingsOf: (spec) => [
    spec.replicas,
    spec.minReadySeconds,
    spec.paused,
    ...valuesAlong(spec, "strategy", "type"),
    ...valuesAlong(spec, "strategy", "rollingParams", "maxSurge"),
    ...valuesAlong(spec, "strategy", "rollingParams", "maxUnavailable"),
  ],

  // ValidateDeploymentConfigUpdate in pkg/apps/apis/apps/validation/validation.go lets every entry change.
  immutable: {},
  // Without the trigger a person has to ask for each rollout: oc rollout latest.
  holdsPods: ({ spec }) => spec.paused === true || !rollsOnChange(spec),
  rollsAnyway: () => false,
};
