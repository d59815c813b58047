import { EnvHttpProxyAgent, fetch as fetchWithDispatcher } from "undici";
import { runtimeFetch } from "./bounded-fetch.js";

/** The proxies that requests go through: URLs, which may hold credentials, and null where there is none. */
export interface ProxySettings {
  http: string | null;
  /** for requests by https; without it those take the other one */
  https: string | null;
  /** hosts that are asked directly, as NO_PROXY lists them */
  direct: string | null;
}

/** No proxy at all. */
export const DIRECTLY: ProxySettings = { http: null, https: null, direct: null };

/**
 * `fetch` that goes through proxies; the runtime's own where there are none. Node's knows no proxy before version 24, and
 * there only where NODE_USE_ENV_PROXY is set. https://nodejs.org/docs/latest-v24.x/api/http.html#built-in-proxy-support
 */
export function fetchThrough({ http, https, direct }: ProxySettings): typeof fetch {
  if (http === null && https === null) return runtimeFetch;
  // An empty text, and not undefined: the agent would look into the environment for itself.
  const dispatcher = new EnvHttpProxyAgent({
    ...{ httpProxy: http ?? "", httpsProxy: https ?? "", noProxy: direct ?? "" },
  });
  const through = (input: unknown, init?: object): Promise<unknown> =>
    fetchWithDispatcher(input as string, { ...init, dispatcher });
  return through as typeof fetch;
}
