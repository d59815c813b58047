/** The kustomizations of a change to renderings, as far as one review takes them on. */
import type { ChangeSet } from "../../changeset/change-set.js";
import type { Trees } from "../../changeset/tree.js";
import type { Renderer } from "../../renderer/renderer.js";
import { andList } from "../../words/list.js";
import { quoted } from "../../words/quote.js";
import type { HelmOptions } from "../helm/render-chart.js";
import type { Rendering } from "../rendering.js";
import { editableInAll } from "./editable-texts.js";
import type { FoundKustomizations, KustomizationSource } from "./kustomizations-of.js";
import type { IsShown } from "./map-lines.js";
import { type BuiltKustomization, notBuilt, renderKustomization } from "./render-kustomization.js";

export interface RenderedKustomizations {
  renderings: Rendering[];
  /** those of the head that could be built, by their folder */
  heads: ReadonlyMap<string, BuiltKustomization>;
}

export async function renderKustomizations(
  { sources, left }: FoundKustomizations,
  changeSet: ChangeSet,
  trees: Trees,
  renderer: Renderer,
  options: HelmOptions = {},
): Promise<RenderedKustomizations> {
  const isShown = shownBy(changeSet);
  const renderings: Rendering[] = [];
  const heads = new Map<string, BuiltKustomization>();
  for (const source of sources) {
    const { rendering, head } = await renderKustomization(source, trees, renderer, options, isShown);
    renderings.push(rendering);
    if (head !== null) heads.set(head.folder, head);
  }
  return { renderings: editableInAll([...renderings, ...leftOut(left, sources.length)]), heads };
}

/** Returns what tells lines of the head that the diff shows; of a diff without hunks it is not known which. */
function shownBy({ files, others = [] }: ChangeSet): IsShown {
  const known = new Map([...files, ...others].map(({ path, hunks }) => [path, hunks]));
  return (path, from, to) => {
    const hunks = known.get(path);
    if (hunks == null) return hunks === null;
    return hunks.some(({ newStart, newLines }) => newStart <= to && newStart + newLines > from);
  };
}

/** One rendering for all that are not built. */
function leftOut([first, ...others]: readonly KustomizationSource[], built: number): Rendering[] {
  if (first === undefined) return [];
  const names = [first, ...others].slice(0, MAX_NAMED).map(({ folder }) => quoted(folder || "."));
  const more = others.length + 1 - names.length;
  const listed = andList(more > 0 ? [...names, `${more} more`] : names);
  return [notBuilt(first, `the change reaches more than the ${built} that were built; left: ${listed}`)];
}

const MAX_NAMED = 5;
