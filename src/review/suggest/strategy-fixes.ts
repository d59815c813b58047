/** Fixes of a rollout's strategy: another number of pods that may be missing, or that may come beforehand. */
import type { Hunk } from "../../changeset/change-set.js";
import { type Judgement, judgeWorkload, type RuleVerdict } from "../../judge/judge-workload.js";
import { kindOf } from "../../kinds/kinds.js";
import { renderBlockEntry } from "../../manifest/edit/render-entry.js";
import { get, isObject, type KeyPath } from "../../manifest/json-value.js";
import { readWorkload } from "../../workload/read-workload.js";
import type { Neighbours } from "../../workload/workload.js";
import type { AdviceReason, Fix } from "../findings/finding.js";
import { madeBy, whyGenerated } from "./is-generated.js";
import { whyNotEditable } from "./rewrite.js";
import { type Entries, mappingEdit, withEntries } from "./rewrite-mapping.js";

/** The strategy that a finding's own words name. */
interface Cure {
  /** the mapping that is written, as keys below the object */
  path: KeyPath;
  entries: Entries;
}

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
    const cure = cureOf(verdict, judgement);
    if (cure !== null) fixes.set(verdict, fixFor(cure, verdict, judgement, neighbours, hunksOf));
  }
  return fixes;
}

function cureOf({ rule, subject }: RuleVerdict, { workload }: Judgement): Cure | null {
  if (rule !== "stuck-rollout" || workload.partial) return null;
  const { recreateType, ...kind } = kindOf(workload);
  const limitsAt = kind.limitsAt?.(workload) ?? null;
  const field = workload.traits.strategyField;
  if (subject === "claim" && recreateType !== undefined) {
    // A Recreate beside the numbers of a rolling update is refused.
    const limits = limitsAt?.[1] ?? "rollingUpdate";
    return { path: ["spec", field], entries: { type: recreateType, [limits]: null } };
  }
  return limitsAt === null
    ? null
    : { path: ["spec", ...limitsAt], entries: { maxSurge: 0, maxUnavailable: 1 } };
}

function fixFor(
  { path, entries }: Cure,
  verdict: RuleVerdict,
  judgement: Judgement,
  neighbours: Neighbours,
  hunksOf: (path: string) => readonly Hunk[] | null,
): Fix {
  const { object } = judgement.workload;
  const generated = whyGenerated(object);
  const advice = (reason: AdviceReason): Fix => ({
    ...{ origin: "strategy", confidence: "advice", probe: null, edits: [], reason },
    text: textOf(path, entries),
    caution: reason === generated ? madeBy(object) : null,
  });
  if (object.document.manifest.origin.rendering !== undefined) return advice(whyNotEditable(object));
  if (generated !== null) return advice(generated);
  if (!isMended(path, entries, verdict, judgement, neighbours)) return advice("not-proven");
  const edit = mappingEdit(object, path, entries, {
    hunks: hunksOf(object.document.manifest.path),
    behind: BEHIND,
  });
  if (edit === null) return advice(whyNotEditable(object));
  return { ...advice("not-proven"), confidence: "one-click", edits: [edit], reason: null };
}

function textOf([, field, ...rest]: KeyPath, entries: Entries): string {
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
  entries: Entries,
  verdict: RuleVerdict,
  judgement: Judgement,
  neighbours: Neighbours,
): boolean {
  const { workload, policy, verdicts, change, analysis } = judgement;
  const value = withEntries(workload.object.value, path, entries);
  if (!isObject(get(value, "spec"))) return false;
  const again = readWorkload({ ...workload.object, value }, workload.traits, neighbours.patchPaths);
  const after = judgeWorkload(again, neighbours, policy, change);
  const known = new Map(verdicts.map(({ key, severity }) => [key, severity]));
  const { worstCase, atReplicas } = after.analysis.rollout;
  const stated = entries.maxUnavailable === 1 ? 1 : atReplicas;
  return (
    worstCase !== null &&
    stated !== null &&
    worstCase <= Math.max(stated, analysis.rollout.worstCase ?? 0) &&
    after.verdicts.every(
      ({ key, rule, severity }) =>
        key !== verdict.key &&
        rule !== verdict.rule &&
        (rule === "planned-outage" ||
          (known.has(key) && (severity === "warning" || known.get(key) === "error"))),
    )
  );
}
