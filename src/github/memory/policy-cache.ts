import { LRUCache } from "lru-cache";
import type { PolicyReference } from "../../policy/policy-reference.js";
import { referenceKey } from "../../policy/policy-reference.js";

/** Texts of policies in other repositories, as one installation has seen them within the last minute. */
export interface PolicyCache {
  get(of: PolicyReference): string | undefined;
  set(of: PolicyReference, text: string): void;
}

// No policy is larger, and 500 of them must fit into memory.
const MAX_CHARACTERS = 64 * 1024;

/**
 * A cache for each installation: what one may see, another may not. Only texts are kept, so that a repository or a
 * file that has just been made is seen at once.
 */
export function createPolicyCaches(): (installationId: number) => PolicyCache {
  const texts = new LRUCache<string, string>({ max: 500, ttl: 60_000 });
  return (installationId) => ({
    get: (of) => texts.get(`${installationId} ${referenceKey(of)}`),
    set(of, text) {
      if (text.length <= MAX_CHARACTERS) texts.set(`${installationId} ${referenceKey(of)}`, text);
    },
  });
}
