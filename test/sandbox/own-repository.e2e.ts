/** `npm run demo -- --repo`: somebody's own repository as a pull request, which is read and never written to. */
import { createHash } from "node:crypto";
import { lstatSync, lutimesSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Demo, startDemo } from "../../sandbox/demo/start-demo.js";
import { mergePullRequest } from "../../sandbox/state/merging.js";
import { commitSuggestion } from "../../sandbox/state/suggestions.js";
import { runGit } from "../../src/changeset/git-process.js";
import {
  type TemporaryRepository,
  temporaryFolder,
  temporaryRepository,
} from "../changeset/temporary-repository.js";
import { deployment } from "../github/manifests.js";

const AS_IS = readFileSync("test/fixtures/seed/as-is.yaml", "utf8");

let demo: Demo | undefined;
afterEach(async () => {
  await demo?.close();
  demo = undefined;
});

async function show(path: string, base?: string, head?: string): Promise<Demo> {
  demo = await startDemo({ source: { path, base, head } });
  await demo.settle();
  return demo;
}

/** Every file, folder and link of a folder: its kind, size, times, and what is in it. */
function fingerprint(folder: string): string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => join(folder, path));
  return [folder, ...paths].sort().map((path) => {
    const { mode, size, mtimeNs, ctimeNs, ino } = lstatSync(path, { bigint: true });
    const stat = lstatSync(path);
    const hash = (bytes: string | Buffer): string => createHash("sha256").update(bytes).digest("hex");
    const content = stat.isFile()
      ? hash(readFileSync(path))
      : stat.isSymbolicLink()
        ? readlinkSync(path)
        : "";
    return [path, mode, ino, stat.isDirectory() ? "" : size, mtimeNs, ctimeNs, content].join(" ");
  });
}

/** So long ago that whatever is touched stands out. */
function age(folder: string): void {
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" }))
    lutimesSync(join(folder, path), 1_000_000_000, 1_000_000_000);
}

/** `main` and `topic` have parted; `merged` has the tree that merging them gives, and `probed` that of the suggestion. */
function source(): TemporaryRepository {
  const repository = temporaryRepository({ "README.md": "# shop\n", "k8s/api.yaml": deployment("api") });
  const { git, write, commit } = repository;
  git("checkout", "--quiet", "-b", "topic");
  write({ "k8s/web.yaml": AS_IS });
  commit("Add web");
  git("checkout", "--quiet", "-b", "probed");
  write({ "k8s/web.yaml": readFileSync("test/fixtures/seed/to-be.yaml") });
  commit("Probe it");
  git("checkout", "--quiet", "main");
  write({ "README.md": "# another shop\n" });
  commit("Another name");
  for (const branch of ["topic", "probed"]) {
    git("checkout", "--quiet", "-b", `${branch}-merged`, "main");
    git("merge", "--quiet", "--no-edit", branch);
  }
  git("checkout", "--quiet", "topic");
  return repository;
}

/** [how the repository is, how it is made: its folder, and that of another one that must stay as it is too] */
const SOURCES: [string, () => [string, string?]][] = [
  [
    "with a working tree that has more than was committed",
    () => {
      const { path, write, git } = source();
      git("repack", "-adq");
      write({ "k8s/web.yaml": "kind: Deployment\n", "mine.txt": "not yet\n", "staged.txt": "soon\n" });
      git("add", "staged.txt");
      return [path];
    },
  ],
  ["whose objects are loose", () => [source().path]],
  [
    "that is bare",
    () => {
      const bare = join(temporaryFolder(), "shop.git");
      source().git("clone", "--quiet", "--bare", ".", bare);
      return [bare];
    },
  ],
  [
    "that borrows its objects from another one",
    () => {
      const clone = join(temporaryFolder(), "shop");
      const { git, path } = source();
      git("clone", "--quiet", "--shared", ".", clone);
      git("-C", clone, "branch", "--quiet", "main", "origin/main");
      return [clone, path];
    },
  ],
  [
    "that was cut off",
    () => {
      const clone = join(temporaryFolder(), "shop");
      const { git, path } = source();
      git("clone", "--quiet", "--depth=3", "--no-single-branch", `file://${path}`, clone);
      git("-C", clone, "branch", "--quiet", "main", "origin/main");
      return [clone];
    },
  ],
];

describe("a repository of one's own", () => {
  test.each(SOURCES)("%s is as it was, whatever is done on the page", async (_, make) => {
    const [path, lender = path] = make();
    for (const folder of [path, lender]) age(folder);
    const state = (): string[] => [...fingerprint(path), ...fingerprint(lender)];
    const before = state();
    const { gitHub, pull, url, settle } = await show(path, "main", "topic");
    expect(pull).toMatchObject({ title: "Add web", base: { ref: "main" }, head: { ref: "topic" } });
    expect(pull.threads.map(({ path }) => path)).toEqual(["k8s/web.yaml"]);
    expect(await (await fetch(url)).text()).toContain("3 of 3");
    await commitSuggestion(gitHub.world, pull.threads[0]!.comments[0]!, pull.author);
    await settle();
    expect(await (await fetch(url)).text()).toContain("1 workload within the budget");
    await mergePullRequest(gitHub.world, pull, pull.author);
    await settle();
    expect(pull.state).toBe("closed");
    expect(state()).toEqual(before);
    await demo!.close();
    demo = undefined;
    expect(state()).toEqual(before);
  });

  test("without revisions is compared from its default branch to where it stands", async () => {
    const { pull } = await show(source().path);
    expect(pull).toMatchObject({ base: { ref: "main" }, head: { ref: "topic" } });
  });

  test("is told from a folder inside it", async () => {
    const { pull } = await show(join(source().path, "k8s"));
    expect(pull.repository.name).toMatch(/^surefoot-test-/);
  });
});

function addHistory({ git }: Pick<TemporaryRepository, "git">): void {
  for (let i = 0; i < 80; i += 1) git("commit", "--quiet", "--allow-empty", "-m", `Change ${i}`);
}

describe("what is copied of a repository", () => {
  let long: TemporaryRepository;
  beforeAll(() => {
    long = temporaryRepository();
    addHistory(long);
    long.git("checkout", "--quiet", "-b", "topic");
    long.write({ "k8s/web.yaml": AS_IS });
    long.commit("Add web");
  });

  async function commitsCopied(): Promise<number> {
    const { git, branches } = demo!.pull.repository;
    const text = await runGit(git, ["rev-list", "--count", ...branches.values()]);
    return Number(text.toString());
  }

  test("is what a pull request needs, and not the history before it", async () => {
    await show(long.path, "main", "topic");
    expect(await commitsCopied()).toBe(3);
  });

  /** [history, how it comes to be, commits that are copied at most of the more than eighty] */
  const PARTINGS: [string, (repository: TemporaryRepository) => void, number][] = [
    [
      "each has merged the other before",
      ({ git }) => {
        git("checkout", "--quiet", "topic");
        git("merge", "--quiet", "--no-edit", "side");
        git("checkout", "--quiet", "main");
        git("merge", "--quiet", "--no-edit", "side");
        git("merge", "--quiet", "--no-edit", "topic~1");
      },
      10,
    ],
    [
      "the base has merged an old branch since",
      ({ git }) => {
        git("checkout", "--quiet", "main");
        git("merge", "--quiet", "--no-edit", "old");
      },
      70,
    ],
    [
      "both have merged an old branch since",
      ({ git }) => {
        for (const branch of ["topic", "main"]) {
          git("checkout", "--quiet", branch);
          git("merge", "--quiet", "--no-edit", "old", "-m", `Merge into ${branch}`);
        }
      },
      60,
    ],
  ];
  test.each(PARTINGS)("is as much as lets both sides part where they do: %s", async (_, merge, most) => {
    const { git, write, commit, path } = temporaryRepository();
    const branch = (name: string, from: string): void => {
      git("checkout", "--quiet", "-b", name, from);
      write({ [`${name}.txt`]: "1\n" });
      commit(name);
    };
    addHistory({ git });
    branch("old", "main~12");
    branch("side", "main");
    branch("topic", "main");
    write({ "k8s/web.yaml": AS_IS });
    commit("Add web");
    merge({ git } as TemporaryRepository);
    const { pull } = await show(path, "main", "topic");
    const sorted = (text: string): string[] => text.trim().split("\n").sort();
    for (const asked of [
      ["merge-base", "--all", "main", "topic"],
      ["rev-list", "main..topic"],
      ["rev-list", "topic..main"],
    ]) {
      const copied = await runGit(pull.repository.git, asked);
      expect(sorted(copied.toString())).toEqual(sorted(git(...asked)));
    }
    expect(await commitsCopied()).toBeLessThanOrEqual(most);
  });
});

describe("a repository that cannot be shown", () => {
  /** [how it is, base, head, what is done to it, what is said] */
  const BAD: [string, string, string, (repository: TemporaryRepository) => void, RegExp][] = [
    [
      "has nothing that the base has not",
      "topic",
      "main",
      ({ git }) => git("branch", "-f", "main", "topic"),
      /no commit that the base has not/,
    ],
    ["does not have the revision", "nowhere", "topic", () => {}, /no commit is named "nowhere"/],
    [
      "is a partial clone",
      "main",
      "topic",
      ({ git }) => git("config", "remote.origin.promisor", "true"),
      /partial clone/,
    ],
    [
      "has lost an object",
      "main",
      "topic",
      ({ git, path }) => {
        const id = git("rev-parse", "topic:k8s/web.yaml");
        rmSync(join(path, ".git/objects", id.slice(0, 2), id.slice(2)));
      },
      /^git fetch failed: /,
    ],
  ];
  test.each(BAD)(
    "because it %s is told in one line and left as it was",
    async (_, base, head, spoil, sentence) => {
      const repository = source();
      spoil(repository);
      age(repository.path);
      const before = fingerprint(repository.path);
      const failure = await startDemo({ source: { path: repository.path, base, head } }).catch(
        (error) => error,
      );
      expect(failure).toMatchObject({ name: "ChangeSetError", message: expect.stringMatching(sentence) });
      expect(failure.message).not.toContain("\n");
      expect(fingerprint(repository.path)).toEqual(before);
    },
  );
});
