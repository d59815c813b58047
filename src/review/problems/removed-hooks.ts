import type { Judgement } from "../../judge/judge-workload.js";
import { problemOf } from "../../manifest/origin.js";
import type { Problem } from "../../manifest/problem.js";
import { preStopOf } from "../../rules/common/pre-stop.js";
import { renamedContainers } from "../../workload/change/renamed-containers.js";
import { containerName } from "../../workload/names.js";

/**
 * Serving containers that lose their preStop hook. Whether one is needed only the policy can say, so it is a notice and
 * no finding; where the policy asks for one, the finding says it.
 */
export function removedHooks(before: Judgement | null, after: Judgement | null): Problem[] {
  if (before === null || after === null || after.workload.partial) return [];
  const { policy, serving, analysis, workload } = after;
  if (policy.requirePreStop || policy.rules["graceful-termination"] === "off") return [];
  if (analysis.rollout.replicas?.max === 0) return [];
  const renamed = renamedContainers(before.workload, workload);
  return serving.containers
    .filter((container) => container.name !== null && preStopOf(container) === null)
    .flatMap((container): Problem[] => {
      const name = renamed.get(container.name as string) ?? container.name;
      const earlier = before.workload.containers.find((one) => one.name === name);
      if (earlier === undefined || preStopOf(earlier) === null) return [];
      const message = `This change removes the preStop hook of ${containerName(container)}: it is told to stop while the proxies still send it requests.`;
      return [problemOf(workload.object, container.path, "pre-stop", message)];
    });
}
