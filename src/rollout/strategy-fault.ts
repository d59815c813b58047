/** Something in a rollout's settings that keeps it from happening. */
export interface StrategyFault {
  /** dot path below `spec`: "strategy.rollingUpdate.maxUnavailable" */
  field: string;
  /** what was found, what is allowed and why; holds values from the manifest */
  message: string;
  /** part of the fault is something that is not written: a patch, which states only a part, cannot have it */
  assumesAbsent: boolean;
  /** the object itself is refused; otherwise it is taken, and its rollout can never proceed */
  refused: boolean;
}

/** Returns a fault whose message begins with the field's own name; "type" alone would not say whose. */
export function strategyFault(field: string, predicate: string, assumesAbsent = false): StrategyFault {
  const keys = field.split(".");
  const name = keys.at(-1) === "type" ? field : keys.at(-1);
  return { field, message: `${name} ${predicate}`, assumesAbsent, refused: true };
}
