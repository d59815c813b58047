import { asString, get, isObject } from "../../manifest/json-value.js";
import type { Manifest } from "../../manifest/manifest.js";
import { readObjects } from "../../manifest/read-manifest.js";
import type { LocalCalls } from "../neighbours.js";
import { oncePerManifest } from "../sight/once-per-manifest.js";
import { asksForState } from "./asks-for-state.js";

const CALL = /(?:localhost|127\.0\.0\.1|\[::1\]):(\d{1,5})(?!\d)/g;
const KINDS: ReadonlySet<string> = new Set(["ConfigMap"]);
/** Far more than any program is told; a manifest may hold megabytes in one value. */
const MAX_LENGTH = 256 * 1024;

/** The key of a line, and the path behind an address, are not longer; each is looked at once for every address. */
const MAX_AROUND = 200;
const KEY = /([\w.-]+)["']?[ \t]*[:=][ \t]*["']?(?:[a-z][\w+.-]*:\/\/)?$/i;
const PATH = /^\/[\w./-]*/;

/**
 * Returns the ConfigMaps of a file in which an address of the pod itself stands that is not for its health or metrics. They are
 * read for that alone.
 */
export const localCallsIn = oncePerManifest<readonly LocalCalls[]>(read);

function read({ path, text }: Manifest): LocalCalls[] {
  if (!/\bConfigMap\b/.test(text) || text.search(CALL) === -1) return [];
  return readObjects(path, text, KINDS).flatMap(({ value }) => {
    const name = asString(get(value, "metadata", "name"));
    const { data } = value;
    if (name === null || !isObject(data)) return [];
    const ports = new Set(Object.values(data).flatMap(callsIn));
    return ports.size === 0
      ? []
      : [{ name, namespace: asString(get(value, "metadata", "namespace")), ports }];
  });
}

function callsIn(value: unknown): number[] {
  if (typeof value !== "string") return [];
  const text = value.slice(0, MAX_LENGTH);
  return [...text.matchAll(CALL)].flatMap(({ 0: address, 1: port, index }) => {
    const key = KEY.exec(text.slice(Math.max(0, index - MAX_AROUND), index))?.[1] ?? "";
    const end = index + address.length;
    const path = PATH.exec(text.slice(end, end + MAX_AROUND))?.[0] ?? "";
    return asksForState(key, path) ? [] : [Number(port)];
  });
}
