import { type PolicyReference, referenceKey } from "../../policy/policy-reference.js";
import type { Memory, Shelf } from "./memory.js";

/** Texts of policies in other repositories, as one installation has seen them within the last minute. */
export interface PolicyCache {
  get(of: PolicyReference): Promise<string | undefined>;
  set(of: PolicyReference, text: string): Promise<void>;
}

const POLICIES: Shelf<string> = { name: "policies", ttlMs: 60_000, max: 500 };

// No policy is larger, and 500 of them must fit into memory.
const MAX_CHARACTERS = 64 * 1024;

const TEXT = "text";

/**
 * A cache for each installation: what one may see, another may not. Only texts are kept, so that a repository or a
 * file that has just been made is seen at once.
 */
export function createPolicyCaches(memory: Memory): (installationId: number) => PolicyCache {
  return (installationId) => {
    const keyOf = (of: PolicyReference): string => `${installationId} ${referenceKey(of)}`;
    return {
      get: async (of) => (await memory.read(POLICIES, keyOf(of))).get(TEXT),
      async set(of, text) {
        if (text.length <= MAX_CHARACTERS) await memory.write(POLICIES, keyOf(of), { [TEXT]: text });
      },
    };
  };
}
