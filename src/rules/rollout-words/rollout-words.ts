import type { KeyPath } from "../../workload/workload.js";
import type { RuleInput } from "../rule.js";

/** A sentence about the strategy, and where it stands, as keys below the object. */
export interface StrategyWords {
  path: KeyPath;
  message: string;
}

/** What rules have to say of one kind's strategy. */
export interface RolloutWords {
  /** Why the strategy itself takes every pod out; `all` names them. Null where it does not. */
  outage(input: RuleInput, all: string): StrategyWords | null;
  /** Why a gate would not lower the worst case, where that lies in the strategy; null where it does not. */
  idleGate(input: RuleInput): string | null;
  /**
   * A type that allows no rollingUpdate, and how a client-side apply takes away the one that the defaults have filled in
   * beside this strategy; null where there is no such type, or whoever applied the strategy wrote a rollingUpdate.
   */
  leftBehind(strategy: unknown): { type: string; clientSide: string } | null;
  /** What softens the outage of deleting and creating the object again, as a sentence after a space; may be empty. */
  recreation(field: string): string;
}
