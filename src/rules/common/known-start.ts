import type { Container } from "../../workload/workload.js";
import type { RuleInput } from "../rule.js";

/** Whether it is this container whose time to start is known: of several that serve it may be any. */
export function startsAsKnown(container: Container, { containers, unknown }: RuleInput["serving"]): boolean {
  return containers.length === 1 && unknown.length === 0 && containers[0] === container;
}

/** Returns how long an app takes to start and who says so: "the app takes 45 s to start, as its annotation says". */
export function startInWords(seconds: number, { policy }: Pick<RuleInput, "policy">): string {
  return `the app takes ${seconds} s to start, as ${policy.startupSource === "annotation" ? "its annotation" : "the policy"} says`;
}
