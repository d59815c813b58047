/** The proof of edits: every kustomization that takes the files in is built again, and compared with what it was. */
import { applyEdits } from "../../../manifest/edit/apply-edits.js";
import type { ProbeRefusal, WantedProbe } from "../../../manifest/edit/rendered-probe.js";
import type { SourceEdit } from "../../../manifest/edit/source-edit.js";
import { canonicalJson } from "../../../manifest/json-value.js";
import { parseYaml } from "../../../manifest/parse-yaml.js";
import type { KustomizeAnswer } from "../../../renderer/kustomize.js";
import type { Renderer } from "../../../renderer/renderer.js";
import { addedProbes } from "./added-probes.js";
import type { Root, Roots } from "./roots.js";

export interface Came {
  wanted: WantedProbe;
}

interface ProofOptions {
  roots: Roots;
  wanted: readonly WantedProbe[];
  renderer: Renderer;
}

/**
 * Returns the containers that get the probe which they lack, in all kustomizations; a refusal where anything else differs.
 * `lead` is the rendering for which the edits are made, null for several.
 */
export async function proveEdits(
  edits: readonly SourceEdit[],
  lead: number | null,
  { roots, wanted, renderer }: ProofOptions,
): Promise<Came[] | ProbeRefusal> {
  const reached = new Map<number, Root>();
  for (const path of new Set(edits.map((edit) => edit.path))) {
    const over = await roots.over(path);
    if (over === null) return { reason: "not-with-every-root" };
    for (const root of over) reached.set(root.index, root);
  }
  const came: Came[] = [];
  const isLead = ({ index }: Root) => index === lead;
  // What the edit is made for shows soonest that it does something else.
  for (const root of [...reached.values()].toSorted((a, b) => Number(isLead(b)) - Number(isLead(a)))) {
    const objects = await builtWith(edits, root, renderer);
    if (objects === null) return { reason: isLead(root) ? "not-proven" : "not-with-every-root" };
    const own = wanted.filter(({ rendering }) => rendering === root.index);
    const found = probesThatCame(root, objects, own);
    if (found === null) return { reason: isLead(root) ? "shared-lines" : "not-with-every-root" };
    came.push(...found);
  }
  return came;
}

/** Returns what a kustomization builds with edits; null where it builds nothing. */
async function builtWith(
  edits: readonly SourceEdit[],
  { built: { folder, files, notAsWritten, charts: ofBuild } }: Root,
  renderer: Renderer,
): Promise<KustomizeAnswer["objects"] | null> {
  const edited: Record<string, string> = { ...files };
  for (const path of new Set(edits.map((edit) => edit.path))) {
    const text = files[path];
    if (text === undefined || notAsWritten.has(path)) return null;
    // What a chart makes of its own file would have to be rendered again.
    if (ofBuild.charts.some((chart) => chart.files.includes(path))) return null;
    edited[path] = applyEdits(
      text,
      edits.filter((edit) => edit.path === path),
    );
  }
  const asked = await renderer.buildKustomization({ root: folder, files: edited, charts: ofBuild.given });
  if (asked.kind === "failed") return null;
  const { objects, error, refused = [], charts = [] } = asked.answer;
  return error !== undefined || refused.length + charts.length > 0 ? null : objects;
}

/** Returns the containers whose wanted probe is all that differs; null where anything else does. */
function probesThatCame(
  { built, texts }: Root,
  objects: KustomizeAnswer["objects"],
  wanted: readonly WantedProbe[],
): Came[] | null {
  if (built.objects.length !== objects.length) return null;
  const came: Came[] = [];
  for (const [index, before] of built.objects.entries()) {
    const after = objects[index];
    if (after === undefined) return null;
    if (before.yaml === after.yaml) continue;
    const [old, now] = [parseYaml(before.yaml), parseYaml(after.yaml)];
    const added = old.ok && now.ok ? addedProbes(old.value, now.value) : null;
    if (added === null) return null;
    const text = texts.findIndex((list) => list.some(({ object }) => object === before));
    const object = (texts[text]?.findIndex((one) => one.object === before) ?? -1) + 1;
    for (const { container, probe } of added) {
      const found = wanted.find(
        (one) =>
          one.text === text &&
          one.object === object &&
          canonicalJson(one.container) === canonicalJson(container) &&
          canonicalJson(one.probe) === canonicalJson(probe),
      );
      if (found === undefined) return null;
      came.push({ wanted: found });
    }
  }
  return came;
}
