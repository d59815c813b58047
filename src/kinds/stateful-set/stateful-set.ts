import type { Kind } from "../kind.js";
import { explainStatefulSet } from "./explain-stateful-set.js";
import { statefulSetRollout } from "./stateful-set-rollout.js";
import { replacesNothing, statefulSetTraits } from "./stateful-set-traits.js";
import { statefulSetWords } from "./stateful-set-words.js";

/** Kubernetes' StatefulSet. */
export const statefulSet: Kind = {
  traits: statefulSetTraits,
  rollout: statefulSetRollout,
  words: statefulSetWords,
  explanation: explainStatefulSet,
  risks: {
    replacesInPlace: true,
    startsInOrder: ({ spec }) =>
      spec.podManagementPolicy === "Parallel"
        ? null
        : "The pods of this StatefulSet start one after another, each once the one before is ready: the probe must succeed while the other pods are not up yet.",
  },
  // kubectl refuses to follow what no controller rolls out (kubectl: rollout_status.go).
  statusCommand: (workload) => (replacesNothing(workload) ? null : "kubectl rollout status statefulset/"),
};
