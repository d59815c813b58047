import { resolve } from "node:path";
import type { ChangeSet } from "../changeset/change-set.js";
import { addedTrees, folderTrees, readAsAdded, readFolderChangeSet } from "../changeset/read-folders.js";
import { withGitChange } from "../changeset/read-git.js";
import { readStreamAsAdded } from "../changeset/read-stream.js";
import type { Trees } from "../changeset/tree.js";
import { reviewChange } from "../engine.js";
import { leavesOutTestData } from "../policy/path-filter.js";
import { POLICY_PATH, type Policy } from "../policy/policy.js";
import { renderingOptions } from "../policy/rendering-options.js";
import { renderChange } from "../render/render-change.js";
import { editedTexts, renderSources } from "../render/render-sources.js";
import type { Rendering } from "../render/rendering.js";
import { circumstancesAt } from "../review/circumstances.js";
import type { ReviewPlan } from "../review/review-plan.js";
import { probeJudge } from "../review/suggest/probe-judge.js";
import { CommandError } from "./command-error.js";
import { FORMATS, type Format } from "./formats/format-plan.js";
import { findPolicyFolder, loadCommittedPolicy, loadFolderPolicy, loadNamedPolicy } from "./load-policy.js";
import { type Progress, startProgress } from "./progress.js";
import { type Terminal, writeAll } from "./terminal.js";
import { unreadWords } from "./unread-files.js";

interface SharedOptions {
  format: Format;
  policy?: string;
}

export interface ReviewOptions extends SharedOptions {
  repo?: string;
  base?: string;
  head?: string;
  before?: string;
  after?: string;
}

export interface ScanOptions extends SharedOptions {
  allowUnread?: true;
}

/** `surefoot review`; gives the exit status. */
export async function review(options: ReviewOptions, terminal: Terminal): Promise<number> {
  const { before, after } = options;
  if ((before === undefined) !== (after === undefined)) {
    throw new CommandError("--before and --after belong together: name both folders");
  }
  const plan = await run(options, terminal, async (use) => {
    if (before !== undefined && after !== undefined) {
      const folders = { before: resolve(terminal.cwd, before), after: resolve(terminal.cwd, after) };
      const changeSet = await readFolderChangeSet(folders);
      return use({
        changeSet: { ...changeSet, base: before, head: after },
        trees: folderTrees(folders),
        policy: () => loadFolderPolicy(folders.before),
      });
    }
    const repo = resolve(terminal.cwd, options.repo ?? ".");
    return withGitChange({ repo, base: options.base, head: options.head }, ({ changeSet, trees }) =>
      use({ changeSet, trees, policy: () => loadCommittedPolicy(repo, changeSet.base as string) }),
    );
  });
  return statusOf(plan);
}

/** `surefoot scan`; gives the exit status. */
export async function scan(
  paths: readonly string[],
  options: ScanOptions,
  terminal: Terminal,
): Promise<number> {
  const plan = await run(options, terminal, paths.includes("-") ? readStdin(paths, terminal) : readPaths);
  // It comes before a failure: that one would say that everything else is well.
  const unread = options.allowUnread ? null : unreadWords(plan.problems);
  if (unread !== null) throw new CommandError(unread);
  return statusOf(plan);

  async function readPaths(use: Use): Promise<ReviewPlan> {
    const changeSet = await readAsAdded(paths, terminal.cwd);
    const trees = addedTrees(paths, terminal.cwd);
    // Who names files means them, test data and documentation too, as long as no policy says otherwise.
    const policy = () => loadScannedPolicy(paths[0] as string, changeSet, terminal.cwd);
    return use({ changeSet, trees, policy, byDefault: EVERY_PATH });
  }
}

const EVERY_PATH: Policy["paths"] = { include: [], exclude: [] };

function readStdin(paths: readonly string[], { stdin, cwd }: Terminal): (use: Use) => Promise<ReviewPlan> {
  if (paths.length > 1)
    throw new CommandError("- stands for standard input and for nothing beside it; scan other paths apart");
  if (stdin.isTTY === true)
    throw new CommandError("standard input is a terminal; write manifests into it, as helm template does");
  return async (use) =>
    use({
      changeSet: await readStreamAsAdded(stdin),
      trees: null,
      // A text without a path is none of those that a policy names or leaves out.
      policy: async () => loadFolderPolicy(await findPolicyFolder(".", cwd)),
      paths: EVERY_PATH,
    });
}

function statusOf({ conclusion }: ReviewPlan): number {
  return conclusion === "failure" ? 1 : 0;
}

interface Material {
  changeSet: ChangeSet;
  /** where charts and kustomizations of the change are read; null where there can be none */
  trees: Trees | null;
  /** the policy that holds where the user names none */
  policy: () => Promise<Policy>;
  /** what is to be reviewed, whatever the policy says of it */
  paths?: Policy["paths"];
  /** the same where the policy does not say it */
  byDefault?: Policy["paths"];
}

/** Reviews what was read, while it can still be read from. */
type Use = (material: Material) => Promise<ReviewPlan>;

/** Reads, reviews and prints. */
async function run(
  options: SharedOptions,
  terminal: Terminal,
  read: (use: Use) => Promise<ReviewPlan>,
): Promise<ReviewPlan> {
  const progress = startProgress(terminal);
  try {
    progress.step("Reading");
    const named = options.policy === undefined ? null : await loadNamedPolicy(options.policy, terminal.cwd);
    return await read(async ({ changeSet, trees, policy, paths, byDefault }) => {
      const settings = named ?? (await policy());
      const circumstances = circumstancesAt(new Date());
      const wanted = paths ?? (leavesOutTestData(settings) ? byDefault : undefined);
      const inForce = wanted === undefined ? settings : { ...settings, paths: wanted };
      progress.step("Rendering charts");
      const renderings =
        trees === null
          ? []
          : await renderSources(changeSet, trees, {
              ...renderingOptions(inForce),
              judge: probeJudge((made) => renderChange(changeSet, { renderings: made }), inForce),
            });
      announce(progress, changeSet);
      const plan = reviewChange(renderChange(changeSet, { renderings }), inForce, circumstances);
      const shown = withEditedTexts(changeSet, renderings);
      const text = FORMATS[options.format](plan, { changeSet: shown, circumstances, terminal });
      progress.done();
      await writeAll(terminal.stdout, text);
      return plan;
    });
  } finally {
    progress.done();
  }
}

/** The lines around an edit are shown, also in a file of a chart that the change does not have. */
function withEditedTexts(changeSet: ChangeSet, renderings: readonly Rendering[]): ChangeSet {
  const known = new Set([...changeSet.files, ...changeSet.siblings].map(({ path }) => path));
  const more = [...editedTexts(renderings)].filter(([path]) => !known.has(path));
  const siblings = more.map(([path, text]) => ({ path, content: { kind: "text" as const, text } }));
  return { ...changeSet, siblings: [...changeSet.siblings, ...siblings] };
}

async function loadScannedPolicy(path: string, changeSet: ChangeSet, cwd: string): Promise<Policy> {
  const policy = await loadFolderPolicy(await findPolicyFolder(path, cwd));
  // Scanned as a file too, it has its faults told once already.
  const scanned = changeSet.files.some((file) => file.path === POLICY_PATH);
  return scanned ? { ...policy, problems: [] } : policy;
}

// For the words of progress alone: the slowest part is the YAML parser, whose speed `npm run bench` tells.
const CHARACTERS_PER_SECOND = 2_600_000;

function announce(progress: Progress, { files, siblings }: ChangeSet): void {
  const contents = [
    ...files.flatMap(({ before, after }) => [before, after]),
    ...siblings.map(({ content }) => content),
  ];
  const size = contents.reduce(
    (sum, content) => sum + (content?.kind === "text" ? content.text.length : 0),
    0,
  );
  progress.step(`Reviewing ${files.length} files`, size / CHARACTERS_PER_SECOND);
}
