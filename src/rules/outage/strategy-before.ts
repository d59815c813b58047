/** The strategy of the base, where it leaves pods that the one which this change writes takes. */
import type { StrategyCure } from "../../kinds/kind.js";
import { kindOf } from "../../kinds/kinds.js";
import {
  asObject,
  canonicalJson,
  get,
  isObject,
  type JsonObject,
  type KeyPath,
} from "../../manifest/json-value.js";
import { pods } from "../../rollout/pods-in-words.js";
import type { Workload } from "../../workload/workload.js";
import type { RuleInput } from "../rule.js";

export interface StrategyBefore {
  /** what it takes, as a sentence after a space */
  words: string;
  /** its entries; null where scalars alone do not bring it back */
  cure: StrategyCure | null;
}

/** Stands for nodes whose number is not known: of so many each limit but a total one leaves some. */
const MANY_NODES = 1000;

/**
 * Returns the strategy that this change replaces, where that lets a rollout of as many replicas take some of them and not
 * all; null where there is none, or its rollout has no budget. `at` is the place of the outage, as keys below the object.
 */
export function strategyBefore(
  { workload, change, analysis }: Pick<RuleInput, "workload" | "change" | "analysis">,
  replicas: number | null,
  at: KeyPath,
): StrategyBefore | null {
  if (change.strategyBefore === null) return null;
  const { filled: old, written: base } = change.strategyBefore;
  const spec = { ...workload.spec, [workload.traits.strategyField]: old };
  const { outcomeAt, limit: ofNodes } = kindOf(workload).rollout.read({ ...analysis.written, spec });
  const count = replicas ?? MANY_NODES;
  const outcome = outcomeAt?.(count, { gated: true, startupSeconds: null }) ?? null;
  if (outcome === null || outcome.budget === null || outcome.worstCase >= count) return null;
  const limits = limitsOf(workload, at);
  const limit = limits === null ? null : [...limits.slice(1), "maxUnavailable"];
  const value = limit === null ? null : get(old, ...limit);
  const isDefault = limit !== null && get(base, ...limit) == null;
  const how =
    typeof value === "number" || typeof value === "string"
      ? `, maxUnavailable: ${value}${isDefault ? " by default" : ""},`
      : "";
  const most =
    replicas === null
      ? atMost(ofNodes ?? `${outcome.budget}`)
      : `at most ${outcome.budget} of ${pods(count)}`;
  const what = outcome.budget === 0 ? "no pod before a new one is ready" : `${most} at a time`;
  return {
    words: ` The strategy before this change${how} stops ${what}.`,
    cure: limits === null ? null : cureOf(workload, old, limits),
  };
}

function atMost(limit: string): string {
  return limit.endsWith("%") ? `at most ${limit} of the pods` : `at most ${limit}`;
}

/** Returns the mapping of the limits, as keys below the spec; null where other numbers decide. */
function limitsOf(workload: Workload, at: KeyPath): KeyPath | null {
  if (at.at(-1) === "maxUnavailable") return at.slice(1, -1);
  return kindOf(workload).limitsAt?.(workload) ?? null;
}

function cureOf(
  { traits, spec, apiVersion }: Workload,
  old: JsonObject,
  limits: KeyPath,
): StrategyCure | null {
  const { strategyField: field, withDefaults } = traits;
  const now = asObject(withDefaults(spec, apiVersion)[field]);
  const numbers = get(old, ...limits.slice(1));
  if (old.type !== now.type) {
    const [, name, ...deeper] = limits;
    if (typeof old.type !== "string" || typeof name !== "string" || deeper.length > 0) return null;
    const plain = withDefaults({ ...spec, [field]: { type: old.type } }, apiVersion)[field];
    // What the defaults fill in needs no line.
    const isPlain = canonicalJson(plain) === canonicalJson(old) || !isObject(numbers);
    return {
      path: ["spec", field],
      entries: { type: old.type, ...(isPlain ? {} : { [name]: numbers as JsonObject }) },
    };
  }
  const changed = ["maxSurge", "maxUnavailable"].flatMap((name): [string, string | number][] => {
    const value = get(numbers, name);
    const isScalar = typeof value === "number" || typeof value === "string";
    return isScalar && value !== get(now, ...limits.slice(1), name) ? [[name, value]] : [];
  });
  return changed.length > 0 ? { path: ["spec", ...limits], entries: Object.fromEntries(changed) } : null;
}
