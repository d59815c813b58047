import { judgeInSight, judgeObject } from "../../judge/judge-object.js";
import type { RuleVerdict } from "../../judge/judge-workload.js";
import { KIND_INDEX } from "../../kinds/kinds.js";
import { isKnownUnjudged } from "../../kinds/unjudged-kinds.js";
import type { ManifestObject } from "../../manifest/manifest.js";
import { scopeOf } from "../../manifest/origin.js";
import type { Policy } from "../../policy/policy.js";
import type { RenderedChange } from "../../render/render-change.js";
import { aimedAt } from "../../rules/sight/unreached-service.js";
import type { PairedChange } from "../../workload/change/pair-change.js";
import { objectChanged } from "../../workload/change/pair-workloads.js";
import { onSide, renamesOf } from "../../workload/changed-manifest.js";
import { isWholeObject } from "../../workload/neighbours/is-whole-object.js";
import { isAutoscalerKind } from "../../workload/neighbours/read-autoscaler.js";
import { servicesOf } from "../../workload/neighbours/services-of.js";
import { type Sight, sightsOf } from "../../workload/sight/sight.js";
import { fixesOfObject } from "../suggest/field-fixes.js";
import type { Finding } from "./finding.js";
import { changedObjects, type JudgedObject, objectFindings } from "./object-findings.js";
import { pairObjects } from "./pair-objects.js";

/**
 * The Services, autoscalers and budgets that the change touches, whether or not a workload changes with them; behind them
 * the autoscalers and budgets that it leaves as they are, where what they scale or count on is not as it was, and the
 * Services that lead to no pod of a workload that it changes, and led to none before.
 */
export function judgeNeighbours(
  paired: PairedChange,
  rendered: RenderedChange,
  policy: Policy,
): JudgedObject[] {
  const { changed, headNeighbours, isHiddenAtBase } = paired;
  const objectsAt = (side: "before" | "after") =>
    onSide(changed, side)
      .flatMap(({ objects }) => objects)
      .filter((object) => !isWorkload(object) && !isKnownUnjudged(object));
  const isWhole = (object: ManifestObject) => isWholeObject(object, headNeighbours(scopeOf(object)));
  const sights = {
    base: sightsOf(rendered, "before", KIND_INDEX),
    head: sightsOf(rendered, "after", KIND_INDEX),
  };
  const namesakes = pairObjects(objectsAt("before"), objectsAt("after"), renamesOf(changed));
  const touched = changedObjects(namesakes, isWhole, isHiddenAtBase);
  const judged = touched.map((one): JudgedObject => {
    const old = one.before ?? one.renamedFrom;
    const sightBefore = old === null ? null : sights.base(scopeOf(old));
    // What is missed at the head may have been missed before, where the base is not seen.
    const isComparable = !one.isHiddenAtBase && (one.before === null || sightBefore !== null);
    const sight = isComparable ? sights.head(scopeOf(one.after)) : null;
    const around = { ...one, isTouched: true, sight, sightBefore };
    // Under another name the cluster has none yet, so that nothing of it is changed, and it reached nothing.
    const known = { ...around, sightBefore: one.before === null ? null : sightBefore };
    const verdicts = judgeObject(one.after, known, policy);
    return { ...around, verdicts, missed: missedBy(one.after, verdicts, sight) };
  });
  const known = new Set(touched.map(({ after }) => after));
  const changing = changingPairs(paired);
  const beside = besideWorkloads(changing, paired).filter((object) => !known.has(object));
  const left = beside.flatMap((object): JudgedObject[] => {
    const [sightBefore, sight] = [sights.base(scopeOf(object)), sights.head(scopeOf(object))];
    if (sightBefore === null || sight === null) return [];
    const aimed = object.kind === "Service" ? aimedAt(object, sight) : [];
    const concerned = changing.filter(({ pair }) => aimed.some(({ id }) => id === pair.after?.id));
    if (object.kind === "Service" && concerned.length === 0) return [];
    const whole = isWhole(object);
    const around = {
      before: object,
      renamedFrom: null,
      isWhole: whole,
      isHiddenAtBase: false,
      sight,
      sightBefore,
    };
    // It led to none of their pods before, whatever may have hidden what it was meant for.
    const wasThere = concerned.some(({ pair }) => pair.before !== null);
    const verdicts = judgeInSight(object, around, policy).map((verdict) =>
      wasThere ? { ...verdict, wasThere } : verdict,
    );
    const missed = missedBy(object, verdicts, sight);
    return verdicts.length === 0 ? [] : [{ ...around, after: object, isTouched: false, verdicts, missed }];
  });
  return [...judged, ...left];
}

function missedBy(object: ManifestObject, verdicts: readonly RuleVerdict[], sight: Sight | null): string[] {
  const isMiss = verdicts.some(({ rule, path }) => rule === "service-mismatch" && path[1] === "selector");
  if (sight === null || !isMiss) return [];
  const unserved = aimedAt(object, sight).filter((one) => servicesOf(one, sight.neighbours).length === 0);
  return unserved.map(({ id }) => id);
}

function changingPairs({ pairs }: PairedChange): PairedChange["pairs"] {
  return pairs.filter(({ pair }) => pair.before === null || pair.after === null || objectChanged(pair));
}

/** Returns the Services, autoscalers and budgets of the folders in which a workload changes. */
function besideWorkloads(changing: PairedChange["pairs"], { headManifests }: PairedChange): ManifestObject[] {
  const scopes = new Set(changing.map(({ pair }) => (pair.after ?? pair.before)?.scope));
  return headManifests
    .filter(({ origin }) => scopes.has(origin.scope))
    .flatMap(({ objects }) => objects)
    .filter(({ kind }) => kind === "Service" || kind === "PodDisruptionBudget" || isAutoscalerKind(kind));
}

/** Also one whose kind is a slip. */
function isWorkload(object: ManifestObject): boolean {
  return KIND_INDEX.names.has(object.kind) || KIND_INDEX.meantAs(object) !== null;
}

export function neighbourFindings(objects: readonly JudgedObject[], policy: Policy): Finding[] {
  return objects.flatMap((object) => {
    if (object.isTouched) return objectFindings(object, policy, fixesOfObject(object, policy));
    // What an autoscaler or a budget missed before says nothing of this change; a Service's traffic is the workload's own.
    return objectFindings(object, policy, new Map()).filter(
      ({ state }) => state === "new" || object.after.kind === "Service",
    );
  });
}
