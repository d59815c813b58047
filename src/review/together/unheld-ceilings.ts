import type { ManifestObject } from "../../manifest/manifest.js";
import { problemOf } from "../../manifest/origin.js";
import type { Problem } from "../../manifest/problem.js";
import type { Policy } from "../../policy/policy.js";
import { objectName } from "../../workload/names.js";
import { MAX_FOUND, type TogetherOfReview } from "./find-together.js";

/** Returns the Services that were not held to `worstCase.perService`, which a green check would hide; none without it. */
export function unheldCeilings({ found, left }: TogetherOfReview, policy: Policy): Problem[] {
  if (policy.worstCase?.perService === undefined || policy.rules["worst-case"] === "off") return [];
  const isService = ({ kind }: ManifestObject) => kind === "Service";
  const [first, ...others] = left.filter(isService);
  const beyond =
    first === undefined
      ? []
      : [
          problemOf(
            first,
            [],
            "ceiling",
            `this Service${others.length > 0 ? ` and ${others.length} more` : ""} of several workloads ${others.length > 0 ? "are" : "is"} not held to worstCase.perService: one review looks at ${MAX_FOUND} such objects`,
          ),
        ];
  const unknown = found.flatMap(({ object, report, unknown: why }) =>
    why === null || !isService(object)
      ? []
      : [
          problemOf(
            object,
            [],
            "ceiling",
            `${objectName(report)} is not held to worstCase.perService: ${why}`,
          ),
        ],
  );
  return [...unknown, ...beyond];
}
