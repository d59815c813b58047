import type { ProxySettings } from "../github/client/proxy-fetch.js";

// A shorter one would blot out half of every line; it is found beside its name all the same.
const SHORTEST = 6;

/** Returns what a log must not show of the proxies' URLs, in every form in which it could. */
export function proxySecrets({ http, https }: ProxySettings): string[] {
  return [http, https].flatMap(urlSecrets);
}

/** Returns what a log must not show of a URL that may have a password. */
export function urlSecrets(url: string | null): string[] {
  if (url === null) return [];
  const { username, password } = new URL(url);
  if (username === "" && password === "") return [];
  const plain = [username, password].map(decoded);
  const header = Buffer.from(plain.join(":")).toString("base64");
  const alone = [password, plain[1]!].filter(({ length }) => length >= SHORTEST);
  return [url, header, `${username}:${password}`, plain.join(":"), ...alone];
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
