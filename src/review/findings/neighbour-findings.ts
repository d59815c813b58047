import { judgeObject } from "../../judge/judge-object.js";
import { KIND_INDEX } from "../../kinds/kinds.js";
import { isKnownUnjudged } from "../../kinds/unjudged-kinds.js";
import type { ManifestObject } from "../../manifest/manifest.js";
import { scopeOf } from "../../manifest/origin.js";
import type { Policy } from "../../policy/policy.js";
import type { PairedChange } from "../../workload/change/pair-change.js";
import { onSide } from "../../workload/changed-manifest.js";
import { isWholeObject } from "../../workload/neighbours/is-whole-object.js";
import { fixesOfObject } from "../suggest/field-fixes.js";
import type { Finding } from "./finding.js";
import { changedObjects, type JudgedObject, objectFindings } from "./object-findings.js";

/** The Services, autoscalers and budgets that the change touches, whether or not a workload changes with them. */
export function judgeNeighbours(
  { changed, headNeighbours, isHiddenAtBase }: PairedChange,
  policy: Policy,
): JudgedObject[] {
  const objectsAt = (side: "before" | "after") =>
    onSide(changed, side)
      .flatMap(({ objects }) => objects)
      .filter((object) => !isWorkload(object) && !isKnownUnjudged(object));
  const isWhole = (object: ManifestObject) => isWholeObject(object, headNeighbours(scopeOf(object)));
  return changedObjects(objectsAt("before"), objectsAt("after"), isWhole, isHiddenAtBase).map((one) => ({
    ...one,
    verdicts: judgeObject(one.after, one, policy),
  }));
}

/** Also one whose kind is a slip. */
function isWorkload(object: ManifestObject): boolean {
  return KIND_INDEX.names.has(object.kind) || KIND_INDEX.meantAs(object) !== null;
}

export function neighbourFindings(objects: readonly JudgedObject[], policy: Policy): Finding[] {
  return objects.flatMap((object) => objectFindings(object, policy, fixesOfObject(object, policy)));
}
