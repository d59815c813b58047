/**
 * The stage before the engine: files to the manifests that are applied. A plain file is what it is, so its text is read
 * and passed on with its own places; the engine knows nothing of where a manifest came from.
 */
import {
  type ChangedFile,
  type ChangeSet,
  type FileContent,
  isManifestPath,
} from "../changeset/change-set.js";
import { KIND_INDEX } from "../kinds/kinds.js";
import type { Problem, ProblemCode } from "../manifest/problem.js";
import { swapsWorkloads } from "../workload/change/gone-workloads.js";
import type { ChangedManifest, ChangedManifests } from "../workload/changed-manifest.js";
import { lacksContainers } from "../workload/completed-parts.js";
import type { NEIGHBOUR_KINDS } from "../workload/neighbours/read-neighbours.js";
import { mayLeadNowhere, mayStandBehind } from "../workload/sight/behind-services.js";
import { compiledManifests } from "./compiled-manifests.js";
import { placeFaults } from "./place-faults.js";
import { readRenderings } from "./read-renderings.js";
import { ALL_KINDS, NEIGHBOURS_ONLY, readChanged, readText } from "./read-texts.js";
import { editedTexts, type Rendering } from "./rendering.js";
import { NO_LIMITS, type ReviewLimits } from "./review-limits.js";
import { asPartOfTest, partsOfTests } from "./test-parts.js";

/** A change as what is applied: manifests, where the change set has files. */
export interface RenderedChange extends ChangedManifests {
  changeSet: ChangeSet;
  /** files of the head that are no text: too large, binary, a link */
  problems: readonly Problem[];
  limits: ReviewLimits;
  renderings: readonly Rendering[];
  /** texts of files that edits of charts are made in, by path */
  edited: ReadonlyMap<string, string>;
}

interface RenderOptions {
  limits?: ReviewLimits;
  /** what charts and kustomizations of the change became */
  renderings?: readonly Rendering[];
  /** whether a file is read before others, where not all of them can be */
  comesFirst?: (path: string) => boolean;
}

/** Kinds of which one that a change leaves as it is may be told too: what it scales or counts on may change beside it. */
const COUNTING_KINDS = ["HorizontalPodAutoscaler", "ScaledObject", "PodDisruptionBudget"] as const;
const COUNTING = kindEntry(COUNTING_KINDS);

/**
 * What such an object says of a workload, and what it misses, depends on the workloads beside it: those of an unchanged
 * file may make it another rendering's, and one that changed concerns those of every file.
 */
const TELLING = kindEntry(["Service", ...COUNTING_KINDS]);

/** Reads both sides of every changed manifest, and of those beside them what can matter. Never throws. */
export function renderChange(
  changeSet: ChangeSet,
  { limits = NO_LIMITS, renderings = [], comesFirst = () => true }: RenderOptions = {},
): RenderedChange {
  // Each side has its own, so that a file that is read in part ends at about the same place on both.
  const [base, head] = [{ ...limits.reading }, { ...limits.reading }];
  const rendered = readRenderings(renderings, changeSet, { base, head });
  const files = changeSet.files.filter(
    ({ path, previousPath }) =>
      (isManifestPath(path) || (previousPath !== null && isManifestPath(previousPath))) &&
      !rendered.isSource(path),
  );
  const isPartAtBase = partsOfTests(textsOf(changeSet, "before"), { ...limits.reading });
  const isPartAtHead = partsOfTests(textsOf(changeSet, "after"), { ...limits.reading });
  const isCompiled = compiledManifests(changeSet);
  const read = new Map(
    inOrder(files, comesFirst).map((file): [ChangedFile, ChangedManifest] => {
      const pathBefore = file.previousPath ?? file.path;
      const before = readChanged(pathBefore, file.before, base);
      const after = readChanged(file.path, file.after, head);
      placeFaults(null, before);
      placeFaults(before, after);
      if (after !== null && isCompiled(after)) after.isCompiled = true;
      return [
        file,
        {
          file,
          before: before !== null && isPartAtBase(pathBefore) ? asPartOfTest(before) : before,
          after: after !== null && isPartAtHead(file.path) ? asPartOfTest(after) : after,
        },
      ];
    }),
  );
  const changed = [...files.map((file) => read.get(file) as ChangedManifest), ...rendered.changed];
  const problems = [
    ...files.flatMap(({ path, after }) => (after === null ? [] : problemOf(path, after))),
    ...rendered.problems,
  ];
  // Workloads of unchanged files matter only where something around them changed, or counts them all, or has users of both.
  // Or where one of them is the patch that brings what a changed workload leaves out, or stays where others go and come.
  const decisive =
    changed.some(({ after }) => after?.objects.some((object) => lacksContainers(object, KIND_INDEX))) ||
    swapsWorkloads(changed, KIND_INDEX) ||
    changeSet.files.some(({ before, after }) => [before, after].some(isDecisive)) ||
    changeSet.siblings.some(({ content }) => content.kind === "text" && COUNTING.test(content.text));
  const beside = changeSet.siblings.flatMap(({ path, content }) => {
    if (rendered.isSource(path)) return [];
    const whole = decisive || (content.kind === "text" && isTelling(content.text));
    const manifest = isManifestPath(path)
      ? readText(path, content, whole ? ALL_KINDS : NEIGHBOURS_ONLY, head)
      : null;
    return manifest === null ? [] : [{ path, content, manifest, whole }];
  });
  const texts = changed.flatMap(({ after }) => after?.text ?? []);
  const isBehind = mayStandBehind(texts, [
    ...changed.flatMap(({ after }) => after ?? []),
    ...beside.map(({ manifest }) => manifest),
  ]);
  const isInQuestion =
    !decisive &&
    mayLeadNowhere(
      texts,
      beside.map(({ manifest }) => manifest),
      beside.flatMap(({ content }) => (content.kind === "text" ? content.text : [])),
    );
  const readBeside = beside.map(({ path, content, manifest, whole }) => {
    const isNeeded = !whole && content.kind === "text" && (isInQuestion || isBehind(content.text));
    const all = (isNeeded ? readText(path, content, ALL_KINDS, head) : null) ?? manifest;
    return isPartAtHead(path) ? asPartOfTest(all) : all;
  });
  const siblings = [...readBeside, ...rendered.siblings];
  return { changeSet, changed, siblings, problems, limits, renderings, edited: editedTexts(renderings) };
}

/** Returns the texts of one side, and the unchanged ones beside them. */
function textsOf({ files, siblings }: ChangeSet, side: "before" | "after"): [string, FileContent | null][] {
  return [
    ...files.map((file): [string, FileContent | null] => {
      const path = side === "before" ? (file.previousPath ?? file.path) : file.path;
      return [path, file[side]];
    }),
    ...siblings.map(({ path, content }): [string, FileContent] => [path, content]),
  ];
}

/** Those that come first, then the others, each in their own order. */
function inOrder(files: readonly ChangedFile[], comesFirst: (path: string) => boolean): ChangedFile[] {
  return [...files.filter(({ path }) => comesFirst(path)), ...files.filter(({ path }) => !comesFirst(path))];
}

/** An unchanged object may take its pods from a changed workload. */
function isTelling(text: string): boolean {
  return TELLING.test(text) || KIND_INDEX.borrowingFields.some((field) => text.includes(field));
}

/** Finds an entry for one of these kinds anywhere in a text. */
function kindEntry(kinds: readonly (typeof NEIGHBOUR_KINDS)[number][]): RegExp {
  return new RegExp(`\\bkind["']?[ \\t]*:[ \\t]*["']?(?:${kinds.join("|")})\\b`);
}

function isDecisive(content: FileContent | null): boolean {
  return content?.kind === "text" && TELLING.test(content.text);
}

function problemOf(path: string, content: FileContent): Problem[] {
  const problem = (code: ProblemCode, message: string): Problem[] => [
    { code, path, line: 1, column: 1, message },
  ];
  if (content.kind === "too-large") {
    const size = (content.bytes / 1024 / 1024).toFixed(1);
    return problem(
      "file-too-large",
      `${size} MiB, above the ${content.limit / 1024 / 1024} MiB that are read; split it into smaller files`,
    );
  }
  if (content.kind === "binary")
    return problem("binary", "neither UTF-8 nor UTF-16 with a mark, so it is not read as a manifest");
  if (content.kind === "link")
    return problem("link", "a symbolic link or submodule, which Surefoot does not follow");
  return [];
}
