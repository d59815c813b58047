/** Values files that stand beside a chart, told from their paths alone. */
import { below, isBelow } from "../../folders.js";
import { DEFAULT_RELEASE } from "../values-set.js";
import type { ValuesSource } from "./values-source.js";

/** By the names that people give to the values of an environment. */
const OF_ENVIRONMENTS =
  /^(?:values[-.][^/]+|[^/]+-values|values\/[^/]+|env[^/]*\/(?:[^/]+|[^/]+\/values[^/]*))\.ya?ml$/;

/** Values of chart-testing, which installs a chart once with each (`ct install`). */
const OF_TESTS = /^ci\/(?:[^/]+-)?values\.ya?ml$/;

/** A JSON schema, and files of secrets that only who holds the key can read. */
const NO_VALUES = /^values\.schema\.|(?:^|[/.-])(?:enc|sops|secrets?)\./;

/** Returns a set for each values file of an environment, put over the chart's own values. */
export function setsBeside(chart: string, paths: readonly string[]): ValuesSource[] {
  return filesLike(OF_ENVIRONMENTS, chart, paths).map((path) => setOf(chart, path));
}

/** Returns a set for each values file of the chart's tests. */
export function setsOfTests(chart: string, paths: readonly string[]): ValuesSource[] {
  return filesLike(OF_TESTS, chart, paths).map(
    (path): ValuesSource => ({ ...setOf(chart, path), forTests: true }),
  );
}

function setOf(chart: string, file: string): ValuesSource {
  const name = below(chart, file);
  return { name, chart, layers: [{ file }], release: DEFAULT_RELEASE, declaredIn: null, isGuess: true };
}

function filesLike(names: RegExp, chart: string, paths: readonly string[]): string[] {
  return paths
    .filter(
      (path) => isBelow(chart, path) && names.test(below(chart, path)) && !NO_VALUES.test(below(chart, path)),
    )
    .sort();
}

/** An object of Kubernetes, or what `sops` encrypted: neither is values. */
const OTHER = /^(?:apiVersion|sops):/m;

/** Whether a file that is called like values may hold some. */
export function mayBeValues(text: string): boolean {
  return !OTHER.test(text);
}
