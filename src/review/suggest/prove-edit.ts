/**
 * The proof of an edit before anyone sees it: apply it, parse the document again, review it again. The only
 * difference must be the probe, its finding must be gone, no new one may have come, and the worst case must not be
 * higher. Proves the edit, not that the app answers the probe: only its owners can know that.
 */
import { isDeepStrictEqual } from "node:util";
import { withReadinessProbe } from "../../api-server/probe-addition.js";
import { type Judgement, judgeWorkload } from "../../judge/judge-workload.js";
import { applyEdits } from "../../manifest/edit/apply-edits.js";
import type { SourceEdit } from "../../manifest/edit/source-edit.js";
import type { JsonObject } from "../../manifest/json-value.js";
import type { ManifestDocument, WrittenValue } from "../../manifest/manifest.js";
import { parseSlice } from "../../manifest/parse-yaml.js";
import type { Neighbours } from "../../workload/neighbours.js";
import { readWorkload } from "../../workload/read-workload.js";
import type { Container, KeyPath } from "../../workload/workload.js";

export interface ProbeEdit {
  /** the container */
  written: WrittenValue;
  probe: JsonObject;
  edit: SourceEdit;
}

/**
 * Whether the document with all these edits parses to the document without them plus exactly the probes. The edits
 * are whole entries of different mappings on different lines, so what holds for all of them together holds for each alone.
 */
export function addsOnlyProbes(document: ManifestDocument, edits: readonly ProbeEdit[]): boolean {
  const firstLine = document.manifest.lines.lineAt(document.start);
  const shifted = edits.map(({ edit }) => ({
    ...edit,
    startLine: edit.startLine - firstLine + 1,
    endLine: edit.endLine - firstLine + 1,
  }));
  // The slice may begin behind a BOM or another JSON object; no edit goes in before that.
  const prefix = document.manifest.lines.startOf(firstLine);
  const before = document.manifest.text.slice(prefix, document.start);
  const text = applyEdits(before + document.text, shifted).slice(before.length);
  const parsed = parseSlice({ ...document, text });
  // A key that stands there twice, the first time with null, would parse to the right value all the same.
  if (!parsed.ok || parsed.duplicates.length !== document.duplicates) return false;
  const paths = edits.map(({ written: { object, keys } }) => [...object.root, ...keys]);
  const expected = edits.reduce(
    (value, { probe }, index) => withReadinessProbe(value, paths[index] as KeyPath, probe),
    document.value as JsonObject,
  );
  return isDeepStrictEqual(parsed.value, expected);
}

/**
 * Returns how the workload with the probe is judged: "mends" where its finding is gone, nothing new came and the worst
 * case is not higher; "refused" where the probe itself is an error; "doubtful" otherwise.
 */
export function outcomeOf(
  judgement: Judgement,
  container: Container,
  probe: JsonObject,
  neighbours: Neighbours,
): "mends" | "doubtful" | "refused" {
  const { workload, verdicts, policy, change } = judgement;
  const value = withReadinessProbe(workload.object.value, container.path, probe);
  const after = judgeWorkload(
    readWorkload({ ...workload.object, value }, workload.traits, neighbours),
    neighbours,
    policy,
    change,
  );
  const name = (verdict: { container: Container | null }) => verdict.container?.path.join("/");
  const cured = after.verdicts.every(
    (verdict) =>
      !(
        ["readiness-gate", "readiness-probe"].includes(verdict.rule) &&
        name(verdict) === container.path.join("/")
      ),
  );
  const known = new Map(verdicts.map(({ key, severity }) => [key, severity]));
  const added = after.verdicts.filter(
    ({ key, severity }) => !known.has(key) || (severity === "error" && known.get(key) === "warning"),
  );
  if (added.some(({ severity }) => severity === "error")) return "refused";
  return cured && added.length === 0 && isNotHigher(judgement, after) ? "mends" : "doubtful";
}

/** Whether a gate raises no worst case. */
function isNotHigher({ analysis }: Judgement, after: Judgement): boolean {
  // Shares: under an autoscaler the worst moment can come at another number of replicas.
  const worst = analysis.rollout.worstShare;
  const worstAfter = after.analysis.rollout.worstShare;
  return worst !== null && worstAfter !== null
    ? worstAfter <= worst
    : // A gate raises no worst case, and where the nodes are unknown the gated one may have no share.
      after.analysis.rollout.unknownNodes !== null;
}

/** Whether a worst case that was known is not higher; one that was not known cannot be. */
export function isNotWorse(before: Judgement, after: Judgement): boolean {
  const { worstShare, unknownNodes } = before.analysis.rollout;
  if (worstShare === null)
    return (
      unknownNodes === null || after.analysis.rollout.unknownNodes?.hollow !== true || unknownNodes.hollow
    );
  return isNotHigher(before, after);
}
