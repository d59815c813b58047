/** One object in several files of a folder, such as with and without resources: each is mended for itself, and explained once. */
import { byPlace } from "../manifest/problem.js";
import type { Finding } from "./findings/finding.js";
import type { Review } from "./review.js";

type Group = readonly Finding[];

/** Returns, by group of one comment, the finding at which another comment says the very same of an object of its name. */
export function explainedElsewhere(
  groups: readonly Group[],
  { judgements }: Pick<Review, "judgements">,
): Map<Group, Finding> {
  const found = new Map<string, Group>();
  const elsewhere = new Map<Group, Finding>();
  const inOrder = groups.toSorted(([left], [right]) => byPlace(left as Finding, right as Finding));
  for (const group of inOrder) {
    const key = keyOf(group, judgements);
    const earlier = key === null ? undefined : found.get(key)?.[0];
    if (key !== null && earlier === undefined) found.set(key, group);
    if (earlier !== undefined && earlier.path !== group[0]?.path) elsewhere.set(group, earlier);
  }
  return elsewhere;
}

/** The same only where folder, object, words and fix are; null for what is about no workload. */
function keyOf(group: Group, judgements: Review["judgements"]): string | null {
  const [first] = group;
  const of = first?.workload == null ? undefined : judgements.get(first.workload)?.workload;
  if (first === undefined || of === undefined || of.name === null) return null;
  const folder = first.path.slice(0, first.path.lastIndexOf("/") + 1);
  const said = group.map(({ rule, severity, state, compared, container, message, fix }) => [
    ...[rule, severity, state, compared, container, message],
    ...[fix?.origin, fix?.confidence, fix?.reason, fix?.text, fix?.caution],
  ]);
  return JSON.stringify([folder, of.kind, of.name, said]);
}
