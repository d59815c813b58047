/** The kustomizations of the head that an edit of a file reaches: those of the change, and others of the repository. */
import type { Tree } from "../../../changeset/tree.js";
import type { WantedProbe } from "../../../manifest/edit/rendered-probe.js";
import type { Rendering } from "../../rendering.js";
import { type ReadObject, reviewedObjects } from "../built-side.js";
import { type Kustomizations, readersOf, rootsOver } from "../find-roots.js";
import { MAX_ROOTS } from "../kustomizations-of.js";
import { type BuildTools, type BuiltKustomization, buildSide } from "../render-kustomization.js";
import { Sources } from "../source-values.js";

/** A kustomization that nothing takes in, as it was built. */
export interface Root {
  /** which rendering it is, those of the repository that the change does not reach behind the others */
  index: number;
  built: BuiltKustomization;
  /** its objects by the text that they are in */
  texts: readonly (readonly ReadObject[])[];
  sources: Sources;
}

export class Roots {
  /** Renderings of those that the change does not reach: at both sides what they are at the head. */
  readonly others: Rendering[] = [];
  /** null for one that could not be built */
  readonly #known = new Map<string, Root | null>();

  constructor(
    readonly renderings: readonly Rendering[],
    heads: ReadonlyMap<string, BuiltKustomization>,
    readonly all: Kustomizations,
    readonly tree: Tree,
    readonly tools: Omit<BuildTools, "isShown">,
  ) {
    for (const [index, { tool, folder, after }] of renderings.entries()) {
      if (tool !== "kustomize" || after === null || after.kind === "none") continue;
      const built = after.kind === "rendered" ? heads.get(folder) : undefined;
      this.#known.set(folder, built === undefined ? null : rootOf(index, built));
    }
  }

  /** Returns all that take in a file; null where not all of them are known, or could be built, or are too many. */
  async over(path: string): Promise<Root[] | null> {
    if (this.all.left > 0) return null;
    const folders = rootsOver(readersOf([path], this.all), this.all);
    const roots: Root[] = [];
    for (const folder of folders) {
      const root = await this.#root(folder);
      if (root === null) return null;
      roots.push(root);
    }
    return roots;
  }

  /** Returns the root and the object in which a container is; null where it is in none of them. */
  objectOf({ rendering, text, object }: Omit<WantedProbe, "keys">): { root: Root; read: ReadObject } | null {
    for (const root of this.#known.values()) {
      const read = root?.index === rendering ? root.texts[text]?.[object - 1] : undefined;
      if (root != null && read !== undefined) return { root, read };
    }
    return null;
  }

  async #root(folder: string): Promise<Root | null> {
    const known = this.#known.get(folder);
    if (known !== undefined) return known;
    if (this.#known.size >= MAX_ROOTS) return null;
    const { side, built } = await buildSide(folder, this.tree, { ...this.tools, isShown: () => false });
    const root = built === null ? null : rootOf(this.renderings.length + this.others.length, built);
    this.#known.set(folder, root);
    if (root !== null)
      this.others.push({
        ...{ tool: "kustomize", folder, set: null, prefix: "" },
        ...{ before: side, after: side },
      });
    return root;
  }
}

function rootOf(index: number, built: BuiltKustomization): Root {
  const texts = [...reviewedObjects(built.objects, built.charts).values()];
  return { index, built, texts, sources: new Sources(built.files) };
}
