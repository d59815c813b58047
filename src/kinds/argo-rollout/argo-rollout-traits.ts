import { asArray, asObject, asString, get, withoutNulls } from "../../manifest/json-value.js";
import type { KindTraits } from "../../workload/workload.js";
import { USUAL_PLACES } from "../common/usual-places.js";
import { valuesAlong } from "../common/values-along.js";
import { ARGO_DEFAULTS } from "./argo-defaults.js";

const EPHEMERAL_METADATA = [
  ["canary", "canaryMetadata"],
  ["canary", "stableMetadata"],
  ["blueGreen", "activeMetadata"],
  ["blueGreen", "previewMetadata"],
];

const GROUP = "argoproj.io";

/** Argo's Rollout (argoproj.io). */
export const argoRolloutTraits: KindTraits = {
  kind: "Rollout",
  group: GROUP,
  apiVersions: [`${GROUP}/v1alpha1`],
  gone: {},
  ...USUAL_PLACES,
  strategyField: "strategy",
  templateTraps: [["strategy"], ["strategy", "canary"], ["strategy", "blueGreen"], ["selector"]],
  strangers: [{ path: ["updateStrategy"], message: "it is strategy" }],
  borrows: {
    field: "workloadRef",
    from({ apiVersion, value }) {
      const reference = get(value, "spec", "workloadRef");
      if (!apiVersion.startsWith(`${GROUP}/`) || reference == null) return null;
      return { kind: asString(get(reference, "kind")), name: asString(get(reference, "name")) };
    },
  },

  podsDiffer: false,
  // The metadata of a role is written to the pods that have it: rollout/ephemeralmetadata.go.
  controllerLabels: ({ strategy }) => [
    "rollouts-pod-template-hash",
    ...EPHEMERAL_METADATA.flatMap((path) => Object.keys(asObject(get(strategy, ...path, "labels")))),
  ],

  // argo-defaults.ts: the controller's, as there is no API server that writes them down.
  withDefaults(spec) {
    const strategy = asObject(spec.strategy);
    const canary = strategy.canary == null ? undefined : asObject(strategy.canary);
    const { maxSurge, maxUnavailable, ...defaults } = ARGO_DEFAULTS;
    const limits = { maxSurge, maxUnavailable, ...withoutNulls(canary ?? {}) };
    return {
      ...defaults,
      ...withoutNulls(spec),
      strategy: {
        ...strategy,
        canary: canary && {
          ...limits,
          maxSurge: withoutSign(limits.maxSurge),
          maxUnavailable: withoutSign(limits.maxUnavailable),
        },
      },
    };
  },

  oldDefaults: {},

  settingsOf(spec) {
    const { replicas, minReadySeconds, progressDeadlineSeconds, paused } = spec;
    const steps = asArray(get(spec, "strategy", "canary", "steps"));
    return [
      ...[replicas, minReadySeconds, progressDeadlineSeconds, paused],
      ...valuesAlong(spec, "strategy", "canary", "maxSurge"),
      ...valuesAlong(spec, "strategy", "canary", "maxUnavailable"),
      ...valuesAlong(spec, "strategy", "blueGreen", "maxUnavailable"),
      ...valuesAlong(spec, "strategy", "canary", "dynamicStableScale"),
      ...steps.flatMap((step) => [
        get(step, "setWeight"),
        get(step, "setCanaryScale", "replicas"),
        get(step, "setCanaryScale", "weight"),
      ]),
    ];
  },

  // The definition of the resource holds no entry fast. With another selector the old pods are left to themselves.
  immutable: {},
  // rollout/controller.go only adjusts sizes while it is paused.
  holdsPods: ({ spec }) => spec.paused === true,
  // rollout/restart.go replaces every pod that is older than this moment.
  rollsAnyway: (before, after) =>
    after.spec.restartAt != null && after.spec.restartAt !== before.spec.restartAt,
};

/** "25%" and "25" are the same percentage to Argo, while 25 is a number of pods. */
function withoutSign(limit: unknown): unknown {
  return typeof limit === "string" ? limit.replace("%", "") : limit;
}
