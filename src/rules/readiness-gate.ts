import { kindOf } from "../kinds/kinds.js";
import { fieldName } from "../manifest/field-name.js";
import { allowanceOf, lossOf, onVersions, pods } from "../rollout/pods-in-words.js";
import { containerName, workloadName } from "../workload/names.js";
import { type Container, isGated } from "../workload/workload.js";
import type { Rule, RuleInput, Verdict } from "./rule.js";
import { strayProbe } from "./unknown-field.js";

/** A serving container that Kubernetes does not wait for makes the budget hollow. */
export const readinessGate: Rule = {
  name: "readiness-gate",
  text: {
    severity: "error",
    title: "A serving container that Kubernetes does not wait for",
    help: "Without a readiness or startup probe Kubernetes counts a new pod as available as soon as its process runs, and takes old pods away before the new ones serve. More pods can be out of service at once than maxUnavailable promises. Add a readinessProbe that succeeds only when the container can serve.",
  },
  judges: "cost",
  check(given) {
    // Where versions differ, the one on which a probe would help speaks.
    const input = { ...given, analysis: { ...given.analysis, ...given.analysis.gating } };
    // A changed selector costs every pod once; whether a probe is missing counts for every rollout after it.
    const { rollout, gateHelps } = input.analysis;
    if (rollout.gated || gateHelps === null) return [];
    return input.serving.containers
      .filter((container) => !isGated(container))
      .map(
        (container): Verdict => ({
          // Operators see a gap in a graph where users would see an error.
          severity: gateHelps && !input.serving.operatorsOnly ? "error" : "warning",
          container,
          subject: "",
          path: container.path,
          message: messageFor(container, input, gateHelps),
        }),
      );
  },
};

/** The consequence first, then its cause. */
function messageFor(container: Container, input: RuleInput, helps: boolean): string {
  const { workload, analysis, policy } = input;
  const who = container.name === null ? containerName(container) : `container ${containerName(container)}`;
  const cause = `${who} has no readiness or startup probe, so Kubernetes counts a new pod as available as soon as its process runs`;
  const lost = lossOf(analysis.settled);
  const stray = strayProbe(container, workload, policy);
  const notRead = stray === null ? "" : ` The probe at ${fieldName(stray.fault.path)} is not read.`;
  if (helps) {
    const assumed = policy.startupSeconds === null ? "" : ` where the app takes ${startOf(policy)}`;
    return `A rollout of ${workloadName(workload)} can take ${lost} out of service at once${onVersions(analysis)}${assumed}, while its strategy allows ${allowanceOf(analysis.settled)}: ${cause}.${notRead}${raisedWords(input)}${operatorsWords(input)}`;
  }
  return `Traffic reaches pods that cannot serve yet: ${cause}.${notRead} (${whyNoHelp(input, lost)})`;
}

function operatorsWords({ serving }: RuleInput): string {
  return serving.operatorsOnly ? " Its ports are for operators alone, by their names." : "";
}

/** More pods in the same change start cold, too, so fewer of the old ones are sure to be left. */
function raisedWords({ analysis, change }: RuleInput): string {
  const { guaranteed, atReplicas, worstCase } = analysis.rollout;
  // Where every pod can go anyway there is nothing more to tell.
  if (guaranteed === null || worstCase === atReplicas) return "";
  const least =
    guaranteed === 0
      ? "not one pod is sure to serve"
      : `only ${pods(guaranteed)} ${guaranteed === 1 ? "is" : "are"} sure to serve`;
  return ` While this change takes replicas from ${change.raisedFrom} to ${atReplicas}, ${least}.`;
}

/** Returns why a gate would not lower the worst case. */
function whyNoHelp(input: RuleInput, lost: string): string {
  const { workload, analysis, policy } = input;
  const { budget, atReplicas, unknownNodes } = analysis.settled;
  const inStrategy = kindOf(workload).words.idleGate(input);
  if (inStrategy !== null) return inStrategy;
  if ((budget !== null && atReplicas !== null && budget >= atReplicas) || unknownNodes?.limit === "100%")
    return `The strategy allows ${lost} to be out anyway, so a probe would not lower the worst case.`;
  const { startupSeconds, startupSource } = policy;
  const annotated = startupSource === "annotation";
  if (startupSeconds === 0)
    return `${annotated ? "Its annotation" : "The policy"} says that the app serves as soon as it runs: only that holds the budget.`;
  const start = annotated
    ? `the start of ${startupSeconds} s that its annotation states`
    : `the app's known start of ${startupSeconds} s`;
  return `Only minReadySeconds, longer than ${start}, holds the budget.`;
}

function startOf({ startupSeconds, startupSource }: RuleInput["policy"]): string {
  return `${startupSeconds} s to start${startupSource === "annotation" ? ", as its annotation says" : ""}`;
}
