/** The proof of additions to a workload, and the fix that comes of it. */
import { type Judgement, judgeWorkload, type RuleVerdict } from "../../../judge/judge-workload.js";
import { renderBlockEntry } from "../../../manifest/edit/render-entry.js";
import type { JsonObject } from "../../../manifest/json-value.js";
import type { Neighbours } from "../../../workload/neighbours.js";
import { readWorkload } from "../../../workload/read-workload.js";
import type { AdviceReason, Fix } from "../../findings/finding.js";
import { madeBy, whyGenerated } from "../is-generated.js";
import { isNotWorse } from "../prove-edit.js";
import { whyNotEditable } from "../rewrite.js";
import { type Addition, additionsEdits, type EditRoom, withAdditions } from "./additions-edit.js";

/** Returns the edits once the workload with them is judged to have none of the findings, no new one and no higher worst case. */
export function provenEdits(
  verdicts: readonly RuleVerdict[],
  additions: readonly Addition[],
  judgement: Judgement,
  neighbours: Neighbours,
  room: EditRoom,
): { edits: Fix["edits"] } | { reason: AdviceReason } {
  const { object } = judgement.workload;
  const generated = whyGenerated(object);
  if (generated !== null) return { reason: generated };
  if (!isMended(verdicts, additions, judgement, neighbours)) return { reason: "not-proven" };
  const edits = additionsEdits(object, additions, room);
  return edits === null ? { reason: whyNotEditable(object) } : { edits };
}

/** Returns the judgement of the workload with them. */
export function judgedWith(
  additions: readonly Addition[],
  { workload, policy, change }: Judgement,
  neighbours: Neighbours,
): Judgement {
  const value = withAdditions(workload.object.value, additions);
  const again = readWorkload({ ...workload.object, value }, workload.traits, neighbours);
  return judgeWorkload(again, neighbours, policy, change);
}

function isMended(
  verdicts: readonly RuleVerdict[],
  additions: readonly Addition[],
  judgement: Judgement,
  neighbours: Neighbours,
): boolean {
  const after = judgedWith(additions, judgement, neighbours);
  const mended = new Set(verdicts.map(({ key }) => key));
  const known = new Map(judgement.verdicts.map(({ key, severity }) => [key, severity]));
  return (
    after.verdicts.every(
      ({ key, severity }) =>
        known.has(key) && !mended.has(key) && (severity === "warning" || known.get(key) === "error"),
    ) && isNotWorse(judgement, after)
  );
}

/** Returns a sentence on what an edit belongs into, where that is known to be another file; else null. */
export function madeOf({ workload }: Judgement, reason: AdviceReason | null): string | null {
  return reason === "generated" ? madeBy(workload.object) : null;
}

/** Returns an entry as YAML without indentation. */
export function entryText(name: string, value: unknown): string {
  return renderBlockEntry(name, value, { indent: 0, step: 2, indentSeq: true }).join("\n");
}

/** Returns a fix that adds something: one click where no reason speaks against it. */
export function additionFix(
  origin: Fix["origin"],
  text: string,
  edits: Fix["edits"],
  reason: AdviceReason | null,
  caution: string | null,
  probe: JsonObject | null = null,
): Fix {
  const confidence = reason === null ? "one-click" : "advice";
  return { origin, confidence, text, probe, edits, reason, caution };
}
