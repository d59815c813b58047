import { asString, get, isObject, type JsonObject } from "../../manifest/json-value.js";

/** One piece of text in another's place. */
interface Exchange {
  old: string;
  now: string;
}

/**
 * Whether two objects are the same but for their names and what goes by these: the piece by which the names differ is the
 * only one by which any text below differs, as `shop` and `stall` of `shop-http` and `stall-http`. Metadata aside, as tools
 * write there what they like.
 */
export function differsByName(old: JsonObject, now: JsonObject): boolean {
  const [before, after] = [old, now].map((value) => asString(get(value, "metadata", "name")) ?? "");
  const named = exchangeOf(before as string, after as string);
  return isAlike({ ...old, metadata: null }, { ...now, metadata: null }, named);
}

function isAlike(old: unknown, now: unknown, named: Exchange): boolean {
  if (typeof old === "string" && typeof now === "string") return old === now || isExchange(old, now, named);
  if (Array.isArray(old) && Array.isArray(now))
    return old.length === now.length && old.every((item, index) => isAlike(item, now[index], named));
  if (!isObject(old) || !isObject(now)) return (old ?? null) === (now ?? null);
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].every((key) =>
    isAlike(own(old, key), own(now, key), named),
  );
}

function own(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : null;
}

function isExchange(old: string, now: string, named: Exchange): boolean {
  const found = exchangeOf(old, now);
  return found.old === named.old && found.now === named.now;
}

/** Returns what is left of two texts without the beginning and the end that they have in common. */
function exchangeOf(old: string, now: string): Exchange {
  const shorter = Math.min(old.length, now.length);
  let [start, end] = [0, 0];
  while (start < shorter && old[start] === now[start]) start++;
  while (end < shorter - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
  return { old: old.slice(start, old.length - end), now: now.slice(start, now.length - end) };
}
