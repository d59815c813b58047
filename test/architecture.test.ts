/**
 * The arrows between the folders of `src/`, as rules over the real import statements. Each has a sentence why: who
 * wants to break one should know what is lost with it.
 */
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, test } from "vitest";
import { WORKLOAD_KIND_NAMES } from "../src/policy/kind-names.js";
import { type Import, readSource, readSourceFiles } from "./architecture/read-imports.js";

/** A folder of `src/`, or the file of that name which stands beside the folders. */
interface Part {
  /** parts whose code it uses; nothing is granted that is not used */
  uses: string[];
  /** parts of which it knows the types and nothing else */
  knows?: string[];
  /** packages, and modules of Node, that it may use; `node:*` where all of Node is open to it */
  packages: string[];
  why: string;
}

const PARTS: Record<string, Part> = {
  words: {
    uses: [],
    packages: [],
    why: "sentences are put together alike everywhere, and know nothing of what they tell",
  },
  changeset: {
    uses: [],
    packages: ["diff", "p-limit"],
    why: "a change is files and hunks: whoever brings one needs to know nothing of YAML or Kubernetes",
  },
  manifest: {
    uses: ["words", "changeset"],
    packages: ["js-yaml", "lru-cache"],
    why: "text to objects and back is hard enough without knowing what a workload is; of a change it knows paths",
  },
  policy: {
    uses: ["words"],
    knows: ["manifest"],
    packages: ["yaml", "zod"],
    why: "settings are read before there is anything to judge, and their faults are placed as a manifest's are",
  },
  "api-server": {
    uses: ["words", "manifest"],
    packages: [],
    why: "what a cluster takes is a fact of Kubernetes and its version: no rule or setting of ours may bend it",
  },
  workload: {
    uses: ["words", "changeset", "manifest", "policy", "api-server"],
    packages: [],
    why: "what an object is must not depend on what is thought of it",
  },
  rollout: {
    uses: ["words", "policy"],
    knows: ["manifest"],
    packages: [],
    why: "numbers come from Kubernetes' rules alone: no rule of ours may bend one",
  },
  kinds: {
    uses: ["manifest", "workload", "rollout"],
    knows: ["policy"],
    packages: [],
    why: "one folder a kind and the only table of them: nothing below may know which kinds there are",
  },
  render: {
    uses: ["words", "changeset", "manifest", "policy", "api-server", "workload", "kinds", "renderer"],
    packages: ["node:v8"],
    why: "files become manifests before the engine, which knows nothing of where a manifest came from; known fields tell which line of a broken one is wrong",
  },
  renderer: {
    uses: [],
    packages: ["node:*", "p-limit", "zod"],
    why: "it runs a stranger's chart: nothing of the program may be within its reach, and it knows no manifest",
  },
  simulation: {
    uses: ["rollout"],
    packages: [],
    why: "one rollout as it goes, for pages and drawings: it knows numbers and nothing of manifests",
  },
  "rollout-link": {
    uses: ["rollout", "kinds"],
    packages: [],
    why: "what the review writes into a link and the page reads there: numbers, so that neither needs to know the other",
  },
  rules: {
    uses: ["words", "manifest", "policy", "api-server", "workload", "rollout", "kinds"],
    packages: [],
    why: "a rule gives a verdict and does not know how it is told, or where",
  },
  judge: {
    uses: ["manifest", "policy", "workload", "rollout", "kinds", "rules"],
    packages: [],
    why: "a workload, its numbers and its verdicts: how a verdict is told, and whether it is new, is not known here",
  },
  review: {
    uses: [
      "words",
      "changeset",
      "manifest",
      "policy",
      "api-server",
      "workload",
      "rollout",
      "kinds",
      "simulation",
      "rollout-link",
      "rules",
      "judge",
    ],
    knows: ["render"],
    packages: ["node:crypto", "node:util"],
    why: "the plan is plain data for whoever publishes it, so it cannot depend on a publisher",
  },
  engine: {
    uses: ["manifest", "policy", "workload", "kinds", "review"],
    knows: ["render"],
    packages: [],
    why: "one pure function that the App, the command line and the tests call alike",
  },
  fix: {
    uses: ["manifest", "policy", "render", "review", "engine"],
    knows: ["changeset"],
    packages: [],
    why: "it asks the engine whether all fixes together hold, and does not know who writes them where",
  },
  analysis: {
    uses: ["policy", "render", "review", "engine", "fix"],
    knows: ["changeset", "manifest"],
    packages: [],
    why: "what the App asks of the engine, as functions of plain data: they may run in whichever thread",
  },
  queue: {
    uses: [],
    packages: [],
    why: "it keeps tasks in order and does not know what a task does",
  },
  github: {
    uses: ["words", "changeset", "policy", "render", "review", "fix", "analysis"],
    knows: ["manifest", "queue"],
    packages: [
      "@octokit/core",
      "@octokit/plugin-paginate-rest",
      "@octokit/plugin-retry",
      "diff",
      "lru-cache",
      "node:*",
      "p-limit",
      "probot",
      "undici",
    ],
    why: "it loads a change and posts a plan; which queue runs it is decided where the process is put together",
  },
  cli: {
    uses: ["words", "changeset", "policy", "rules", "render", "review", "engine"],
    knows: ["manifest", "rollout"],
    packages: ["commander", "diff", "node:*", "picocolors", "zod"],
    why: "the same review on a laptop must not need GitHub, a queue or a server",
  },
  action: {
    uses: ["render", "review", "engine", "github", "cli"],
    knows: ["changeset", "policy"],
    packages: ["node:*", "zod"],
    why: "the command line's --publish: it gives a workflow's event to what loads and posts, and knows no server or queue",
  },
  store: {
    uses: ["queue"],
    knows: ["github"],
    packages: ["bullmq", "ioredis", "node:*"],
    why: "one store for several processes, loaded where it is asked for: who needs none pays for none",
  },
  app: {
    uses: ["analysis", "queue", "github"],
    packages: ["p-limit", "probot"],
    why: "the app function puts queue, memory and tasks together, and is the one place that names their engines",
  },
  worker: {
    uses: ["policy", "analysis", "render", "renderer"],
    knows: ["changeset", "manifest"],
    packages: ["node:*", "p-limit"],
    why: "it carries jobs, and what is rendered, to threads and back: what comes of it, and who asks for it, is not known here",
  },
  "web/browser": {
    uses: ["rollout", "simulation", "rollout-link"],
    packages: ["chart.js"],
    why: "it runs in the browser of whoever looks: nothing of Node and nothing of a review can be there",
  },
  web: {
    uses: ["rollout-link"],
    packages: [
      "hast-util-to-html",
      "node:*",
      "rehype-slug",
      "remark-gfm",
      "remark-parse",
      "remark-rehype",
      "unified",
      "unist-util-visit",
    ],
    why: "what people look at is made before anyone asks: it must not be able to see a review, a token or a payload",
  },
  server: {
    uses: ["github", "app", "worker", "web", "store"],
    packages: ["node:*", "pino", "probot"],
    why: "HTTP, settings and signals: the process is put together here, so nothing else may know of it",
  },
  "bin/surefoot.ts": {
    uses: ["cli", "action", "bin/queue.ts"],
    packages: ["node:*"],
    why: "the command line's process, and the one place where it meets GitHub",
  },
  "bin/start.ts": {
    uses: ["cli"],
    packages: ["node:*"],
    why: "what the published command begins with: Node's settings, and the code that it kept",
  },
  "bin/action.ts": {
    uses: ["cli", "action"],
    packages: ["node:*"],
    why: "the GitHub Action's process, which is the command line with --publish",
  },
  "bin/worker.ts": {
    uses: ["worker"],
    packages: ["node:*"],
    why: "the thread of the App's process in which changes are reviewed",
  },
  "bin/renderer.ts": {
    uses: ["worker"],
    packages: ["node:*"],
    why: "the thread of the App's process in which charts and kustomizations are rendered",
  },
  "bin/queue.ts": {
    uses: ["server", "store"],
    knows: ["cli"],
    packages: [],
    why: "the operator's look into the shared queue, loaded where the command line is asked for it",
  },
  "bin/server.ts": {
    uses: ["server"],
    packages: ["node:*"],
    why: "the App's process: environment in, signals handled, exit status out",
  },
};

const PURE = [
  "words",
  "manifest",
  "policy",
  "api-server",
  "workload",
  "rollout",
  "kinds",
  "render",
  "simulation",
  "rollout-link",
  "rules",
  "judge",
  "review",
  "engine",
  "fix",
  "analysis",
];

/** Where a change set is read from disk or from git: the only files of `changeset` that touch the world. */
const EDGE = /^changeset\/(?:read-(?:folders|git)|folder-[\w-]+|git-[\w-]+)\.ts$/;

const IMPURE: [string, RegExp][] = [
  ["the environment and the working folder", /\bprocess\s*[.[]/],
  ["the clock", /\bDate\s*\.\s*now\b|\bnew\s+Date\b|\bperformance\s*\./],
  ["chance", /\bMath\s*\.\s*random\b|\brandom(?:UUID|Bytes|Int)\b/],
  ["a timer", /\bset(?:Timeout|Interval|Immediate)\b/],
  ["the network", /\bfetch\s*\(|\bXMLHttpRequest\b|\bWebSocket\b/],
  ["the terminal", /\bconsole\s*\./],
];

const files = readSourceFiles();

// A file that is a process of its own has its own rule, and so has a folder that runs somewhere else.
function partOf(file: string): string {
  if (file in PARTS) return file;
  const [folder, inner] = file.split("/") as [string, string?];
  return `${folder}/${inner}` in PARTS ? `${folder}/${inner}` : folder.replace(/\.ts$/, "");
}

const isOurs = ({ target }: Import) => /\.(?:ts|json)$/.test(target);
const line = ({ file, target }: Import) => `${file} → ${target}`;

function importsOf(part: string): Import[] {
  return files.filter(({ file }) => partOf(file) === part).flatMap(({ imports }) => imports);
}

describe("the arrows between folders", () => {
  test("every file belongs to a part that has its rule", () => {
    expect(files.length).toBeGreaterThan(50);
    expect(files.map(({ file }) => partOf(file)).filter((part) => !(part in PARTS))).toEqual([]);
  });

  test.each(Object.entries(PARTS))(
    "%s imports only what stands before it",
    (part, { uses, knows = [], why }) => {
      const strangers = importsOf(part)
        .filter(isOurs)
        .filter(({ target, typeOnly }) => {
          const other = partOf(target);
          return other !== part && !uses.includes(other) && !(typeOnly && knows.includes(other));
        });
      expect(strangers.map(line), why).toEqual([]);
    },
  );

  test.each(Object.entries(PARTS))(
    "%s is granted nothing that it does not use",
    (part, { uses, knows = [], packages }) => {
      const imports = importsOf(part);
      const others = imports.filter(isOurs).filter(({ target }) => partOf(target) !== part);
      const run = new Set(others.filter(({ typeOnly }) => !typeOnly).map(({ target }) => partOf(target)));
      const all = new Set(others.map(({ target }) => partOf(target)));
      expect({
        uses: uses.filter((other) => !all.has(other)),
        knows: knows.filter((other) => !all.has(other) || run.has(other)),
        packages: packages.filter(
          (name) => name !== "node:*" && !imports.some(({ target }) => target === name),
        ),
      }).toEqual({ uses: [], knows: [], packages: [] });
    },
  );

  test.each(Object.entries(PARTS))("%s uses only its own packages", (part, { packages, why }) => {
    const strangers = importsOf(part)
      .filter((one) => !isOurs(one) && !(part === "changeset" && EDGE.test(one.file)))
      .filter(
        ({ target }) =>
          !packages.includes(target.startsWith("node:") && packages.includes("node:*") ? "node:*" : target),
      );
    expect(strangers.map(line), why).toEqual([]);
  });

  test("every package in use is one that package.json installs, or that the build puts into the page's script", () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync("package.json", "utf8"));
    const others = files.flatMap(({ imports }) =>
      imports.filter((one) => !isOurs(one) && !one.target.startsWith("node:")),
    );
    const missing = others.filter(
      ({ file, target }) => !(target in (partOf(file) === "web/browser" ? devDependencies : dependencies)),
    );
    expect(missing.map(line)).toEqual([]);
  });

  test("every import leads to a file", () => {
    const known = new Set(files.map(({ file }) => file));
    const lost = files.flatMap(({ imports }) =>
      imports.filter((one) => isOurs(one) && !known.has(one.target)),
    );
    expect(lost.map(line)).toEqual([]);
  });
});

/** The folders of `github/` in the order of a review's way, with all that each uses; "" are the files beside them. */
const GITHUB_FOLDERS: Record<string, { uses: string[]; why: string }> = {
  client: { uses: [], why: "asking GitHub is alike for all who ask" },
  "": { uses: ["client"], why: "a task and what is posted are plain data, which every folder may hold" },
  memory: { uses: ["client", ""], why: "records come and go, and it does not know who needs them" },
  "load/contents": { uses: ["client"], why: "texts of files are loaded alike, whatever they are for" },
  "load/policy": {
    uses: ["client", "memory", "load/contents"],
    why: "a policy is a file and what it extends",
  },
  "load/posted": {
    uses: ["client", ""],
    why: "what stands on GitHub is read without knowing who compares it",
  },
  load: {
    uses: ["client", "", "memory", "load/contents", "load/policy", "load/posted"],
    why: "who loads must not know who posts",
  },
  check: { uses: ["client", "", "memory", "load"], why: "a check run is one request, whoever asks for it" },
  publish: {
    uses: ["client", "", "memory", "load", "load/posted", "check"],
    why: "it posts a plan and knows no task",
  },
  "merge-queue": {
    uses: ["client", "", "load/contents", "load/posted", "load", "publish"],
    why: "a group is reviewed as a pull request is",
  },
  fix: {
    uses: ["client", "load/contents", "load"],
    why: "a commit is made for whoever may ask, by a button or a comment",
  },
  answers: {
    uses: ["client", "", "memory", "load/posted", "load", "check", "fix"],
    why: "it answers a comment and does not know what queued it",
  },
  sweep: {
    uses: ["client", "", "memory", "load/posted", "load", "check", "answers"],
    why: "it gives tasks back, and whoever runs it queues them",
  },
  tasks: {
    uses: ["client", "", "memory", "load", "check", "publish", "merge-queue", "fix", "answers", "sweep"],
    why: "the one place that knows what each task does",
  },
  webhooks: {
    uses: ["client", "", "memory", "load", "check", "answers"],
    why: "an event becomes a task and no more: what it does is not known here",
  },
};

describe("the folders of github", () => {
  const folderOf = (file: string): string => posix.dirname(file).slice("github/".length);
  const own = files.filter(({ file }) => file.startsWith("github/"));

  test("are all known", () => {
    expect(new Set(own.map(({ file }) => folderOf(file)))).toEqual(new Set(Object.keys(GITHUB_FOLDERS)));
  });

  test.each(Object.entries(GITHUB_FOLDERS))(
    "“%s” uses exactly what it is granted",
    (folder, { uses, why }) => {
      const used = own
        .filter(({ file }) => folderOf(file) === folder)
        .flatMap(({ imports }) => imports.map(({ target }) => target))
        .filter((target) => target.startsWith("github/") && folderOf(target) !== folder)
        .map(folderOf);
      expect([...new Set(used)].sort(), why).toEqual([...uses].sort());
    },
  );

  test("stand in the order of a review's way", () => {
    const order = Object.keys(GITHUB_FOLDERS);
    for (const [folder, { uses }] of Object.entries(GITHUB_FOLDERS))
      for (const other of uses)
        expect(order.indexOf(other), `${folder} → ${other}`).toBeLessThan(order.indexOf(folder));
  });

  test("know of the queue its port alone, and only where events are queued and tasks are run", () => {
    const known = own.flatMap(({ file, imports }) =>
      imports
        .filter(({ target }) => target.startsWith("queue/"))
        .map(({ target }) => `${folderOf(file)} → ${target}`),
    );
    expect(new Set(known), "the next engine is a new file that nothing of github knows").toEqual(
      new Set(["tasks → queue/queue.ts", "webhooks → queue/queue.ts"]),
    );
  });
});

describe("the App's thread", () => {
  test("does no job of the analysis by itself, and has charts rendered in the renderer's own thread", () => {
    const done = files
      .filter(({ file }) => file.startsWith("github/"))
      .flatMap(({ imports }) => imports.filter(({ typeOnly }) => !typeOnly))
      .filter(({ target }) =>
        /^(?:analysis\/(?!analysis-failure)|render\/(?!render-sources)|engine\.ts|fix\/plan-)/.test(target),
      );
    expect(done.map(line), "a large change would leave its probes unanswered").toEqual([]);
  });
});

describe("folders", () => {
  const MOST = 20;

  test.each(["src", "sandbox"] as const)("of %s/ hold as many files as a reader takes in at once", (root) => {
    const counts = new Map<string, number>();
    for (const { file } of readSourceFiles(root)) {
      const folder = `${root}/${file}`.replace(/\/[^/]+$/, "");
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
    const full = [...counts].filter(([, count]) => count > MOST);
    expect(full).toEqual([]);
  });
});

describe("workloads and what is around them", () => {
  test("are read and related without a look at the other side of the change", () => {
    const found = files.flatMap(({ file, imports }) =>
      imports.filter(
        ({ target }) => /^workload\/(?!change\/)/.test(file) && target.startsWith("workload/change/"),
      ),
    );
    expect(
      found.map(line),
      "the same reading judges the base and the head; only change/ compares them",
    ).toEqual([]);
  });
});

describe("kinds of workload", () => {
  test("are named nowhere but in their folders, their table and the names that a policy may write", () => {
    const names = new RegExp(`["'\`](?:${WORKLOAD_KIND_NAMES.join("|")})["'\`]`);
    const found = files
      .filter(({ file }) => !/^(?:kinds\/|policy\/kind-names\.ts$|api-server\/)/.test(file))
      .map(({ file }) => file)
      .filter((file) => names.test(readFileSync(`src/${file}`, "utf8")));
    // KEDA's and the HorizontalPodAutoscaler's own default for a target without a kind.
    expect(found, "another kind is a folder and a row, and no search").toEqual([
      "workload/neighbours/read-autoscaler.ts",
    ]);
  });

  test("have one folder each, which knows no other kind", () => {
    const folderOf = (file: string) => /^kinds\/([^/]+)\//.exec(file)?.[1] ?? null;
    const strangers = files
      .filter(({ file }) => folderOf(file) !== null)
      .flatMap(({ file, imports }) =>
        imports.filter(({ target }) => {
          const other = folderOf(target);
          return (
            target === "kinds/kinds.ts" || (other !== null && other !== folderOf(file) && other !== "common")
          );
        }),
      );
    expect(strangers.map(line), "what two kinds share stands in common/").toEqual([]);
  });

  test("are found through the table alone, but for the page that reads a Deployment's limits", () => {
    const found = files
      .filter(({ file }) => !file.startsWith("kinds/"))
      .flatMap(({ imports }) => imports.filter(({ target }) => /^kinds\/.+\//.test(target)));
    expect(found.map(line)).toEqual([
      "rollout-link/read-settings.ts → kinds/deployment/read-deployment-strategy.ts",
    ]);
  });
});

describe("the engine", () => {
  test("is the order of a review and no more", () => {
    const text = readFileSync("src/engine.ts", "utf8");
    expect(text.split("\n").length, "a detail belongs to the stage that it is one of").toBeLessThan(100);
  });
});

describe("the engine is pure", () => {
  const pure = files.filter(
    ({ file }) => PURE.includes(partOf(file)) || (partOf(file) === "changeset" && !EDGE.test(file)),
  );

  test.each(IMPURE)("nothing in it asks %s", (what, pattern) => {
    const found = pure.filter(({ code }) => pattern.test(code)).map(({ file }) => file);
    expect(found, `the same pull request must always give the same review, so none may ask ${what}`).toEqual(
      [],
    );
  });

  test("no file of the engine reads from disk, git or the network, but the edge of changeset", () => {
    const edge = files.filter(({ file }) => EDGE.test(file)).map(({ file }) => file);
    expect(edge).toContain("changeset/read-folders.ts");
    const world =
      /^node:(?:fs|net|http|https|child_process|os|dgram|dns|tls|worker_threads)\b|^probot$|^@octokit\//;
    const found = pure.flatMap(({ imports }) => imports.filter(({ target }) => world.test(target)));
    expect(found.map(line)).toEqual([]);
  });
});

describe("the simulation runs in a browser", () => {
  test("nothing that it reaches asks for a package or for Node, nor does what reads a link", () => {
    const reached = new Set(["simulation/index.ts", "rollout-link/fragment.ts"]);
    for (const file of reached) {
      for (const one of files.find((source) => source.file === file)?.imports ?? []) reached.add(one.target);
    }
    const own = new Set(files.map(({ file }) => file));
    expect(
      [...reached].filter((file) => !own.has(file)),
      "a page shows rollouts with it, and nothing of a server can be there",
    ).toEqual([]);
    expect(reached).toContain("rollout/worst-case-of-rolling-update.ts");
  });
});

describe("how imports are read", () => {
  const text = [
    'import type { A } from "../queue/a.js";',
    'import { type B, type C } from "./b.js";',
    'import {\n  type D,\n  E,\n} from "../engine.js";',
    'import "./side-effect.js";',
    'export * from "../policy/policy.js";',
    'const later = await import("../github/later.js");',
    'const url = "http://example.com"; // import { no } from "./comment.js"',
    '/* import { no } from "./comment.js" */',
    "const pattern = /[\"'`]\\/\\*/; Date.now();",
    'const word = "Math.random";',
    'import parse from "@scope/name/deep";',
  ].join("\n");
  const { imports, code } = readSource("review/x.ts", text);

  test("every form of import is seen, and comments are not", () => {
    expect(imports.map(({ target, typeOnly }) => [target, typeOnly])).toEqual([
      ["queue/a.ts", true],
      ["review/b.ts", true],
      ["engine.ts", false],
      ["review/side-effect.ts", false],
      ["policy/policy.ts", false],
      ["@scope/name", false],
      ["github/later.ts", false],
    ]);
  });

  test("code is told from text", () => {
    expect(code).toContain("Date.now()");
    expect(code).not.toContain("Math.random");
  });
});
