import type { GitHubClient } from "../../src/github/client/github-client.js";
import { createTokenClient } from "../../src/github/client/token-client.js";
import { createInProcessMemory } from "../../src/github/memory/in-process-memory.js";
import { createRequestPacer } from "../../src/github/memory/request-pacer.js";

/** A client with a token, and limits of its own. */
export function makeClient(to: { token: string; apiUrl: string }): GitHubClient {
  return createTokenClient({ ...to, pacer: createRequestPacer(createInProcessMemory(), "test") });
}
