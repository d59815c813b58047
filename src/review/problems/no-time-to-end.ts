import type { Judgement } from "../../judge/judge-workload.js";
import { problemOf } from "../../manifest/origin.js";
import type { Problem } from "../../manifest/problem.js";
import { graceOf } from "../../rules/common/grace-period.js";
import { killedAtOnceWords, tellsOfZero } from "../../rules/graceful-termination.js";
import { inPodTemplate } from "../../workload/pod-template.js";

/**
 * A grace period of 0 that the change writes where nothing else of the manifest says that the pods need one. Whoever writes it
 * chose it, so it is a notice and no finding; where the policy or the manifest asks for more (`tellsOfZero`), the finding says it.
 */
export function noTimeToEnd(before: Judgement | null, after: Judgement | null): Problem[] {
  if (after === null || after.workload.partial) return [];
  const { policy, serving, analysis, workload } = after;
  if (policy.rules["graceful-termination"] === "off") return [];
  if (!analysis.rollout.serving || serving.operatorsOnly || analysis.rollout.replicas?.max === 0) return [];
  const wasChosen = before !== null && graceOf(before.workload) === 0;
  if (wasChosen || graceOf(workload) !== 0 || tellsOfZero(workload, policy)) return [];
  const path = inPodTemplate(workload.traits, "spec", "terminationGracePeriodSeconds");
  return [problemOf(workload.object, path, "pre-stop", killedAtOnceWords(workload))];
}
