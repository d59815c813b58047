import type { Judgement } from "../../judge/judge-workload.js";
import type { JsonObject } from "../../manifest/json-value.js";
import type { Container } from "../../workload/workload.js";
import type { Finding } from "../findings/finding.js";

/** Returns the probe that the review suggests for each serving container that has none; `findings` are the review's. */
export function suggestedProbes(
  { workload, serving }: Judgement,
  findings: readonly Finding[],
): Map<Container, JsonObject> {
  const byName = new Map<string | null, JsonObject>();
  for (const { workload: id, container, rule, fix } of findings) {
    if (id === workload.id && rule === "readiness-gate" && fix !== null && fix.probe !== null)
      byName.set(container, fix.probe);
  }
  return new Map(
    serving.containers.flatMap((container) => {
      // Without a name it may be any of several.
      const probe = container.name === null ? undefined : byName.get(container.name);
      return probe === undefined ? [] : [[container, probe] as const];
    }),
  );
}
