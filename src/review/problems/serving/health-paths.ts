import type { Judgement } from "../../../judge/judge-workload.js";
import { problemOf } from "../../../manifest/origin.js";
import type { Problem } from "../../../manifest/problem.js";
import { quoted } from "../../../words/quote.js";
import { containerName } from "../../../workload/names.js";
import { pathForTraffic } from "../../../workload/probes/health-paths.js";

/**
 * Readiness probes that ask a framework whether the app lives. They hold a new pod back until its server answers, so it is a
 * notice and no finding: how much lies between that and serving only its owners know.
 */
export function healthPaths(judgements: readonly Judgement[]): Problem[] {
  return judgements.flatMap(({ workload, serving, analysis }) => {
    if (analysis.refused || analysis.rollout.replicas?.max === 0) return [];
    return serving.containers.flatMap((container): Problem[] => {
      const { readinessProbe } = container.probes;
      const path = readinessProbe === undefined ? null : pathForTraffic(readinessProbe);
      if (path === null || !path.isSure) return [];
      const { framework, from, to } = path;
      const message = `The readiness probe of ${containerName(container)} asks for ${quoted(from)}, by which ${framework} tells whether the app lives or has started, and may be answered with yes where the app cannot serve, as while start-up tasks run or once it refuses traffic. ${quoted(to)} is the path that tells that.`;
      return [problemOf(workload.object, [...container.path, "readinessProbe"], "health-path", message)];
    });
  });
}
