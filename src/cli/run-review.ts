import { resolve } from "node:path";
import type { ChangeSet } from "../changeset/change-set.js";
import { readAsAdded, readFolderChangeSet } from "../changeset/read-folders.js";
import { readGitChangeSet } from "../changeset/read-git.js";
import { reviewChange } from "../engine.js";
import { POLICY_PATH, type Policy } from "../policy/policy.js";
import { renderChange } from "../render/render-change.js";
import { circumstancesAt } from "../review/circumstances.js";
import { CommandError } from "./command-error.js";
import { FORMATS, type Format } from "./formats/format-plan.js";
import { findPolicyFolder, loadCommittedPolicy, loadFolderPolicy, loadNamedPolicy } from "./load-policy.js";
import { type Progress, startProgress } from "./progress.js";
import { type Terminal, writeAll } from "./terminal.js";

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

export type ScanOptions = SharedOptions;

/** `surefoot review`; gives the exit status. */
export function review(options: ReviewOptions, terminal: Terminal): Promise<number> {
  const { before, after } = options;
  if ((before === undefined) !== (after === undefined)) {
    throw new CommandError("--before and --after belong together: name both folders");
  }
  return run(options, terminal, async () => {
    if (before !== undefined && after !== undefined) {
      const folders = { before: resolve(terminal.cwd, before), after: resolve(terminal.cwd, after) };
      const changeSet = await readFolderChangeSet(folders);
      return {
        changeSet: { ...changeSet, base: before, head: after },
        policy: () => loadFolderPolicy(folders.before),
      };
    }
    const repo = resolve(terminal.cwd, options.repo ?? ".");
    const changeSet = await readGitChangeSet({ repo, base: options.base, head: options.head });
    return { changeSet, policy: () => loadCommittedPolicy(repo, changeSet.base as string) };
  });
}

/** `surefoot scan`; gives the exit status. */
export function scan(paths: readonly string[], options: ScanOptions, terminal: Terminal): Promise<number> {
  return run(options, terminal, async () => {
    const changeSet = await readAsAdded(paths, terminal.cwd);
    return { changeSet, policy: () => loadScannedPolicy(paths[0] as string, changeSet, terminal.cwd) };
  });
}

interface Material {
  changeSet: ChangeSet;
  /** the policy that holds where the user names none */
  policy: () => Promise<Policy>;
}

async function run(
  options: SharedOptions,
  terminal: Terminal,
  read: () => Promise<Material>,
): Promise<number> {
  const progress = startProgress(terminal);
  try {
    progress.step("Reading the change");
    const named = options.policy === undefined ? null : await loadNamedPolicy(options.policy, terminal.cwd);
    const { changeSet, policy } = await read();
    const settings = named ?? (await policy());
    announce(progress, changeSet);
    const circumstances = circumstancesAt(new Date());
    const plan = reviewChange(renderChange(changeSet), settings, circumstances);
    const text = FORMATS[options.format](plan, { changeSet, circumstances, terminal });
    progress.done();
    await writeAll(terminal.stdout, text);
    return plan.conclusion === "failure" ? 1 : 0;
  } finally {
    progress.done();
  }
}

async function loadScannedPolicy(path: string, changeSet: ChangeSet, cwd: string): Promise<Policy> {
  const policy = await loadFolderPolicy(await findPolicyFolder(path, cwd));
  // Scanned as a file too, it has its faults told once already.
  const scanned = changeSet.files.some((file) => file.path === POLICY_PATH);
  return scanned ? { ...policy, problems: [] } : policy;
}

// The slowest part is the YAML parser; it was measured at 2.6 MB a second.
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
