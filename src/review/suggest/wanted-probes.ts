/** Which probes containers lack that a tool made, for whoever can edit its sources and prove the edit. */
import { type Judgement, judgeWorkload } from "../../judge/judge-workload.js";
import { KIND_INDEX } from "../../kinds/kinds.js";
import type { RenderedContainer, WantedProbe } from "../../manifest/edit/rendered-probe.js";
import { canonicalJson, type JsonObject } from "../../manifest/json-value.js";
import { linesAt, nodeAt } from "../../manifest/locate.js";
import { pathFilter } from "../../policy/path-filter.js";
import type { Policy } from "../../policy/policy.js";
import type { RenderedChange } from "../../render/render-change.js";
import { NO_CHANGE } from "../../workload/change/change-facts.js";
import { type PairedChange, pairChange } from "../../workload/change/pair-change.js";
import { placeholderIn } from "../../workload/read-workload.js";
import type { Container, Workload } from "../../workload/workload.js";
import { compareWorkloads } from "../compare-workloads.js";
import { withNamedPort } from "./named-port.js";
import { outcomeOf } from "./prove-edit.js";
import { MAX_CONTAINERS, suggestFixes } from "./suggest-fixes.js";
import { mayHaveProbe, waitsForOldPod } from "./synthesize-probe.js";

/** Containers of which nothing is found that are judged with probes of others, and how many of these: each costs a judgement. */
const MAX_JUDGED = 500;
const MAX_PROBES = 20;

/**
 * Returns the probes for rendered containers that the change concerns, and for those of the same sources that it leaves as
 * they are: an edit may reach them too.
 */
export function wantedProbes(rendered: RenderedChange, policy: Policy): WantedProbe[] {
  const { judgements, paired } = judgedRenderings(rendered, policy);
  const editables = judgements.map((judgement) => ({
    judgement,
    neighbours: paired.headNeighbours(judgement.workload.scope),
    hunksOf: () => null,
  }));
  const fixes = suggestFixes(editables);
  const found = new Map<string, WantedProbe>();
  const add = (wanted: WantedProbe | null) => {
    if (wanted !== null && !found.has(placeOf(wanted))) found.set(placeOf(wanted), wanted);
  };
  for (const { workload, verdicts } of judgements) {
    for (const verdict of verdicts) {
      const fix = fixes.get(verdict);
      const { container } = verdict;
      const isOfTool = fix?.reason === "rendered" || fix?.reason === "built";
      if (container !== null && isOfTool && fix.probe !== null)
        add(wantedProbe(workload, container, withNamedPort(fix.probe, container), true));
    }
  }
  if (found.size === 0) return [];
  // The same lines make containers of which nothing is found: with one replica, or of another set of values.
  const probes = [
    ...new Map([...found.values()].map(({ probe }) => [canonicalJson(probe), probe])).values(),
  ].slice(0, MAX_PROBES);
  let left = MAX_JUDGED;
  for (const judgement of judgements) {
    const { workload } = judgement;
    const neighbours = paired.headNeighbours(workload.scope);
    if (workload.containers.length > MAX_CONTAINERS) continue;
    for (const container of workload.containers) {
      if (container.probes.readinessProbe !== undefined || left <= 0) continue;
      left -= 1;
      const harmless = probes.find(
        (probe) =>
          mayHaveProbe(container, probe, judgement, neighbours) &&
          outcomeOf(judgement, container, probe, neighbours) === "mends",
      );
      if (harmless !== undefined) add(wantedProbe(workload, container, harmless, false));
    }
  }
  return [...found.values()];
}

/** Returns for each of the probes whether its container is mended by it. */
export function probesMend(
  probes: readonly WantedProbe[],
  rendered: RenderedChange,
  policy: Policy,
): boolean[] {
  const { judgements, paired } = judgedRenderings(rendered, policy);
  return probes.map((wanted) =>
    judgements.some((judgement) => {
      const { workload } = judgement;
      const container = workload.containers.find((one) => isAt(workload, one, wanted));
      const neighbours = paired.headNeighbours(workload.scope);
      return (
        container !== undefined &&
        !waitsForOldPod(judgement, neighbours) &&
        outcomeOf(judgement, container, wanted.probe, neighbours) === "mends"
      );
    }),
  );
}

interface JudgedRenderings {
  judgements: Judgement[];
  paired: PairedChange;
}

function judgedRenderings(rendered: RenderedChange, policy: Policy): JudgedRenderings {
  const paired = pairChange(rendered, pathFilter(policy), KIND_INDEX);
  const { reviewed } = compareWorkloads(paired, policy, rendered.limits.workloads);
  const { workloads, headNeighbours } = paired;
  const known = new Map<Workload, Judgement>();
  for (const { after } of reviewed)
    if (after !== null && isRendered(after.workload)) known.set(after.workload, after);
  const sources = new Set([...known.keys()].map(sourceOf));
  const seen = new Set([...known.keys()].map(keyOf));
  const others = workloads.filter(
    (workload) =>
      isRendered(workload) &&
      sources.has(sourceOf(workload)) &&
      !seen.has(keyOf(workload)) &&
      placeholderIn(workload) === null,
  );
  const judgements = [
    ...known.values(),
    ...others.map((workload) => judgeWorkload(workload, headNeighbours(workload.scope), policy, NO_CHANGE)),
  ];
  return { judgements, paired };
}

function isRendered({ object }: Workload): boolean {
  return object.document.manifest.origin.rendering !== undefined;
}

/** The chart, whatever its values, or the file, whichever kustomizations take it in. */
function sourceOf({ object }: Workload): string {
  const { path, origin } = object.document.manifest;
  return origin.rendering?.tool === "kustomize" ? path : (origin.rendering?.folder ?? "");
}

function keyOf({ object }: Workload): string {
  const { origin } = object.document.manifest;
  return JSON.stringify([origin.rendering?.at, object.place]);
}

function wantedProbe(
  { object }: Workload,
  { path }: Container,
  probe: JsonObject,
  isNeeded: boolean,
): WantedProbe | null {
  const at = containerAt(object, path);
  const node = nodeAt(object, path);
  if (at === null || node?.kind !== "map") return null;
  const keys = node.entries.flatMap(({ key }) =>
    key.kind === "scalar" ? [{ key: key.text, line: lineOf(object, key.start) }] : [],
  );
  const isOnOwnLines = new Set(keys.map(({ line }) => line)).size === node.entries.length;
  const { endLine } = linesAt(object, path);
  return { ...at, isNeeded, probe, keys: isOnOwnLines && !node.flow ? keys : [], endLine };
}

function lineOf({ document }: Workload["object"], offset: number): number {
  return document.manifest.lines.lineAt(document.start + offset);
}

function containerAt(object: Workload["object"], container: Container["path"]): RenderedContainer | null {
  const at = object.document.manifest.origin.rendering?.at;
  return at === undefined ? null : { ...at, object: object.place, container };
}

function isAt({ object }: Workload, { path }: Container, wanted: RenderedContainer): boolean {
  const at = containerAt(object, path);
  return at !== null && placeOf(at) === placeOf(wanted);
}

function placeOf({ rendering, text, object, container }: RenderedContainer): string {
  return JSON.stringify([rendering, text, object, container]);
}
