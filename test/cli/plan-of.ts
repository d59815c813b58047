import type { ChangedFile, ChangeSet } from "../../src/changeset/change-set.js";
import { contentHunks } from "../../src/changeset/line-hunks.js";
import { reviewChange } from "../../src/engine.js";
import { DEFAULT_POLICY, type Policy } from "../../src/policy/policy.js";
import { renderChange } from "../../src/render/render-change.js";
import type { ReviewPlan } from "../../src/review/review-plan.js";
import { CIRCUMSTANCES } from "../circumstances.js";

/** A change from texts by path and the engine's plan for it; a path that only one side has is added or removed. */
export function planOf(
  before: Record<string, string>,
  after: Record<string, string>,
  policy: Policy = DEFAULT_POLICY,
): { plan: ReviewPlan; changeSet: ChangeSet } {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const content = (text: string | undefined) => (text === undefined ? null : { kind: "text" as const, text });
  const files = paths.map((path): ChangedFile => {
    const [old, fresh] = [content(before[path]), content(after[path])];
    const status = old === null ? "added" : fresh === null ? "removed" : "modified";
    return { path, previousPath: null, status, before: old, after: fresh, hunks: contentHunks(old, fresh) };
  });
  const changeSet: ChangeSet = {
    base: "0123456789012345678901234567890123456789",
    head: "9876543210987654321098765432109876543210",
    webUrl: null,
    files,
    siblings: [],
    omissions: [],
  };
  return { plan: reviewChange(renderChange(changeSet), policy, CIRCUMSTANCES), changeSet };
}
