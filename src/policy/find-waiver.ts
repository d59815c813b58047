import { globMatcher } from "./path-filter.js";
import type { RuleName } from "./rule-names.js";
import { namesWorkload, type Waivable, type Waiver } from "./waiver.js";

/** The waiver that holds longest for a rule's finding on a workload of a file; null where there is none, ended or not. */
type FindWaiver = (rule: RuleName, workload: Waivable, path: string) => Waiver | null;

/** Prepares a policy's waivers for many questions. */
export function waiverFinder(waivers: readonly Waiver[]): FindWaiver {
  const prepared = waivers
    .map((waiver) => ({
      waiver,
      covers: waiver.path === null ? () => true : globMatcher([waiver.path]),
    }))
    // Days as they are written have the order of time.
    .toSorted((left, right) => right.waiver.until.localeCompare(left.waiver.until));
  return (rule, workload, path) =>
    prepared.find(
      ({ waiver, covers }) =>
        waiver.rule === rule && namesWorkload(waiver.workload, workload) && covers(path),
    )?.waiver ?? null;
}
