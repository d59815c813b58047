import { asObject, get, type JsonObject, withoutNulls } from "../../manifest/json-value.js";
import { readCount } from "../../rollout/read-count.js";
import type { KindTraits } from "../../workload/workload.js";
import { selectorOf } from "../common/selector-of.js";
import { USUAL_PLACES } from "../common/usual-places.js";
import { valuesAlong } from "../common/values-along.js";
import { CLONE_SET_DEFAULTS } from "./clone-set-defaults.js";
import { cloneSetFields } from "./clone-set-fields.js";
import { keptPods } from "./clone-set-rollout.js";
import { readCloneSetStrategy } from "./read-clone-set-strategy.js";

const GROUP = "apps.kruise.io";
const VERSIONS = [`${GROUP}/v1alpha1`, `${GROUP}/v1beta1`] as const;

/** OpenKruise's CloneSet (apps.kruise.io). */
export const cloneSetTraits: KindTraits = {
  kind: "CloneSet",
  group: GROUP,
  apiVersions: [...VERSIONS],
  gone: {},
  ...USUAL_PLACES,
  strategyField: "updateStrategy",
  templateTraps: [["updateStrategy"], ["scaleStrategy"], ["selector"]],
  strangers: [{ path: ["strategy"], message: "it is updateStrategy" }],

  // apis/apps/pub: the controller injects them and sets them itself, when a pod has been updated in place.
  ownReadinessGates: ["InPlaceUpdateReady", "KruisePodReady"],
  podsDiffer: false,
  // newVersionedPods in pkg/controller/cloneset/core/cloneset_core.go, and WriteRevisionHash.
  controllerLabels: () => [
    "controller-revision-hash",
    "pod-template-hash",
    "apps.kruise.io/cloneset-instance-id",
    "lifecycle.apps.kruise.io/state",
  ],

  // Both versions in the words of the first, so that a change of the version alone is none.
  withDefaults(spec, apiVersion) {
    const { type, partition, maxSurge, maxUnavailable, ...defaults } = CLONE_SET_DEFAULTS;
    const fields = cloneSetFields(apiVersion);
    const { rollingUpdate, podUpdatePolicy, ...beside } = asObject(spec.updateStrategy);
    const { podUpdatePolicy: _, ...below } = asObject(rollingUpdate);
    return {
      ...defaults,
      ...withoutNulls(spec),
      updateStrategy: {
        partition,
        maxSurge,
        maxUnavailable,
        ...withoutNulls(beside),
        ...withoutNulls(below),
        type: get(spec, ...fields.type) || type,
      },
    };
  },

  oldDefaults: {},

  settingsOf(spec) {
    const fields = VERSIONS.flatMap((version) => Object.values(cloneSetFields(version)));
    return [
      spec.replicas,
      spec.minReadySeconds,
      ...fields.flatMap((path) => valuesAlong(spec, ...path.map(String))),
    ];
  },

  // validateCloneSetUpdate in pkg/webhook/cloneset/validating/validation.go lets every other entry change.
  immutable: { selector: selectorOf },
  // cloneset_update.go updates nothing while it is paused, and leaves as many pods as the partition keeps.
  holdsPods: ({ apiVersion, spec }) => {
    const count = replicasOf(spec);
    const paused = get(spec, ...cloneSetFields(apiVersion).paused) === true;
    return paused || (count !== null && count > 0 && keptOf(apiVersion, spec, count) === count);
  },
  // Pods that the partition kept may still have the template of an earlier change.
  rollsAnyway(before, after) {
    const count = replicasOf(after.spec) ?? CLONE_SET_DEFAULTS.replicas;
    const [kept, now] = [before, after].map(({ apiVersion, spec }) => keptOf(apiVersion, spec, count));
    return kept != null && now != null && now < kept;
  },
};

function replicasOf(spec: JsonObject): number | null {
  return readCount(spec.replicas, CLONE_SET_DEFAULTS.replicas);
}

/** Returns how many of so many pods the partition keeps as they are; null where the strategy has a fault. */
function keptOf(apiVersion: string, spec: JsonObject, replicas: number): number | null {
  const { strategy } = readCloneSetStrategy({ apiVersion, spec });
  return strategy === null ? null : keptPods(strategy.partition, replicas);
}
