/** Commands in comments, from the comment to the answer and to what git holds, over the real App. */
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readCommit } from "../../sandbox/git/list-commits.js";
import { createAccount, createBot } from "../../sandbox/state/accounts.js";
import type { AppManifest } from "../../sandbox/state/apps.js";
import type { Account, IssueComment, PullRequest } from "../../sandbox/state/model.js";
import {
  addIssueComment,
  closePullRequest,
  editIssueComment,
  openPullRequest,
} from "../../sandbox/state/pull-requests.js";
import { pushCommit } from "../../sandbox/state/push.js";
import { forkRepository } from "../../sandbox/state/repositories.js";
import type { Message } from "../../sandbox/webhooks/deliveries.js";
import { deployment } from "../github/manifests.js";
import { type Scene, type SceneOptions, startScene } from "./scene.js";

const WITH_FIXES = parse(readFileSync("app-with-fixes.yml", "utf8")) as AppManifest;

let scene: Scene;
afterEach(() => scene.close());

async function opened(
  options: SceneOptions = {},
  changes: Parameters<Scene["open"]>[1] = { "k8s/web.yaml": deployment("web") },
): Promise<PullRequest> {
  scene = await startScene({ manifest: WITH_FIXES, ...options });
  const pull = await scene.open("web", changes);
  await scene.settle();
  scene.asked();
  return pull;
}

async function comment(pull: PullRequest, body: string, by: Account = scene.author): Promise<IssueComment> {
  const made = addIssueComment(scene.gitHub.world, pull, by, body);
  await scene.settle();
  return made;
}

const reactions = ({ reactions: all }: IssueComment): string[] => all.map(({ content }) => content);

/** The App's comments below the pull request. */
const answers = (pull: PullRequest): string[] =>
  pull.comments.filter(({ author }) => author === scene.app.bot).map(({ body }) => body);

/** The words of an answer, without the quotation and the markers. */
const words = (answer: string | undefined): string =>
  (answer ?? "").replace(/^> .*\n\n/, "").replace(/(\n*<!-- surefoot:[\w:-]+ -->)+$/, "");

const conclusion = (pull: PullRequest): string | null =>
  scene.runsOn(pull.head.sha).at(-1)?.conclusion ?? null;

const stranger = (): Account => createAccount(scene.gitHub.world, "hubot", "User");

const idOf = (payload: object): unknown => (payload as { comment?: { id: number } }).comment?.id;

describe("/surefoot fix", () => {
  test("commits, reacts, and answers once with the commit", async () => {
    const pull = await opened();
    const before = pull.head.sha;
    const asked = await comment(pull, "/surefoot fix");
    const { parents, message } = await readCommit(scene.repository.git, pull.head.sha);
    expect(parents).toEqual([before]);
    expect(message).toContain(`Surefoot-Request: comment-${asked.id}`);
    expect(reactions(asked)).toEqual(["eyes", "rocket"]);
    expect(answers(pull)).toEqual([
      `> \`/surefoot fix\`\n\nCommitted ${pull.head.sha}: 1 fix in 1 file, proven together. The review of it follows.\n\n<!-- surefoot:reply:${asked.id} -->`,
    ]);
    expect(conclusion(pull)).toBe("success");
    await comment(pull, "/surefoot fix");
    expect(words(answers(pull)[1])).toContain("no finding of this pull request has a proven fix");
  });

  test("of a sender without write access commits nothing and answers once, whatever they go on with", async () => {
    const pull = await opened();
    const head = pull.head.sha;
    const by = stranger();
    const first = await comment(pull, "/surefoot fix", by);
    const second = await comment(pull, "/surefoot help", by);
    expect([reactions(first), reactions(second)]).toEqual([
      ["eyes", "confused"],
      ["eyes", "confused"],
    ]);
    expect(answers(pull).map(words)).toEqual([
      "Commands are for people with write access to this repository, and for the owner of the fork that a pull request comes from.",
    ]);
    expect(pull.head.sha).toBe(head);
  });

  test("of a fork's owner is answered with what to press where GitHub refuses the commit", async () => {
    await opened();
    const { world } = scene.gitHub;
    const owner = stranger();
    const fork = await forkRepository(world, scene.repository, owner);
    const change = { changes: { "k8s/api.yaml": deployment("api") }, message: "Add api", author: owner };
    const head = await pushCommit(world, fork, "api", change, fork.branches.get("main"));
    const pull = await openPullRequest(world, scene.repository, {
      ...{ author: owner, title: "Api", base: "main", head: { repository: fork, ref: "api" } },
    });
    await scene.settle();
    const asked = await comment(pull, "/surefoot fix", owner);
    expect([reactions(asked), pull.head.sha]).toEqual([["eyes", "confused"], head]);
    expect(words(answers(pull)[0])).toMatch(
      /^Nothing was committed: GitHub does not let this App write to the fork\..*Commit suggestion/,
    );
    world.forksTakeCommits = true;
    await comment(pull, "/surefoot fix", owner);
    expect(words(answers(pull)[1])).toMatch(/^Committed [0-9a-f]{40}: 1 fix in 1 file/);
    expect(conclusion(pull)).toBe("success");
  });

  test("at a head that moves meanwhile fixes what is there by then, in one commit", async () => {
    const pull = await opened();
    scene.gitHub.deliveries.isHeld = true;
    addIssueComment(scene.gitHub.world, pull, scene.author, "/surefoot fix");
    const moved = await scene.push("web", { "k8s/api.yaml": deployment("api") });
    scene.gitHub.deliveries.release();
    await scene.settle();
    expect((await readCommit(scene.repository.git, pull.head.sha)).parents).toEqual([moved]);
    expect(words(answers(pull)[0])).toContain(`${pull.head.sha}: 2 fixes in 2 files`);
    expect(conclusion(pull)).toBe("success");
  });

  test("without the permission commits nothing and says which is missing", async () => {
    const pull = await opened({ manifest: {} });
    const head = pull.head.sha;
    await comment(pull, "/surefoot fix");
    expect(words(answers(pull)[0])).toMatch(
      /^Nothing was committed: `contents: write` is not granted to this App\./,
    );
    expect(pull.head.sha).toBe(head);
  });

  test("has its turn although pushes come after it", async () => {
    const pull = await opened();
    scene.gitHub.faults.add({ kind: "latency", ms: 200, times: 3 });
    addIssueComment(scene.gitHub.world, pull, scene.author, "/surefoot fix");
    for (let i = 0; i < 3; i += 1) await scene.push("web", { "README.md": `# shop ${i}\n` });
    await scene.settle();
    expect(words(answers(pull)[0])).toMatch(/^Committed [0-9a-f]{40}: 1 fix in 1 file/);
    expect(conclusion(pull)).toBe("success");
  });
});

describe("a comment that gives no command", () => {
  test.each([
    ["another comment", "Please have a look at /surefoot fix"],
    ["a quotation", "> /surefoot fix\n\nWhat does this do?"],
    ["code", "    /surefoot fix"],
    ["a fence", "```\n/surefoot fix\n```"],
    ["a later line", "Hello\n/surefoot fix"],
    ["another word", "/surefootfix"],
  ])("is let alone: %s", async (_, body) => {
    const pull = await opened();
    const head = pull.head.sha;
    const made = await comment(pull, body);
    expect([reactions(made), answers(pull), pull.head.sha, scene.asked()]).toEqual([[], [], head, []]);
  });

  test("is let alone: a bot's, whatever it may, and its own", async () => {
    const pull = await opened();
    const bot = createBot(scene.gitHub.world, "helper");
    scene.repository.collaborators.set(bot, "admin");
    const head = pull.head.sha;
    const made = await comment(pull, "/surefoot fix", bot);
    const own = await comment(pull, "/surefoot fix", scene.app.bot);
    expect([reactions(made), reactions(own), pull.head.sha, scene.asked()]).toEqual([[], [], head, []]);
  });

  test("is let alone: one of its own that a person edits into a command", async () => {
    const pull = await opened();
    await comment(pull, "/surefoot help");
    const own = pull.comments.find(({ author }) => author === scene.app.bot)!;
    editIssueComment(scene.gitHub.world, own, scene.author, "/surefoot fix");
    await scene.settle();
    expect(pull.comments).toHaveLength(2);
  });

  test("is let alone: one of a person's that a bot edits into a command", async () => {
    const pull = await opened();
    const bot = createBot(scene.gitHub.world, "helper");
    scene.repository.collaborators.set(bot, "admin");
    const made = await comment(pull, "Shall we?");
    editIssueComment(scene.gitHub.world, made, bot, "/surefoot fix");
    await scene.settle();
    expect([reactions(made), pull.comments.length]).toEqual([[], 1]);
  });

  test("is answered once where an edit made it a command, and runs nothing", async () => {
    const pull = await opened();
    const head = pull.head.sha;
    const made = await comment(pull, "Shall we?");
    editIssueComment(scene.gitHub.world, made, scene.author, "/surefoot fix");
    await scene.settle();
    editIssueComment(scene.gitHub.world, made, scene.author, "Shall we not?");
    editIssueComment(scene.gitHub.world, made, scene.author, "/surefoot fix");
    await scene.settle();
    expect(answers(pull).map(words)).toEqual([
      "Commands count in new comments only: an edit runs nothing. Please write a new comment.",
    ]);
    expect([reactions(made), pull.head.sha]).toEqual([["confused"], head]);
  });

  test("is let alone: an edit that changes other lines than the command", async () => {
    const pull = await opened();
    const made = await comment(pull, "/surefoot help");
    editIssueComment(scene.gitHub.world, made, scene.author, "/surefoot help\n\nThank you.");
    await scene.settle();
    expect(answers(pull)).toHaveLength(1);
  });
});

describe("an answer", () => {
  test("comes to each of several commands, in their order", async () => {
    const pull = await opened();
    for (const body of ["/surefoot help", "/surefoot explain web", "/surefoot fix"])
      addIssueComment(scene.gitHub.world, pull, scene.author, body);
    await scene.settle();
    expect(answers(pull).map((answer) => answer.split("\n")[0])).toEqual([
      "> `/surefoot help`",
      "> `/surefoot explain web`",
      "> `/surefoot fix`",
    ]);
  });

  test("comes once, however often the comment is delivered, and after a restart", async () => {
    const pull = await opened();
    await comment(pull, "/surefoot help");
    const delivery = scene.gitHub.deliveries.log.find(({ event }) => event === "issue_comment")!;
    await scene.restart({ sweep: false });
    for (let i = 0; i < 3; i += 1) scene.gitHub.deliveries.redeliver(delivery);
    await scene.settle();
    expect(answers(pull)).toHaveLength(1);
  });

  test.each(["error-afterwards", "drop-afterwards", "break-off", "error", "drop"] as const)(
    "comes once where posting it fails by %s",
    async (kind) => {
      const pull = await opened();
      scene.gitHub.faults.add({ kind, on: /issues\/1\/comments$/ });
      await comment(pull, "/surefoot fix");
      expect(answers(pull).map(words)).toEqual([expect.stringMatching(/^Committed [0-9a-f]{40}/)]);
    },
  );

  test("is found behind more than a hundred later comments", async () => {
    const pull = await opened();
    await comment(pull, "/surefoot help");
    scene.app.events = scene.app.events.filter((event) => event !== "issue_comment");
    for (let i = 0; i < 150; i += 1) addIssueComment(scene.gitHub.world, pull, scene.author, `${i}`);
    await scene.restart({ sweep: false });
    scene.gitHub.deliveries.redeliver(
      scene.gitHub.deliveries.log.find(({ event }) => event === "issue_comment")!,
    );
    await scene.settle();
    expect(answers(pull)).toHaveLength(1);
  });

  test("is not held back by a marker that somebody else wrote, or that it quotes", async () => {
    const pull = await opened();
    const { world, deliveries } = scene.gitHub;
    deliveries.isHeld = true;
    const asked = addIssueComment(world, pull, scene.author, "/surefoot help");
    const marker = `<!-- surefoot:reply:${asked.id} -->`;
    addIssueComment(world, pull, scene.author, marker);
    const quoting = addIssueComment(world, pull, scene.author, `/surefoot ${marker}`);
    await scene.gitHub.settle();
    // The one that quotes the marker of the other is answered first.
    let others: Message[] = [];
    deliveries.release((held) => {
      others = held.filter(({ payload }) => idOf(payload) !== quoting.id);
      return held.filter(({ payload }) => idOf(payload) === quoting.id);
    });
    await scene.settle();
    expect(answers(pull)[0]).toContain(marker);
    for (const message of others) deliveries.send(message);
    await scene.settle();
    expect(answers(pull).map((answer) => answer.split("\n").at(-1))).toEqual([
      `<!-- surefoot:reply:${quoting.id} -->`,
      marker,
    ]);
  });

  test("says so where the command could not be done, and another try is another comment", async () => {
    const pull = await opened();
    const fault = scene.gitHub.faults.add({ kind: "error", status: 500, on: /compare/, times: 99 });
    const asked = await comment(pull, "/surefoot explain web");
    expect(words(answers(pull)[0])).toBe(
      "This could not be done. A request to GitHub failed (Comparing base and head: HTTP 500). Please ask again.",
    );
    expect(reactions(asked)).toEqual(["eyes", "confused"]);
    fault.remove();
    await comment(pull, "/surefoot explain web");
    expect(words(answers(pull)[1])).toContain("worst case = ");
  });
});

describe("the other commands", () => {
  test("review: reviews again and reacts, without a word", async () => {
    const pull = await opened();
    const [run] = scene.runsOn(pull.head.sha);
    const asked = await comment(pull, "/surefoot review");
    expect([run!.updates, reactions(asked), answers(pull)]).toEqual([1, ["eyes", "+1"], []]);
    closePullRequest(scene.gitHub.world, pull, scene.author);
    await comment(pull, "/surefoot review");
    expect(words(answers(pull)[0])).toBe("There is nothing to review: this pull request is closed.");
    expect(run!.updates).toBe(1);
  });

  test("review: says that there is no check run to look at where the App may write none", async () => {
    const { checks: _, ...permissions } = WITH_FIXES.default_permissions;
    const pull = await opened({ manifest: { ...WITH_FIXES, default_permissions: permissions } });
    const asked = await comment(pull, "/surefoot review");
    expect(reactions(asked)).toEqual(["eyes", "+1"]);
    expect(answers(pull).map(words)).toEqual([
      "Not granted to this App: `checks: write`, so there is no check run.",
    ]);
  });

  test("explain: shows the arithmetic of the workload, by name, kind or id", async () => {
    const pull = await opened();
    for (const name of ["web", "deployment/web", "`k8s/web.yaml#apps/Deployment//web`"]) {
      const asked = await comment(pull, `/surefoot explain ${name}`);
      expect(reactions(asked)).toEqual(["eyes", "+1"]);
    }
    const [first, ...others] = answers(pull).map(words);
    expect(first).toContain("ceil(34% of 3) = 2");
    expect(first).toContain("| `Deployment web` |");
    expect(others).toEqual([first, first]);
  });

  test("explain: lists what there is where the name is nothing's, or several workloads'", async () => {
    const pull = await opened(
      {},
      { "a.yaml": deployment("web"), "b.yaml": deployment("web"), "c.yaml": deployment("api") },
    );
    await comment(pull, "/surefoot explain nothing");
    await comment(pull, "/surefoot explain web");
    await comment(pull, "/surefoot explain");
    expect(answers(pull).map(words)).toEqual([
      "This pull request changes no workload `nothing`. It changes:\n\n- `a.yaml#apps/Deployment//web`\n- `b.yaml#apps/Deployment//web`\n- `Deployment/api`",
      "`web` is the name of 2 workloads. Please name one by its id:\n\n- `a.yaml#apps/Deployment//web`\n- `b.yaml#apps/Deployment//web`",
      "Which workload is meant? This pull request changes:\n\n- `a.yaml#apps/Deployment//web`\n- `b.yaml#apps/Deployment//web`\n- `Deployment/api`",
    ]);
  });

  test("waive: leads to a page for a new policy where there is none", async () => {
    const pull = await opened();
    await comment(pull, "/surefoot waive readiness-gate web until 2099-01-31 because moves");
    expect(words(answers(pull)[0])).toContain(
      `[Create \`.github/surefoot.yml\`](${scene.gitHub.url}/octo-org/shop/new/main?filename=.github/surefoot.yml&value=waivers`,
    );
  });

  test("waive: answers with the change to commit, and waives nothing", async () => {
    const pull = await opened({ files: { ".github/surefoot.yml": "comments: all\n" } });
    await comment(pull, "/surefoot waive readiness-gate web until 2099-01-31 because moves to jobs in Q1");
    const { url } = scene.gitHub;
    expect(
      words(answers(pull)[0]),
    ).toBe(`A comment waives nothing: that takes a commit to the default branch. [Edit \`.github/surefoot.yml\`](${url}/octo-org/shop/edit/main/.github/surefoot.yml) and add this waiver to its list \`waivers\`:

\`\`\`yaml
waivers:
  - workload: "Deployment/web"
    path: "k8s/web.yaml"
    rule: readiness-gate
    reason: "moves to jobs in Q1"
    until: "2099-01-31"
\`\`\`

It holds up to and including 2099-01-31.`);
    expect(conclusion(pull)).toBe("failure");
  });

  test("help, nothing at all, and what is no command: the list", async () => {
    const pull = await opened();
    const asked = [];
    for (const body of [
      "/surefoot help",
      "/Surefoot",
      "/surefoot frobnicate @octo-org/all",
      "/surefoot fix web",
    ])
      asked.push(await comment(pull, body));
    const all = answers(pull).map(words);
    expect(all[1]).toBe(all[0]);
    expect(all[2]).toBe(
      `There is no command \`frobnicate @octo-org/all\`. These are the commands:\n\n${all[0]}`,
    );
    expect(all[3]).toBe(`There is no command \`fix web\`. These are the commands:\n\n${all[0]}`);
    expect(asked.map((each) => reactions(each)[1])).toEqual(["+1", "+1", "confused", "confused"]);
    expect(pull.head.sha).toBe(scene.repository.branches.get("web"));
  });
});
