import { quoted } from "../words/quote.js";
import type { KeyPath } from "./json-value.js";

/** Returns a path of keys as Kubernetes writes it, `spec.ports[0].name`; a key that is no plain word stands in “ ”. */
export function fieldName(path: KeyPath): string {
  return path
    .map((key, index) => {
      if (typeof key === "number") return `[${key}]`;
      return `${index === 0 ? "" : "."}${/^\w{1,60}$/.test(key) ? key : quoted(key)}`;
    })
    .join("");
}
