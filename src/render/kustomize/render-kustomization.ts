/** Kustomizations of a change to renderings: base with base's files, and head with head's. */
import type { Tree, Trees } from "../../changeset/tree.js";
import { indexLines } from "../../manifest/line-index.js";
import type { KustomizeAnswer, KustomizeRefusal } from "../../renderer/kustomize.js";
import type { Renderer } from "../../renderer/renderer.js";
import { quoted, shortened } from "../../words/quote.js";
import { ENDS, type HelmOptions } from "../helm/render-chart.js";
import type { RenderedSide, Rendering, RenderingFailure } from "../rendering.js";
import { builtSide } from "./built-side.js";
import { inflateCharts } from "./charts/inflate-charts.js";
import { InflatedCharts } from "./charts/inflated-charts.js";
import { findCycle } from "./find-cycle.js";
import type { KustomizationSource } from "./kustomizations-of.js";
import { type LoadedKustomization, loadKustomization } from "./load-kustomization.js";
import type { IsShown } from "./map-lines.js";
import { withoutRefused } from "./without-refused.js";

/** A kustomization of the head as it was built, and what it can be built again with. */
export interface BuiltKustomization {
  folder: string;
  files: Readonly<Record<string, string>>;
  /** paths of those whose text is not that of the file, so that no edit of it can be made */
  notAsWritten: ReadonlySet<string>;
  objects: KustomizeAnswer["objects"];
  charts: InflatedCharts;
}

export interface RenderedKustomization {
  rendering: Rendering;
  /** null where the head has none, or it could not be built */
  head: BuiltKustomization | null;
}

/** Builds a kustomization of both sides. One that cannot be built has a failure as its side. */
export async function renderKustomization(
  { folder, previousFolder, appliedAlone }: KustomizationSource,
  trees: Trees,
  renderer: Renderer,
  options: HelmOptions,
  isShown: IsShown,
): Promise<RenderedKustomization> {
  const tools = { renderer, options, isShown };
  const { side: after, built: head } = await buildSide(folder, trees.head, tools);
  const built =
    trees.base === null
      ? null
      : (await buildSide(previousFolder, trees.base, { ...tools, isShown: () => false })).side;
  const alone =
    built === null && trees.base !== null && after?.kind === "rendered"
      ? await asApplied(after.texts.map(({ path }) => path).filter(appliedAlone), trees.base)
      : null;
  const rendering: Rendering = {
    ...{ tool: "kustomize", folder, set: null, prefix: "" },
    ...(previousFolder === folder ? {} : { previousFolder }),
    before: built ?? alone,
    after,
  };
  return { rendering, head };
}

interface BuiltSide {
  /** null where there is no kustomization */
  side: RenderedSide | null;
  built: BuiltKustomization | null;
}

export interface BuildTools {
  renderer: Renderer;
  /** how its charts are rendered, as far as it does not say so */
  options: HelmOptions;
  isShown: IsShown;
}

/** Builds the kustomization of a folder as it is on one side. */
export async function buildSide(root: string, tree: Tree, tools: BuildTools): Promise<BuiltSide> {
  const loaded = await loadKustomization(root, tree);
  if (loaded === null) return { side: null, built: null };
  if (!loaded.ok) {
    const { reason, path, message } = loaded;
    return { side: { kind: "failed", failure: { reason, path, message, line: 1 } }, built: null };
  }
  const { side, built } = await buildLoaded(root, loaded, tree, tools);
  return side?.kind === "rendered" && loaded.notes.length > 0
    ? { side: { ...side, notes: [...loaded.notes, ...side.notes] }, built }
    : { side, built };
}

async function buildLoaded(
  root: string,
  loaded: LoadedKustomization & { ok: true },
  tree: Tree,
  tools: BuildTools,
): Promise<BuiltSide> {
  const { renderer, isShown } = tools;
  const failed = (failure: RenderingFailure): BuiltSide => ({
    side: { kind: "failed", failure },
    built: null,
  });
  const { files, path, notAsWritten } = loaded;
  const cycle = findCycle(root, files);
  if (cycle !== null) return failed(cycle);
  const asked = await renderer.buildKustomization({ root, files });
  if (asked.kind === "failed") {
    const { reason, words } = ENDS[asked.reason];
    return failed({ reason, path, line: 1, message: words });
  }
  const { answer } = asked;
  const failure = failureOf(answer, files, path);
  if (failure !== null)
    return (await builtWithout(answer.refused ?? [], root, loaded, tree, tools)) ?? failed(failure);
  const { charts: wanted = [] } = answer;
  if (wanted.length > 0) return builtWithCharts(wanted, root, loaded, tree, tools);
  const charts = new InflatedCharts();
  const built = { folder: root, files, notAsWritten, objects: answer.objects, charts };
  return { side: builtSide(answer, files, charts, isShown), built };
}

/** Returns the side with its charts rendered first. */
async function builtWithCharts(
  wanted: NonNullable<KustomizeAnswer["charts"]>,
  root: string,
  { files, notAsWritten, path }: LoadedKustomization & { ok: true },
  tree: Tree,
  { renderer, options, isShown }: BuildTools,
): Promise<BuiltSide> {
  const failed = (failure: RenderingFailure): BuiltSide => ({
    side: { kind: "failed", failure },
    built: null,
  });
  const inflation = await inflateCharts(wanted, { files, tree, renderer, options });
  if (!inflation.ok) return failed(inflation.failure);
  const { charts, notes } = inflation;
  const asked = await renderer.buildKustomization({ root, files, charts: charts.given });
  if (asked.kind === "failed") {
    const { reason, words } = ENDS[asked.reason];
    return failed({ reason, path, line: 1, message: words });
  }
  const { answer } = asked;
  const failure = failureOf(answer, files, path);
  if (failure !== null) return failed(failure);
  const [first] = notes;
  // What is elsewhere altogether leaves nothing to be judged.
  if (answer.objects.length === 0 && charts.charts.length === 0 && first !== undefined)
    return failed({ reason: "refused", ...first });
  const side = builtSide(answer, files, charts, isShown);
  return {
    side: { ...side, notes: [...side.notes, ...notes] },
    built: { folder: root, files, notAsWritten, objects: answer.objects, charts },
  };
}

/** Returns the side without what was refused; null where nothing can be built without it. */
async function builtWithout(
  refused: readonly KustomizeRefusal[],
  root: string,
  loaded: LoadedKustomization & { ok: true },
  tree: Tree,
  tools: BuildTools,
): Promise<BuiltSide | null> {
  const { files, notAsWritten } = loaded;
  const lineIn = (refusal: KustomizeRefusal) => refusalLine(refusal, files);
  const rest = refused.length === 0 ? null : withoutRefused(refused, files, lineIn);
  if (rest === null) return null;
  const changed = new Set([...notAsWritten, ...rest.changed]);
  const asked = await tools.renderer.buildKustomization({ root, files: rest.files });
  if (asked.kind === "failed" || failureOf(asked.answer, rest.files, root) !== null) return null;
  const { objects, charts: wanted = [] } = asked.answer;
  if (wanted.length > 0) {
    const { side, built } = await builtWithCharts(
      wanted,
      root,
      { ...loaded, files: rest.files, notAsWritten: changed },
      tree,
      tools,
    );
    return side?.kind === "rendered"
      ? { side: { ...side, notes: [...rest.notes, ...side.notes] }, built }
      : null;
  }
  if (objects.length === 0) return null;
  const charts = new InflatedCharts();
  return {
    side: { ...builtSide(asked.answer, files, charts, tools.isShown), notes: rest.notes },
    built: { folder: root, files: rest.files, objects, charts, notAsWritten: changed },
  };
}

/** What a kustomization takes in that was not there before may have been applied by itself. */
async function asApplied(paths: readonly string[], base: Tree): Promise<RenderedSide | null> {
  const texts = [...(await base.read(paths))].flatMap(([path, content]) =>
    content.kind === "text" ? [{ path, text: content.text }] : [],
  );
  if (texts.length === 0) return null;
  const spots: { path: string; line: number; literal: true; via: number }[] = [];
  return {
    kind: "rendered",
    texts: texts.map(({ path, text }) => ({
      path,
      text,
      lines: text
        .split("\n")
        .map((_, index) => 2 * (spots.push({ path, line: index + 1, literal: true, via: -1 }) - 1)),
    })),
    spots,
    notes: [],
  };
}

const WHY: Readonly<Record<KustomizeRefusal["reason"], (field: string, value: string) => string>> = {
  remote: (field, value) => `its ${field} take in ${value} from elsewhere, and nothing is fetched`,
  outside: (field, value) => `its ${field} name ${value}, which is outside of the repository`,
  missing: (field, value) => `its ${field} name ${value}, which is not in the repository`,
  plugin: (field, value) => `its ${field} name a ${value}, and no program of a change is run`,
};

function failureOf(
  { refused = [], error }: KustomizeAnswer,
  files: Readonly<Record<string, string>>,
  root: string,
): RenderingFailure | null {
  const [first, ...others] = refused;
  if (first !== undefined) {
    const { reason, kustomization, field, value } = first;
    const more = others.length === 0 ? "" : ` (and ${others.length} more like that)`;
    return {
      reason: "refused",
      message: `${WHY[reason](field, quoted(value))}${more}`,
      path: kustomization,
      line: refusalLine(first, files),
    };
  }
  if (error === undefined) return null;
  const message = `kustomize says: ${shortened(error.replace(/\s+/g, " "), MAX_MESSAGE)}`;
  return { reason: "source", message, path: root, line: 1 };
}

/** What kustomize says can hold whole files. */
const MAX_MESSAGE = 400;

/** Returns the first line that has the value, or else its field: a plugin's kind stands in its own file. */
function refusalLine(
  { value, field, kustomization }: KustomizeRefusal,
  files: Readonly<Record<string, string>>,
): number {
  const text = files[kustomization] ?? "";
  return text.includes(value) ? lineOf(value, text) : lineOf(field, text);
}

/** Returns the first line that has a text; 1 where none does. */
function lineOf(value: string, text: string): number {
  const at = text.indexOf(value);
  return at === -1 ? 1 : indexLines(text).lineAt(at);
}

/** Returns a rendering that was not made, and why. */
export function notBuilt({ folder, path }: KustomizationSource, message: string): Rendering {
  const failure: RenderingFailure = { reason: "limit", path, line: 1, message };
  return {
    tool: "kustomize",
    folder,
    set: null,
    prefix: "",
    before: null,
    after: { kind: "failed", failure },
  };
}
