/**
 * Works out the request of an httpGet probe. The kubelet reads `path` as a reference to a web page and puts scheme,
 * host and port in afterwards: formatURL in pkg/probe/http/request.go (the same from 1.27 to 1.37), over Go's net/url.
 */

/** A path as the container is asked for it; null where no request ever leaves, as no host is known. */
export interface AskedPath {
  path: string | null;
  /** what was read as the scheme of an address, or null */
  scheme: string | null;
  /** what was read as a host and is dropped, or null */
  host: string | null;
}

/** Returns the request that a probe's written path makes. A path that Go cannot read stays as it is written. */
export function askedPath(written: string): AskedPath {
  return readReference(written) ?? { path: rooted(written), scheme: null, host: null };
}

/** Returns the path that its author expects the probe to ask for. */
export function rooted(path: string): string {
  return path.startsWith("/") ? path : `/${path}`;
}

/** url.Parse, without what does not change the request; null where it has an error. */
function readReference(written: string): AskedPath | null {
  const [reference, fragment] = cut(written, "#");
  if (hasControlCharacter(reference) || !isEscaped(fragment ?? "")) return null;
  const found = /^[A-Za-z][A-Za-z0-9+.-]*(?=:)/.exec(reference);
  if (found === null && reference.startsWith(":")) return null;
  const scheme = found === null ? null : found[0].toLowerCase();
  const [behind, query] = cut(found === null ? reference : reference.slice(found[0].length + 1), "?");
  const asked = (path: string, host: string | null): AskedPath => ({
    path: rooted(path) + (query === null ? "" : `?${query}`),
    scheme,
    host,
  });
  if (!behind.startsWith("/")) {
    // An opaque address, as mailto: has them: it is sent without the host that was put in.
    if (scheme !== null) return behind === "" ? asked("", null) : { path: null, scheme, host: null };
    return cut(behind, "/")[0].includes(":") || !isEscaped(behind) ? null : asked(behind, null);
  }
  if (!behind.startsWith("//") || (scheme === null && behind.startsWith("///")))
    return isEscaped(behind) ? asked(behind, null) : null;
  const [authority] = cut(behind.slice(2), "/");
  const path = behind.slice(2 + authority.length);
  return isAuthority(authority) && isEscaped(path) ? asked(path, authority) : null;
}

/** Returns the text before the first separator, and what is behind it; null where there is none. */
function cut(text: string, separator: string): [before: string, behind: string | null] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}

function hasControlCharacter(text: string): boolean {
  return [...text].some((character) => character < " " || character === "\x7f");
}

/** Each per cent sign begins an escape of two digits. */
function isEscaped(text: string): boolean {
  return !/%(?![0-9A-Fa-f]{2})/.test(text);
}

/** parseAuthority and parseHost; an address in brackets with a zone is left to the first of its rules. */
function isAuthority(authority: string): boolean {
  const at = authority.lastIndexOf("@");
  const user = authority.slice(0, Math.max(0, at));
  if (!/^[\w.~!$&'()*+,;=:%@-]*$/.test(user) || !isEscaped(user)) return false;
  const host = authority.slice(at + 1);
  if (host.startsWith("[")) return /^\[[^\]]*\](?::\d*)?$/.test(host);
  // In a name only bytes beyond ASCII may be escaped (unescape, encodeHost).
  return (
    /^(?:[\w.~!$&'()*+,;=:<>"\]-]|\P{ASCII}|%[89A-Fa-f][0-9A-Fa-f])*$/u.test(host) &&
    /^[^:]*$|:\d*$/.test(host)
  );
}
