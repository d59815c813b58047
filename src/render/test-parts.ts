/**
 * Files of tests that no one applies: what Chainsaw and kuttl compare with the objects of a cluster, or lay over one, which
 * states a part of an object, in a language of their own where Chainsaw's expressions stand in it; what Kyverno's command
 * line, or a linter, holds against a policy; and what a test of a kustomization, of a chart or of an operator expects to find.
 */
import { type FileContent, folderOf, isManifestPath } from "../changeset/change-set.js";
import { type Allowance, unbounded } from "../manifest/allowance.js";
import { asString, get } from "../manifest/json-value.js";
import type { Manifest, UnreadDocument } from "../manifest/manifest.js";
import { problemOf } from "../manifest/origin.js";
import type { Problem } from "../manifest/problem.js";
import { readObjects } from "../manifest/read-manifest.js";
import { resolvePath } from "../workload/neighbours/resolve-path.js";
import {
  isAssertion,
  isExpectedInTest,
  isExpectedOfBuild,
  isExpectedOfCluster,
  marksPolicyTest,
  marksTestFolder,
} from "../workload/neighbours/test-folders.js";
import { KUSTOMIZATION_FILES } from "./kustomize/kustomization-file.js";
import { passesOrFails } from "./pass-and-fail.js";

/** One side's files, with their texts. */
type Texts = Iterable<readonly [path: string, content: FileContent | null]>;

/** Kinds in which steps of tests stand: Chainsaw's, and kuttl's. */
const STEP_KINDS: ReadonlySet<string> = new Set(["Test", "StepTemplate", "TestStep"]);
const OF_TESTS = /\b(?:chainsaw\.kyverno\.io|kuttl\.dev|kudo\.dev)\//;

/** Operations that read no whole object from the files that they name. */
const PARTIAL = new Set(["assert", "error", "patch", "delete"]);
const WHOLE = new Set(["apply", "create", "update"]);

/** Steps of one side that are looked at: who writes more has no test. */
const MAX_STEPS = 10_000;

/** Returns whether a file of one side is a part of a test, and nothing that is applied. */
export function partsOfTests(texts: Texts, allowance: Allowance = unbounded()): (path: string) => boolean {
  const folders = new Set<string>();
  const policyTests = new Set<string>();
  const built = new Set<string>();
  const paths: string[] = [];
  const partial = new Set<string>();
  const whole = new Set<string>();
  const compared = new Set<string>();
  const left = { ...allowance, steps: MAX_STEPS };
  for (const [path, content] of texts) {
    if (content === null) continue;
    paths.push(path);
    if (KUSTOMIZATION_FILES.some((name) => path.endsWith(`/${name}`))) built.add(folderOf(path));
    if (marksTestFolder(path)) folders.add(folderOf(path));
    if (marksPolicyTest(path) && folderOf(path) !== "") policyTests.add(folderOf(path));
    if (isCompared(path, content)) compared.add(path);
    if (content.kind !== "text" || !isManifestPath(path) || !OF_TESTS.test(content.text)) continue;
    for (const { value, apiVersion } of readObjects(path, content.text, STEP_KINDS, left)) {
      if (!OF_TESTS.test(apiVersion)) continue;
      folders.add(folderOf(path));
      collectFiles(value, folderOf(path), { partial, whole }, left);
    }
  }
  const isTried = passesOrFails(paths);
  return (path) => {
    // What is applied first may well be deleted or compared with later.
    if (whole.has(path)) return false;
    if (compared.has(path) || isTried(path) || policyTests.has(policyFolderOf(path))) return true;
    if (isExpectedOfBuild(path) && built.has(folderOf(path))) return true;
    return partial.has(path) || isAssertion(path) || (folders.has(folderOf(path)) && isExpectedInTest(path));
  };
}

const OF_COMPARISON = /(?:^|\/)tests?\/(?:.*\/)?(?:baselines?|golden|expected|snapshots?)\//;
const MADE_BY_HELM = /^# Source: \S+\/templates\//m;

/**
 * Whether a file is what tests compare with a cluster's objects, or a chart's with its renderings. Neither its folders nor Helm's mark would be enough: an
 * environment may be called `test`, and a repository may keep what it applies as Helm rendered it.
 */
function isCompared(path: string, content: FileContent): boolean {
  if (content.kind !== "text") return false;
  if (isManifestPath(path) && isExpectedOfCluster(path, content.text)) return true;
  return OF_COMPARISON.test(path) && MADE_BY_HELM.test(content.text);
}

/**
 * Returns the folder of the policy that a file would be a test's of: its own one, or that of the `resources` which it lies in.
 * What lies elsewhere around a test may be applied. The root would name everything, so it is no such folder.
 */
function policyFolderOf(path: string): string {
  const folder = folderOf(path);
  return /^(.+?)\/resources?$/.exec(folder)?.[1] ?? folder;
}

/** Collects the files that the steps below a value name: Chainsaw's `assert: {file: a.yaml}`, kuttl's `assert: [a.yaml]`. */
function collectFiles(
  value: unknown,
  folder: string,
  into: { partial: Set<string>; whole: Set<string> },
  left: { steps: number },
): void {
  if (typeof value !== "object" || value === null || left.steps-- <= 0) return;
  for (const [key, item] of Object.entries(value)) {
    const found = PARTIAL.has(key) ? into.partial : WHOLE.has(key) ? into.whole : null;
    const files = found === null ? [] : [get(item, "file"), ...(Array.isArray(item) ? item : [])];
    for (const file of files) {
      const path = asString(file);
      if (path !== null) found?.add(resolvePath(folder, path));
    }
    collectFiles(item, folder, into, left);
  }
}

/** Returns the manifest of a part of a test: none of its documents is an object that is applied. */
export function asPartOfTest(manifest: Manifest): Manifest {
  const parts = manifest.objects.map((object): UnreadDocument => {
    const { document, kind } = object;
    const problem = problemOf(object, [], "patch", messageOn(kind));
    return { kinds: [kind], text: document.text.trim(), problem, endLine: problem.line };
  });
  const unread = manifest.unread.map((document): UnreadDocument => {
    const problem: Problem = { ...document.problem, code: "patch", message: messageOn(document.kinds[0]) };
    return { ...document, problem };
  });
  const templates = [...manifest.templates, ...unread, ...parts];
  return { ...manifest, objects: [], problems: [], unread: [], templates };
}

function messageOn(kind = "an object"): string {
  return `${kind} in a test: it states what the test is given, expects or changes, so it is not judged`;
}
