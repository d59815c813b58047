import type { Judgement } from "../../judge/judge-workload.js";
import type { Problem } from "../../manifest/problem.js";
import { workloadName } from "../../workload/names.js";
import { askedAutoscalers, MAX_AUTOSCALERS } from "../../workload/neighbours/autoscalers-of.js";
import { MAX_SERVICES, servicesOf } from "../../workload/neighbours/services-of.js";

/** Workloads with so many neighbours that not all may have been asked: the reader has to know. */
export function crowdedNeighbours(judgements: readonly Judgement[]): Problem[] {
  return judgements.flatMap(({ workload, neighbours }) => {
    const { path, line } = workload;
    const limits: [kind: string, asked: number, most: number][] = [
      ["Services", servicesOf(workload, neighbours).length, MAX_SERVICES],
      ["autoscalers", askedAutoscalers(workload, neighbours), MAX_AUTOSCALERS],
    ];
    return limits
      .filter(([, asked, most]) => asked >= most)
      .map(([kind, , most]): Problem => {
        const message = `${workloadName(workload)} has ${most} ${kind} or more: no more than ${most} of them were asked`;
        return { code: "neighbours-not-loaded", path, line, column: 1, message };
      });
  });
}
