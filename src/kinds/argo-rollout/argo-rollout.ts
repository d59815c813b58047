import { get } from "../../manifest/json-value.js";
import { type Kind, NO_RISKS } from "../kind.js";
import { argoRolloutNotes } from "./argo-rollout-notes.js";
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
  // With a traffic router the new pods come beside all of the old ones, whatever the limits are.
  limitsAt: ({ spec }) =>
    get(spec, "strategy", "canary", "trafficRouting") == null ? ["strategy", "canary"] : null,
  notes: argoRolloutNotes,
  statusCommand: () => "kubectl argo rollouts status ",
};
