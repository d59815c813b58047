/**
 * Edits of charts that give containers the probes which they lack, each proven: the chart is rendered again with every set of
 * values, and nothing may differ but the probes of containers for which one is wanted.
 */
import type { ProbeOutcome, ProbeRefusal, WantedProbe } from "../../../manifest/edit/rendered-probe.js";
import type { ProvenProbes } from "../../probe-judge.js";
import type { Rendering } from "../../rendering.js";
import type { ChartAtHead } from "../render-chart.js";
import { candidatesFor } from "./candidates.js";
import { provenTogether } from "./joint-proof.js";
import { mappedLine } from "./mapped-line.js";
import {
  type Attempt,
  type Candidate,
  type ChartTools,
  type ChartToProve,
  type Proof,
  textOf,
} from "./proof.js";
import { proveEdits } from "./prove-edits.js";

/** Containers for which edits are looked for: each costs several renderings with every set. */
const MAX_CONTAINERS = 40;

/** Returns what came of the probes that containers of the charts lack; `wanted` are those of all renderings. */
export async function probesOfCharts(
  renderings: readonly Rendering[],
  wanted: readonly WantedProbe[],
  heads: readonly ChartAtHead[],
  tools: ChartTools,
): Promise<ProvenProbes> {
  const charts = heads.map((head) => chartToProve(head, renderings));
  const outcomes: ProbeOutcome[] = [];
  const own = wanted.filter(({ rendering }) => renderings[rendering]?.tool === "helm");
  const needed = own.filter(({ isNeeded }) => isNeeded);
  const proof: Proof = { ...tools, charts, renderings, wanted: own, maps: new Map() };
  const groups = grouped(needed, renderings);
  const attempts = new Map<string, Attempt>();
  for (const group of groups.slice(0, MAX_CONTAINERS))
    outcomes.push(...(await outcomesOf(group, proof, attempts)));
  const together = await provenTogether([...attempts.values()], proof);
  const alone = new Set([...attempts].flatMap(([key, attempt]) => (together.includes(attempt) ? [] : [key])));
  for (const one of groups.slice(MAX_CONTAINERS).flat())
    outcomes.push(outcome(one, { reason: "beyond-limit" }));
  const textOfCharts = (path: string) =>
    charts.map((chart) => textOf(chart, path)).find((one) => one !== null) ?? null;
  return { outcomes: outcomes.map((one) => withAlone(one, alone)), textOf: textOfCharts };
}

function chartToProve({ chart, sets, others }: ChartAtHead, renderings: readonly Rendering[]): ChartToProve {
  const sides = renderings.flatMap(({ tool, folder, set, after }, index) => {
    if (tool !== "helm" || folder !== chart.folder || after?.kind !== "rendered") return [];
    const values = sets.find(({ name }) => name === set);
    return values === undefined ? [] : [{ index, set: values, side: after }];
  });
  return { chart, others, sides };
}

/** Containers that the same line of a template makes, under whatever values, have the same edits. */
function grouped(wanted: readonly WantedProbe[], renderings: readonly Rendering[]): WantedProbe[][] {
  const groups = new Map<string, WantedProbe[]>();
  for (const one of wanted) {
    const side = renderings[one.rendering]?.after;
    const text = side?.kind === "rendered" ? side.texts[one.text] : undefined;
    const map = side?.kind === "rendered" ? (side.map ?? null) : null;
    const line = one.keys[0]?.line;
    const at = map === null || text === undefined || line === undefined ? null : mappedLine(map, text, line);
    const key = JSON.stringify(
      at === null
        ? [one.rendering, one.text, one.object, one.container]
        : [at.place.template, at.place.line, at.spot.keys ?? []],
    );
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

/** `alone` are edits that are not made with others. */
function withAlone(outcome: ProbeOutcome, alone: ReadonlySet<string>): ProbeOutcome {
  const { edit } = outcome;
  if (!("edits" in edit) || !alone.has(JSON.stringify(edit.edits))) return outcome;
  return { ...outcome, edit: { ...edit, isAlone: true } };
}

/** Tries edits for containers of one line until all have one, or none is left; those that are proven go to `attempts`. */
async function outcomesOf(
  group: readonly WantedProbe[],
  proof: Proof,
  attempts: Map<string, Attempt>,
): Promise<ProbeOutcome[]> {
  const outcomes: ProbeOutcome[] = [];
  let left = [...group];
  while (left.length > 0) {
    const [lead] = left as [WantedProbe, ...WantedProbe[]];
    const found = await outcomeFor(lead, proof);
    const reached =
      "reason" in found ? [] : left.filter((one) => found.probes.some(({ wanted }) => isSame(wanted, one)));
    if ("reason" in found || reached.length === 0) {
      const edit = "reason" in found ? found : { reason: "not-proven" as const };
      outcomes.push(outcome(lead, edit));
      left = left.slice(1);
      continue;
    }
    if (!("reason" in found)) attempts.set(JSON.stringify(found.edits), found);
    for (const one of reached) {
      const { probe } = found.probes.find(({ wanted }) => isSame(wanted, one)) as Attempt["probes"][number];
      outcomes.push(outcome(one, { edits: found.edits, probe, containers: found.containers }));
    }
    left = left.filter((one) => !reached.includes(one));
  }
  return outcomes;
}

function outcome(
  { rendering, text, object, container }: WantedProbe,
  edit: ProbeOutcome["edit"],
): ProbeOutcome {
  return { rendering, text, object, container, edit };
}

function isSame(left: WantedProbe, right: WantedProbe): boolean {
  const keyOf = ({ rendering, text, object, container }: WantedProbe) =>
    JSON.stringify([rendering, text, object, container]);
  return keyOf(left) === keyOf(right);
}

/** Returns the first edits that are proven, or the reason of the last ones that are not. */
async function outcomeFor(lead: WantedProbe, proof: Proof): Promise<Attempt | ProbeRefusal> {
  const { candidates, refusal } = await candidatesFor(lead, proof);
  let last: ProbeRefusal = refusal;
  for (const candidate of candidates) {
    const proven = await proveEdits(lead, candidate, proof);
    if (!("reason" in proven)) return proven;
    last = weightier(last, proven, candidate);
  }
  return last;
}

/** What the template has of its own says more than what came of an edit of values, but not where one was not tried to its end. */
function weightier(known: ProbeRefusal, came: ProbeRefusal, { isOfValues }: Candidate): ProbeRefusal {
  const untried = [known, came].find(({ reason }) => reason === "not-judged");
  if (untried !== undefined) return untried;
  return isOfValues && known.reason === "probe-by-values" ? known : came;
}
