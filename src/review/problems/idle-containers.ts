import type { Judgement } from "../../judge/judge-workload.js";
import { problemOf } from "../../manifest/origin.js";
import type { Problem } from "../../manifest/problem.js";
import { quoted, shortened } from "../../words/quote.js";
import { containerName } from "../../workload/names.js";
import { idleContainers } from "../../workload/serving/idle-containers.js";

/** Containers that are asked and only wait: no probe on them would ever succeed, and none is missing. */
export function idleContainerProblems(judgements: readonly Judgement[]): Problem[] {
  return judgements.flatMap(({ workload, neighbours, analysis, change }) => {
    if (workload.partial || analysis.rollout.replicas?.max === 0) return [];
    return idleContainers(workload, neighbours)
      .filter(({ container }) => container.name === null || !change.stilled.has(container.name))
      .map(({ container, command, asked }): Problem => {
        const message = `${asked}, and ${containerName(container)} only runs ${quoted(shortened(command, 100))}: nothing listens there, unless somebody starts it in the pod by hand.`;
        return problemOf(workload.object, container.path, "no-effect", message);
      });
  });
}
