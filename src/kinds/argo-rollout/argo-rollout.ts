import { type Kind, NO_RISKS } from "../kind.js";
import { argoRolloutRollout } from "./argo-rollout-rollout.js";
import { argoRolloutTraits } from "./argo-rollout-traits.js";
import { argoRolloutWords } from "./argo-rollout-words.js";
import { explainArgoRollout } from "./explain-argo-rollout.js";

/** Argo's Rollout. */
export const argoRollout: Kind = {
  traits: argoRolloutTraits,
  rollout: argoRolloutRollout,
  words: argoRolloutWords,
  explanation: explainArgoRollout,
  risks: NO_RISKS,
  statusCommand: () => "kubectl argo rollouts status ",
};
