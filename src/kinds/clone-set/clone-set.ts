import { type Kind, NO_RISKS } from "../kind.js";
import { cloneSetRollout } from "./clone-set-rollout.js";
import { cloneSetTraits } from "./clone-set-traits.js";
import { cloneSetWords } from "./clone-set-words.js";
import { explainCloneSet } from "./explain-clone-set.js";

/** OpenKruise's CloneSet, read at v1.8.0 and, for apps.kruise.io/v1beta1, on its main branch. */
export const cloneSet: Kind = {
  traits: cloneSetTraits,
  rollout: cloneSetRollout,
  words: cloneSetWords,
  explanation: explainCloneSet,
  // Without a surge, as by default, a pod goes before the one that takes its place.
  risks: { ...NO_RISKS, replacesInPlace: true },
  limitsAt: () => ["updateStrategy"],
  statusCommand: () => null,
};
