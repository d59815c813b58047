/**
 * Edits of kustomizations' files that give containers the probes which they lack, each proven: every kustomization of the
 * repository that takes the file in is built again, and nothing may differ but the probes of containers for which one is wanted.
 */
import type { ProbeOutcome, ProbeRefusal, WantedProbe } from "../../../manifest/edit/rendered-probe.js";
import type { SourceEdit } from "../../../manifest/edit/source-edit.js";
import { asString, get } from "../../../manifest/json-value.js";
import type { Renderer } from "../../../renderer/renderer.js";
import type { ProofTools, ProvenProbes } from "../../probe-judge.js";
import type { Rendering } from "../../rendering.js";
import type { Kustomizations } from "../find-roots.js";
import type { BuiltKustomization } from "../render-kustomization.js";
import { type Candidates, candidatesFor } from "./candidates.js";
import { proveEdits } from "./prove-edits.js";
import { Roots } from "./roots.js";

export interface KustomizationsToProve {
  /** those of the change that could be built, by their folder */
  built: ReadonlyMap<string, BuiltKustomization>;
  /** all of the repository; null where the change can concern none */
  all: Kustomizations | null;
}

/** Containers for which edits are looked for: each may cost several builds. */
const MAX_CONTAINERS = 40;

/** Containers that the same entry of a file makes, in whatever kustomizations. */
interface Group {
  key: string;
  needed: WantedProbe[];
  candidates: Candidates;
}

/** Returns what came of the probes that containers of the kustomizations lack; `wanted` are those of all renderings. */
export async function probesOfKustomizations(
  renderings: readonly Rendering[],
  wanted: readonly WantedProbe[],
  { built, all }: KustomizationsToProve,
  tools: ProofTools,
): Promise<ProvenProbes> {
  const none: ProvenProbes = { outcomes: [], textOf: () => null };
  if (all === null || built.size === 0) return none;
  const roots = new Roots(renderings, built, all, tools.tree, tools);
  const needed = wanted.filter((one) => one.isNeeded && renderings[one.rendering]?.tool === "kustomize");
  const { groups, beyond } = grouped(needed, roots, tools);
  if (groups.length === 0) return none;
  for (const { path } of groups.flatMap(({ candidates }) => candidates.edits)) await roots.over(path);
  // An edit may reach what the change does not, and that is judged as well.
  const more =
    roots.others.length === 0 ? wanted : await tools.judge.wanted([...renderings, ...roots.others]);
  const refused = (reason: ProbeRefusal["reason"], all: readonly WantedProbe[]) =>
    all.map((one) => outcome(one, { reason }));
  const tried =
    more === null
      ? refused(
          "not-judged",
          groups.flatMap((group) => group.needed),
        )
      : await outcomesOf(groups, { roots, wanted: more, renderer: tools.renderer });
  const outcomes = [...tried, ...refused("beyond-limit", beyond)];
  const texts = new Map([...built.values()].flatMap(({ files }) => Object.entries(files)));
  return { outcomes, textOf: (path) => texts.get(path) ?? null };
}

interface Proof {
  roots: Roots;
  wanted: readonly WantedProbe[];
  renderer: Renderer;
}

function grouped(
  needed: readonly WantedProbe[],
  roots: Roots,
  tools: ProofTools,
): { groups: Group[]; beyond: WantedProbe[] } {
  const groups = new Map<string, Group>();
  const beyond: WantedProbe[] = [];
  for (const one of needed) {
    const key = keyOf(one, roots);
    const at = roots.objectOf(one);
    if (key === null || at === null) continue;
    const known = groups.get(key);
    if (known !== undefined) known.needed.push(one);
    else if (groups.size < MAX_CONTAINERS)
      groups.set(key, { key, needed: [one], candidates: candidatesFor(one, at, tools) });
    else beyond.push(one);
  }
  return { groups: [...groups.values()], beyond };
}

/** Returns what tells the entry of a file that makes a container from others. */
function keyOf(wanted: WantedProbe, roots: Roots): string | null {
  const at = roots.objectOf(wanted);
  if (at === null) return null;
  const { read, root } = at;
  const kind = asString(get(read.value, "kind")) ?? "";
  const name = asString(get(read.value, "metadata", "name")) ?? "";
  const { origin = read.printed?.path ?? "" } = read.object;
  const own = root.sources.origin(origin, kind, name);
  const source = own === null ? [root.built.folder, name] : [get(own.value, "metadata", "name")];
  return JSON.stringify([origin, kind, ...source, get(read.value, ...wanted.container, "name")]);
}

/** All are proven at once where that holds, which costs one build of each kustomization, and those that are left one by one. */
async function outcomesOf(groups: readonly Group[], proof: Proof): Promise<ProbeOutcome[]> {
  const together = await provenTogether(groups, proof);
  const outcomes = [...together];
  for (const group of groups) {
    let left = group.needed.filter((one) => !outcomes.some((known) => isOf(known, one)));
    while (left.length > 0) {
      const [lead] = left as [WantedProbe, ...WantedProbe[]];
      const found = await outcomesFor(lead, group, proof);
      const fresh = found.filter((one) => !outcomes.some((known) => isOf(known, one)));
      outcomes.push(...fresh);
      left = left.filter((one) => !fresh.some((known) => isOf(known, one)));
    }
  }
  return outcomes;
}

/** Returns what the first edit of each group does, made together with the others'; nothing where that is not proven. */
async function provenTogether(groups: readonly Group[], proof: Proof): Promise<ProbeOutcome[]> {
  const taken = new Map<string, SourceEdit>();
  for (const { key, candidates } of groups) {
    const [edit] = candidates.edits;
    if (edit !== undefined && ![...taken.values()].some((other) => meet(edit, other))) taken.set(key, edit);
  }
  if (taken.size < 2) return [];
  const came = await proveEdits([...taken.values()], null, proof);
  if ("reason" in came) return [];
  const found = came.map(({ wanted }) => ({ wanted, key: keyOf(wanted, proof.roots) ?? "" }));
  if (!found.every(({ key }) => taken.has(key))) return [];
  const containersOf = (key: string) => mostInOne(found.filter((one) => one.key === key));
  return found.map(({ wanted, key }) =>
    outcome(wanted, {
      edits: [taken.get(key) as SourceEdit],
      ...{ probe: wanted.probe, containers: containersOf(key) },
    }),
  );
}

function meet(left: SourceEdit, right: SourceEdit): boolean {
  return left.path === right.path && left.startLine <= right.endLine && right.startLine <= left.endLine;
}

/** Tries the edits of a container's group one by one; the lead is among what comes, if only with a reason. */
async function outcomesFor(lead: WantedProbe, { candidates }: Group, proof: Proof): Promise<ProbeOutcome[]> {
  let refusal: ProbeRefusal = candidates.refusal;
  for (const edit of candidates.edits) {
    const came = await proveEdits([edit], lead.rendering, proof);
    if ("reason" in came || !came.some(({ wanted }) => isOf(wanted, lead))) {
      // That a JSON patch puts the container there says more than what came of another place.
      if (refusal.reason !== "json-patch") refusal = "reason" in came ? came : { reason: "not-proven" };
      continue;
    }
    const containers = mostInOne(came);
    return came.map(({ wanted }) => outcome(wanted, { edits: [edit], probe: wanted.probe, containers }));
  }
  return [outcome(lead, refusal)];
}

/** Returns the most containers of one kustomization. */
function mostInOne(came: readonly { wanted: WantedProbe }[]): number {
  const counts = new Map<number, number>();
  for (const { wanted } of came) counts.set(wanted.rendering, (counts.get(wanted.rendering) ?? 0) + 1);
  return Math.max(...counts.values());
}

function outcome(
  { rendering, text, object, container }: WantedProbe,
  edit: ProbeOutcome["edit"],
): ProbeOutcome {
  return { rendering, text, object, container, edit };
}

type Placed = Pick<WantedProbe, "rendering" | "text" | "object" | "container">;

function isOf(left: Placed, right: Placed): boolean {
  const keyOf = ({ rendering, text, object, container }: Placed) =>
    JSON.stringify([rendering, text, object, container]);
  return keyOf(left) === keyOf(right);
}
