/** Renderings to manifests: those that the change alters, those that it leaves, and why some are missing. */
import type { ChangedFile, ChangeSet, FileContent } from "../changeset/change-set.js";
import { KIND_INDEX } from "../kinds/kinds.js";
import type { Allowance } from "../manifest/allowance.js";
import { namedKinds } from "../manifest/kind-names.js";
import type { Manifest } from "../manifest/manifest.js";
import { idOfRendering } from "../manifest/origin.js";
import type { Problem } from "../manifest/problem.js";
import type { ChangedManifest } from "../workload/changed-manifest.js";
import { below, inFolder, isBelow } from "./folders.js";
import { inOneLine } from "./one-line.js";
import { readChanged } from "./read-texts.js";
import { withRenderedOrigin } from "./rendered-manifest.js";
import type { RenderedSide, RenderedText, Rendering } from "./rendering.js";
import { WrittenFiles } from "./written-values.js";

export interface ReadRenderings {
  changed: ChangedManifest[];
  siblings: Manifest[];
  problems: Problem[];
  /** Whether a file was reviewed as what a tool made of it, so that it is no manifest by itself. */
  isSource(path: string): boolean;
}

/** Reads both sides of every rendering. Never throws. */
export function readRenderings(
  all: readonly Rendering[],
  changeSet: ChangeSet,
  allowances: { base: Allowance; head: Allowance },
): ReadRenderings {
  const files = new Map(changeSet.files.map((file) => [file.path, file]));
  const read: Omit<ReadRenderings, "isSource"> = { changed: [], siblings: [], problems: [] };
  const sources = new Set<string>();
  const folders = new Set<string>();
  const renderings = all.filter(({ after }) => after?.kind !== "none");
  const shared = sharedPaths(renderings);
  const written = new WrittenFiles((path) => files.get(path)?.after ?? null);
  for (const [index, rendering] of all.entries()) {
    const { before, after } = rendering;
    const { tool, folder } = rendering;
    const isOneOfSeveral = renderings.filter((one) => one.tool === tool && one.folder === folder).length > 1;
    const failure = after?.kind === "failed" ? after.failure : null;
    if (failure !== null) {
      tell(read.problems, { code: "rendering", ...failurePlace(failure), message: failureWords(rendering) });
      continue;
    }
    for (const { path, line, message } of after?.kind === "rendered" || after?.kind === "none"
      ? after.notes
      : [])
      tell(read.problems, { code: "rendering", path, line, column: 1, message });
    if (after?.kind === "none") continue;
    if (before?.kind === "failed" && after !== null) read.problems.push(baseFailure(rendering));
    for (const side of [before, after]) if (side?.kind === "rendered") addSources(side, sources);
    if (rendering.tool === "helm") {
      folders.add(rendering.folder);
      if (rendering.previousFolder !== undefined) folders.add(rendering.previousFolder);
    }
    for (const pair of pairTexts(rendering)) {
      const isShared = tool === "kustomize" ? shared.has(pathOf(pair)) : isOneOfSeveral;
      const manifest = readPair(pair, rendering, { index, files, isShared, allowances, written });
      if (isAltered(pair, files)) read.changed.push(manifest);
      else if (manifest.after !== null) read.siblings.push(manifest.after);
    }
  }
  read.problems.push(...unprinted(renderings, changeSet));
  return { ...read, isSource: (path) => sources.has(path) || isTemplate(path, folders) };
}

/** Sets of values of one chart have most of their notes in common. */
function tell(problems: Problem[], problem: Problem): void {
  const isSame = ({ path, line, message }: Problem) =>
    path === problem.path && line === problem.line && message === problem.message;
  if (!problems.some(isSame)) problems.push(problem);
}

const OF_TEMPLATES = /^(?:charts\/[^/]+\/)*templates\//;

function isTemplate(path: string, folders: ReadonlySet<string>): boolean {
  for (const folder of folders)
    if (isBelow(folder, path) && OF_TEMPLATES.test(below(folder, path))) return true;
  return false;
}

/** Defines for others, texts for people, and what runs in a test alone print nothing that is applied. */
const PRINTS_NOTHING = /(?:^|\/)(?:_[^/]*|NOTES\.txt|tests\/[^/]+)$/;

/** Returns the changed templates of workloads that print nothing, whatever the values: nothing of them was judged. */
function unprinted(renderings: readonly Rendering[], { files }: ChangeSet): Problem[] {
  const rendered = renderings.filter(({ tool, after }) => tool === "helm" && after?.kind === "rendered");
  const printed = new Set(
    rendered.flatMap(({ after }) => (after?.kind === "rendered" ? after.texts.map(({ path }) => path) : [])),
  );
  const folders = new Set(rendered.map(({ folder }) => folder));
  return files.flatMap(({ path, after }): Problem[] => {
    if (after?.kind !== "text" || printed.has(path) || PRINTS_NOTHING.test(path)) return [];
    if (!isTemplate(path, folders) || namedKinds(after.text, KIND_INDEX.names).length === 0) return [];
    const message = "a template that prints nothing with these values, so what it makes is not judged";
    return [{ code: "rendering", path, line: 1, column: 1, message }];
  });
}

function addSources(side: RenderedSide & { kind: "rendered" }, sources: Set<string>): void {
  for (const path of side.sources ?? []) sources.add(path);
  for (const { path } of side.texts) sources.add(path);
  for (const { path } of side.spots) if (path !== null) sources.add(path);
}

/** What one template printed on both sides. */
interface TextPair {
  before: RenderedText | null;
  after: RenderedText | null;
  /** the base could not be rendered, so it may have had anything */
  isHidden: boolean;
}

function pathOf({ before, after }: TextPair): string {
  return (after ?? (before as RenderedText)).path;
}

/** Returns the files from which several kustomizations take objects. */
function sharedPaths(renderings: readonly Rendering[]): Set<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { tool, before, after } of renderings) {
    if (tool !== "kustomize") continue;
    const texts = [before, after].flatMap((side) => (side?.kind === "rendered" ? side.texts : []));
    const paths = new Set(texts.map(({ path }) => path));
    for (const path of paths) (seen.has(path) ? shared : seen).add(path);
  }
  return shared;
}

/** Pairs texts by their template. One that prints several times, under aliases, does so in the same order on both sides. */
function pairTexts({ folder, previousFolder = folder, before, after }: Rendering): TextPair[] {
  const isHidden = before?.kind === "failed";
  const waiting = new Map<string, RenderedText[]>();
  for (const text of before?.kind === "rendered" ? before.texts : []) {
    const path = isBelow(previousFolder, text.path)
      ? inFolder(folder, below(previousFolder, text.path))
      : text.path;
    waiting.set(path, [...(waiting.get(path) ?? []), text]);
  }
  const pairs = (after?.kind === "rendered" ? after.texts : []).map((text): TextPair => {
    const old = waiting.get(text.path)?.shift() ?? null;
    return { before: old, after: text, isHidden: isHidden && old === null };
  });
  const gone = [...waiting.values()].flat();
  return [...pairs, ...gone.map((text): TextPair => ({ before: text, after: null, isHidden: false }))];
}

/** Whether what a template prints differs, or the template itself does, so that a comment may stand at its lines. */
function isAltered({ before, after }: TextPair, files: ReadonlyMap<string, ChangedFile>): boolean {
  if (before === null || after === null || before.text !== after.text) return true;
  return files.has(after.path);
}

interface Reading {
  /** which rendering it is */
  index: number;
  files: ReadonlyMap<string, ChangedFile>;
  /** another rendering makes objects of the same source */
  isShared: boolean;
  allowances: { base: Allowance; head: Allowance };
  written: WrittenFiles;
}

function readPair(
  { before, after, isHidden }: TextPair,
  rendering: Rendering,
  { index, files, isShared, allowances, written }: Reading,
): ChangedManifest {
  const path = pathOf({ before, after, isHidden });
  const known = files.get(path);
  const contentOf = (text: RenderedText | null): FileContent | null =>
    text === null ? null : { kind: "text", text: text.text };
  return {
    file: {
      path,
      previousPath: known?.previousPath ?? null,
      status: before === null && !isHidden ? "added" : after === null ? "removed" : "modified",
      before: isHidden ? { kind: "binary" } : contentOf(before),
      after: contentOf(after),
      hunks: known?.hunks ?? null,
    },
    before: readSide(before, rendering, rendering.before, {
      ...{ index: null, isShared, written: null },
      allowance: allowances.base,
    }),
    after: readSide(after, rendering, rendering.after, {
      ...{ index, isShared, written },
      allowance: allowances.head,
    }),
  };
}

interface SideReading extends Pick<Reading, "isShared"> {
  allowance: Allowance;
  /** null at the base, where nothing is edited */
  index: number | null;
  written: WrittenFiles | null;
}

function readSide(
  text: RenderedText | null,
  { tool, folder, set, prefix, forTests, before }: Rendering,
  side: RenderedSide | null,
  { isShared, allowance, index, written }: SideReading,
): Manifest | null {
  if (text === null || side?.kind !== "rendered") return null;
  const manifest = readChanged(text.path, { kind: "text", text: text.text }, allowance);
  if (manifest === null) return null;
  manifest.editable = false;
  const number = side.texts.indexOf(text);
  const root = folder === "" ? "." : folder;
  // Of a file that several kustomizations take in, each makes an object of its own.
  const [source, name] = tool === "kustomize" ? [text.path, root] : [root, set];
  const origin = {
    scope: JSON.stringify([tool, folder, set]),
    id: isShared ? idOfRendering(source, name ?? "") : source,
    rendering: {
      ...{ tool, folder, name, prefix, names: new Map(text.names) },
      ...(index === null ? {} : { at: { rendering: index, text: number } }),
      probes: index === null ? [] : (side.probes ?? []).filter((one) => one.text === number),
      ...(side.isUnjudged ? { isUnjudged: true as const } : {}),
      isInPart: side.notes.some(({ isWhole }) => !isWhole),
      isLenient: forTests === true || text.vendored === true || before?.kind === "failed",
    },
  };
  return withRenderedOrigin(manifest, side, text, origin, written);
}

function failurePlace({ path, line }: { path: string; line: number }) {
  return { path, line, column: 1 };
}

/** The reason stands at a line of the base, which the head may not have. */
function baseFailure({ tool, folder, before }: Rendering): Problem {
  const why = before?.kind === "failed" ? inOneLine(before.failure.message) : "";
  const message = `the base of this ${NOUNS[tool]} could not be ${DONE[tool]}, so what it makes may have been there before: ${why}`;
  return { code: "rendering", path: inFolder(folder, MAIN_FILES[tool]), line: 1, column: 1, message };
}

const DONE = { helm: "rendered", kustomize: "built" } as const;
const NOUNS = { helm: "chart", kustomize: "kustomization" } as const;
const MAIN_FILES = { helm: "Chart.yaml", kustomize: "kustomization.yaml" } as const;

function failureWords({ tool, set, after }: Rendering): string {
  const why = after?.kind === "failed" ? inOneLine(after.failure.message) : "";
  const how = set === null ? "" : ` with ${JSON.stringify(set)}`;
  const outcome = tool === "helm" ? "what it makes is not judged" : "its files are judged as they stand";
  return `a ${NOUNS[tool]} that could not be ${DONE[tool]}${how}, so ${outcome}: ${why}`;
}
