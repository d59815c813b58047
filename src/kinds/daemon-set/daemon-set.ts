import { type Kind, NO_RISKS } from "../kind.js";
import { daemonSetRollout } from "./daemon-set-rollout.js";
import { daemonSetTraits, replacesNothing } from "./daemon-set-traits.js";
import { daemonSetWords } from "./daemon-set-words.js";
import { explainDaemonSet } from "./explain-daemon-set.js";

/** Kubernetes' DaemonSet. */
export const daemonSet: Kind = {
  traits: daemonSetTraits,
  rollout: daemonSetRollout,
  words: daemonSetWords,
  explanation: explainDaemonSet,
  risks: { ...NO_RISKS, replacesInPlace: true },
  // kubectl refuses to follow what no controller rolls out (kubectl: rollout_status.go).
  statusCommand: (workload) => (replacesNothing(workload) ? null : "kubectl rollout status daemonset/"),
};
