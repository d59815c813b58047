import {
  asArray,
  asObject,
  get,
  isObject,
  type JsonObject,
  withoutNulls,
} from "../../manifest/json-value.js";
import { canonicalQuantity } from "../../workload/canonical-quantity.js";
import type { KindTraits, Workload } from "../../workload/workload.js";
import { goneFromKubernetes } from "../common/gone-versions.js";
import { selectorOf } from "../common/selector-of.js";
import { updateTypeOf } from "../common/update-type.js";
import { USUAL_PLACES } from "../common/usual-places.js";
import { valuesAlong } from "../common/values-along.js";
import { statefulSetDefaults } from "./stateful-set-defaults.js";

export const statefulSetTraits: KindTraits = {
  kind: "StatefulSet",
  group: "apps",
  apiVersions: ["apps/v1", "apps/v1beta1", "apps/v1beta2"],
  gone: goneFromKubernetes("apps/v1beta1", "apps/v1beta2"),
  ...USUAL_PLACES,
  strategyField: "updateStrategy",
  templateTraps: [["updateStrategy"], ["updateStrategy", "rollingUpdate"], ["selector"]],
  strangers: [
    { path: ["strategy"], message: "it is updateStrategy" },
    {
      path: ["updateStrategy", "rollingUpdate", "maxSurge"],
      message: "each pod has its own name, so no second one can run beside it",
    },
  ],

  podsDiffer: true,
  // initIdentity and newVersionedStatefulSetPod in pkg/controller/statefulset/stateful_set_utils.go.
  controllerLabels: () => [
    "controller-revision-hash",
    "statefulset.kubernetes.io/pod-name",
    "apps.kubernetes.io/pod-index",
  ],

  // SetDefaults_StatefulSet: stateful-set-defaults.ts.
  withDefaults(spec, apiVersion) {
    const { updateStrategyType, partition, ...defaults } = statefulSetDefaults(apiVersion);
    const type = updateTypeOf({ spec }, updateStrategyType);
    const written = asObject(spec.updateStrategy);
    const rollingUpdate = { partition, ...withoutNulls(asObject(written.rollingUpdate)) };
    const retention = withoutNulls(asObject(spec.persistentVolumeClaimRetentionPolicy));
    return {
      ...defaults,
      ...withoutNulls(spec),
      serviceName: spec.serviceName || undefined,
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain", ...retention },
      volumeClaimTemplates: claimTemplates(spec),
      updateStrategy: type === "RollingUpdate" ? { ...written, type, rollingUpdate } : { ...written, type },
    };
  },

  oldDefaults: {
    "apps/v1beta1": [
      { path: ["updateStrategy", "type"], value: statefulSetDefaults("apps/v1beta1").updateStrategyType },
    ],
  },

  settingsOf(spec) {
    const { replicas, minReadySeconds, podManagementPolicy } = spec;
    return [
      ...[replicas, minReadySeconds, podManagementPolicy],
      ...valuesAlong(spec, "updateStrategy", "type"),
      ...valuesAlong(spec, "updateStrategy", "rollingUpdate", "partition"),
      ...valuesAlong(spec, "updateStrategy", "rollingUpdate", "maxUnavailable"),
    ];
  },

  // ValidateStatefulSetUpdate in pkg/apis/apps/validation/validation.go lets everything else change.
  immutable: {
    selector: selectorOf,
    serviceName: ({ spec }) => spec.serviceName ?? "",
    podManagementPolicy: ({ spec }) =>
      spec.podManagementPolicy || statefulSetDefaults("apps/v1").podManagementPolicy,
    volumeClaimTemplates: ({ spec }) => claimTemplates(spec),
  },
  // SetDefaults_StatefulSet in pkg/apis/apps/v1beta1/defaults.go of Kubernetes 1.15.
  fillsSelector: ["apps/v1beta1"],

  // stateful_set_control.go: updateStatefulSet goes from the highest ordinal down to the partition.
  holdsPods(workload) {
    if (replacesNothing(workload)) return true;
    const { replicas } = workload.spec;
    return typeof replicas === "number" && partitionOf(workload) >= replicas;
  },

  // Pods below the partition, or all under OnDelete, may still have the template of an earlier change.
  rollsAnyway(before, after) {
    return replacesNothing(before) || partitionOf(after) < partitionOf(before);
  },
};

/** Under OnDelete the controller replaces no pod. */
export function replacesNothing({ spec, apiVersion }: Workload): boolean {
  return updateTypeOf({ spec }, statefulSetDefaults(apiVersion).updateStrategyType) === "OnDelete";
}

function partitionOf({ spec }: Workload): number {
  const written = get(spec, "updateStrategy", "rollingUpdate", "partition");
  return typeof written === "number" ? written : 0;
}

/**
 * Returns the templates of the claims as Kubernetes compares them: quantities in one notation, and without what its
 * conversion leaves out (kind, apiVersion) or the server sets (status).
 */
function claimTemplates(spec: JsonObject): unknown[] {
  return asArray(spec.volumeClaimTemplates).map((template) => {
    if (!isObject(template)) return template;
    const claim = asObject(template.spec);
    const requests = asObject(get(claim, "resources", "requests"));
    const sizes = Object.entries(requests).map(([name, size]) => [name, canonicalQuantity(size)]);
    return {
      metadata: { ...asObject(template.metadata), creationTimestamp: undefined },
      spec: {
        volumeMode: "Filesystem",
        ...withoutNulls(claim),
        resources: { ...asObject(claim.resources), requests: Object.fromEntries(sizes) },
      },
    };
  });
}
