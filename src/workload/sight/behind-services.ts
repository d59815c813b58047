import type { Manifest } from "../../manifest/manifest.js";
import { readService } from "../neighbours/read-service.js";

/**
 * Tells whether a text may hold a workload behind a Service that has one of the changed texts behind it as well: keys and
 * values of the Service's selector occur in both. To look is much cheaper than to read.
 */
export function mayStandBehind(
  changed: readonly string[],
  around: readonly Manifest[],
): (text: string) => boolean {
  const selectors = around
    .flatMap(({ objects }) => objects)
    .filter(({ kind }) => kind === "Service")
    .flatMap((object) => readService(object) ?? [])
    .map(({ selector }) => Object.entries(selector).flat())
    .filter((words) => changed.some(holdsAll(words)));
  return (text) => selectors.some((words) => holdsAll(words)(text));
}

function holdsAll(words: readonly string[]): (text: string) => boolean {
  return (text) => words.every((word) => text.includes(word));
}
