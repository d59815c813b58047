/** Fixes of a rollout's strategy: another number of pods that may be missing, or that may come beforehand. */
import type { Hunk } from "../../changeset/change-set.js";
import { type Judgement, judgeWorkload, type RuleVerdict } from "../../judge/judge-workload.js";
import type { StrategyCure } from "../../kinds/kind.js";
import { renderBlockEntry } from "../../manifest/edit/render-entry.js";
import { get, isObject, type KeyPath } from "../../manifest/json-value.js";
import type { RolloutAnalysis } from "../../rollout/rollout-analysis.js";
import type { Neighbours } from "../../workload/neighbours.js";
import { readWorkload } from "../../workload/read-workload.js";
import type { AdviceReason, Fix } from "../findings/finding.js";
import { madeBy, whyGenerated } from "./is-generated.js";
import { whyNotEditable } from "./rewrite.js";
import { mappingEdit, withEntries } from "./rewrite-mapping.js";

/** Entries of a spec behind which its strategy is looked for. */
const BEHIND = ["replicas", "minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds", "selector"];

/** Returns a fix for each finding that another strategy mends. */
export function strategyFixes(
  judgement: Judgement,
  neighbours: Neighbours,
  hunksOf: (path: string) => readonly Hunk[] | null,
): Map<RuleVerdict, Fix> {
  const fixes = new Map<RuleVerdict, Fix>();
  for (const verdict of judgement.verdicts) {
    const { cure } = verdict;
    if (cure === undefined || judgement.workload.partial) continue;
    const fix = fixFor(cure, verdict, judgement, neighbours, hunksOf);
    if (fix !== null) fixes.set(verdict, fix);
  }
  return fixes;
}

function fixFor(
  { path, entries }: StrategyCure,
  verdict: RuleVerdict,
  judgement: Judgement,
  neighbours: Neighbours,
  hunksOf: (path: string) => readonly Hunk[] | null,
): Fix | null {
  const { object } = judgement.workload;
  const generated = whyGenerated(object);
  const isProven = isMended(path, entries, verdict, judgement, neighbours);
  // The outage is told in words that name the strategy; what keeps that from helping is a finding of its own.
  if (!isProven && verdict.rule === "planned-outage") return null;
  const advice = (reason: AdviceReason): Fix => ({
    ...{ origin: "strategy", confidence: "advice", probe: null, edits: [], reason },
    text: textOf(path, entries),
    caution: reason === generated ? madeBy(object) : null,
  });
  if (object.document.manifest.origin.rendering !== undefined) return advice(whyNotEditable(object));
  if (generated !== null) return advice(generated);
  if (!isProven) return advice("not-proven");
  const edit = mappingEdit(object, path, entries, {
    hunks: hunksOf(object.document.manifest.path),
    behind: BEHIND,
  });
  if (edit === null) return advice(whyNotEditable(object));
  return { ...advice("not-proven"), confidence: "one-click", edits: [edit], reason: null };
}

function textOf([, field, ...rest]: KeyPath, entries: StrategyCure["entries"]): string {
  const set = Object.fromEntries(Object.entries(entries).filter(([, scalar]) => scalar !== null));
  const value = rest.reduceRight<unknown>((inner, key) => ({ [key]: inner }), set);
  const style = { indent: 0, step: 2, indentSeq: true };
  return renderBlockEntry(String(field), value, style).join("\n");
}

/**
 * Whether the workload with that strategy has the finding no more and none that is new, but for the outage that the
 * finding's own words tell, and loses no more pods than they say.
 */
function isMended(
  path: KeyPath,
  entries: StrategyCure["entries"],
  verdict: RuleVerdict,
  judgement: Judgement,
  neighbours: Neighbours,
): boolean {
  const { workload, policy, verdicts, change, analysis } = judgement;
  const value = withEntries(workload.object.value, path, entries);
  if (!isObject(get(value, "spec"))) return false;
  const again = readWorkload({ ...workload.object, value }, workload.traits, neighbours);
  const after = judgeWorkload(again, neighbours, policy, change);
  const known = new Map(verdicts.map(({ key, severity }) => [key, severity]));
  return (
    isAsStated(entries, analysis.rollout, after.analysis.rollout) &&
    after.verdicts.every(
      ({ key, rule, severity }) =>
        key !== verdict.key &&
        rule !== verdict.rule &&
        (rule === "planned-outage" ||
          (known.has(key) && (severity === "warning" || known.get(key) === "error"))),
    )
  );
}

function isAsStated(
  { maxUnavailable }: StrategyCure["entries"],
  before: RolloutAnalysis,
  { worstCase, atReplicas, unknownNodes }: RolloutAnalysis,
): boolean {
  // Where the nodes are not known, neither is a number of pods that may be missing.
  if (worstCase === null || atReplicas === null) return unknownNodes !== null && !unknownNodes.hollow;
  const stated = maxUnavailable === 1 ? 1 : atReplicas;
  return worstCase <= Math.max(stated, before.worstCase ?? 0);
}
