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
  // Most changes leave nothing beside them that is asked about.
  let known: Selectors | null = null;
  return (text) => {
    known ??= sharedSelectors(changed, around);
    return known.size > 0 && heldBy(text, known).length > 0;
  };
}

/** Returns the selectors of which a changed text has all words. */
function sharedSelectors(changed: readonly string[], around: readonly Manifest[]): Selectors {
  const selectors = new Map<string, string[]>();
  for (const object of around.flatMap(({ objects }) => objects)) {
    const service = object.kind === "Service" ? readService(object) : null;
    const words = service === null ? [] : wordsOf(Object.entries(service.selector).flat().join(" "));
    if (words.length > 0) selectors.set(words.join(" "), words);
  }
  const all = byLongestWord([...selectors.values()]);
  return byLongestWord([...new Set(changed.flatMap((text) => heldBy(text, all)))]);
}

/** Each of them has its words looked for in each text: a folder with more is not one that a Service's fault is sought in. */
const MAX_TEXTS = 300;

/**
 * Tells whether an unchanged Service may lead to no pod of its folder, so that all workloads of it have to be read to know:
 * no text with containers has the words of its selector, or one that changed has them and not the port's name that it asks for.
 */
export function mayLeadNowhere(
  changed: readonly string[],
  around: readonly Manifest[],
  texts: readonly string[],
): boolean {
  if (texts.length > MAX_TEXTS) return false;
  const services = around
    .flatMap(({ objects }) => objects)
    .filter(({ kind }) => kind === "Service")
    .flatMap((object) => readService(object) ?? [])
    .filter(({ selector }) => Object.keys(selector).length > 0);
  if (services.length === 0) return false;
  const wordSets = (some: readonly string[]) =>
    some.map((text) => new Set(wordsOf(text))).filter((words) => words.has("containers"));
  const [ofChanged, ofOthers] = [wordSets(changed), wordSets(texts)];
  return services.some(({ selector, ports }) => {
    const labels = wordsOf(Object.entries(selector).flat().join(" "));
    const holds = (words: ReadonlySet<string>) => labels.every((word) => words.has(word));
    const holding = ofChanged.filter(holds);
    if (holding.length === 0) return !ofOthers.some(holds);
    return ports.some(
      ({ targetPort }) => typeof targetPort === "string" && !holding.some((words) => words.has(targetPort)),
    );
  });
}

/** As a label's key or value may be written, whatever quotes and brackets stand around it. */
function wordsOf(text: string): string[] {
  return text.match(/[\w./-]+/g) ?? [];
}

type Selectors = ReadonlyMap<string, readonly string[][]>;

/** The longest word of a selector is as a rule the one that fewest texts have. */
function byLongestWord(selectors: readonly string[][]): Selectors {
  const found = new Map<string, string[][]>();
  for (const words of selectors) {
    const longest = words.reduce((most, word) => (word.length > most.length ? word : most));
    const list = found.get(longest);
    if (list === undefined) found.set(longest, [words]);
    else list.push(words);
  }
  return found;
}

function heldBy(text: string, selectors: Selectors): string[][] {
  if (selectors.size === 0) return [];
  const words = new Set(wordsOf(text));
  return [...words].flatMap((word) =>
    (selectors.get(word) ?? []).filter((selector) => selector.every((one) => words.has(one))),
  );
}
