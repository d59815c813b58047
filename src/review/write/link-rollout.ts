import type { Judgement } from "../../judge/judge-workload.js";
import type { Circumstances } from "../circumstances.js";
import type { Finding } from "../findings/finding.js";
import type { Review } from "../review.js";
import { rolloutFragment } from "../timeline/rollout-fragment.js";

/**
 * Returns the page that shows how a workload's rollout goes, with its numbers; null where the budget holds, where no server
 * has the page, and where it cannot show this rollout. They stand behind the `#`, so no server is told them.
 */
export function rolloutLink(
  judgement: Judgement,
  findings: readonly Finding[],
  { rolloutUrl }: Pick<Circumstances, "rolloutUrl">,
): string | null {
  if (rolloutUrl === null) return null;
  const fragment = rolloutFragment(judgement, findings);
  return fragment === null ? null : `${rolloutUrl}#${fragment}`;
}

/** Whether a text that we wrote links to such a page. */
export function linksToRollout(text: string): boolean {
  return text.includes("/rollout#v=");
}

/** Returns the page for the workload that the verdict is about: one with a new error first, then the largest share lost. */
export function worstRolloutLink(material: Review): string | null {
  const { workloads, judgements, findings, circumstances } = material;
  const broken = new Set(
    findings
      .filter(({ severity, state, waived }) => severity === "error" && state === "new" && waived === null)
      .map(({ workload }) => workload),
  );
  const inOrder = workloads.toSorted(
    (left, right) =>
      Number(broken.has(right.id)) - Number(broken.has(left.id)) ||
      (right.after?.worstShare ?? 0) - (left.after?.worstShare ?? 0),
  );
  for (const { id } of inOrder) {
    const judgement = judgements.get(id);
    const link = judgement === undefined ? null : rolloutLink(judgement, findings, circumstances);
    if (link !== null) return link;
  }
  return null;
}
