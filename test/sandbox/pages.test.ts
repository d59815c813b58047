/** The pages for people over a sandbox without the App: what is held shows, and what is written is held. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAccount } from "../../sandbox/state/accounts.js";
import type { PullRequest } from "../../sandbox/state/model.js";
import { addIssueComment, react } from "../../sandbox/state/pull-requests.js";
import { pushCommit } from "../../sandbox/state/push.js";
import { createReview } from "../../sandbox/state/reviews.js";
import { viewPullRequest } from "../../sandbox/view/view-pull-request.js";
import { changedFile, type Lab, LINES, startLab } from "./lab.js";

let lab: Lab;
let pull: PullRequest;
beforeAll(async () => {
  lab = await startLab({ withPages: true });
  pull = await lab.open("topic", changedFile());
});
afterAll(() => lab.close());

const address = (path: string): string => `${lab.gitHub.url}/octo-org/shop${path}`;

function write(body: string, to = pull): Promise<Response> {
  return fetch(address(`/pull/${to.number}/comment`), {
    method: "POST",
    headers: { origin: lab.gitHub.url },
    body: new URLSearchParams({ body }),
    redirect: "manual",
  });
}

describe("comments", () => {
  test("written on the page are those of whoever looks at it", async () => {
    expect((await write("/surefoot help")).status).toBe(303);
    expect(pull.comments.map(({ author, body }) => [author.login, body])).toEqual([
      ["mona", "/surefoot help"],
    ]);
  });

  test("show with everyone's reactions, by kind", async () => {
    const { world } = lab.gitHub;
    const other = await lab.open("reactions", changedFile());
    const hubot = createAccount(world, "hubot", "User");
    const comment = addIssueComment(world, other, hubot, "look");
    for (const [user, content] of [
      [lab.app.bot, "eyes"],
      [hubot, "rocket"],
      [lab.author, "eyes"],
    ] as const)
      react(world, comment, user, content);
    const { comments } = await viewPullRequest(other);
    expect(comments).toMatchObject([
      {
        ...{ id: comment.id, author: "hubot", body: "look", minimizedReason: null },
        reactions: [
          { content: "eyes", by: ["lab[bot]", "mona"] },
          { content: "rocket", by: ["hubot"] },
        ],
      },
    ]);
  });

  test("stand between the reviews before and after them, within one second too", async () => {
    const { world } = lab.gitHub;
    const other = await lab.open("order", changedFile());
    const review = (body: string) => createReview(world, other, lab.app.bot, { event: "COMMENT", body });
    await review("first");
    addIssueComment(world, other, lab.author, "second");
    await review("third");
    const page = await (await fetch(address(`/pull/${other.number}`))).text();
    const places = ["first", "second", "third"].map((word) => page.indexOf(`<p>${word}</p>`));
    expect(places.every((place, index) => place > (places[index - 1] ?? 0))).toBe(true);
  });

  test("that GitHub does not take are refused in its words, and nothing is held", async () => {
    const before = pull.comments.length;
    const refused = await write("x".repeat(65_537));
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain(
      "Validation Failed: Body is too long (maximum is 65536 characters)",
    );
    expect(pull.comments.length).toBe(before);
  });

  test("of a pull request that does not exist are refused", async () => {
    const refused = await write("look", { ...pull, number: 4711 });
    expect(refused.status).toBe(404);
  });
});

describe("files", () => {
  const read = async (path: string): Promise<[number, string]> => {
    const answer = await fetch(address(path));
    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    return [answer.status, await answer.text()];
  };
  const FILE = `${LINES.join("\n")}\n`;
  const MISSING = [404, "There is no such file."];

  test("of a commit are plain text at GitHub's address", async () => {
    const main = lab.repository.branches.get("main");
    expect(await read(`/blob/${main}/a.txt`)).toEqual([200, FILE]);
  });

  test("that somebody is told to edit are shown, on branches with slashes too", async () => {
    const { world } = lab.gitHub;
    const change = { changes: { "docs/b.txt": "b" }, message: "Add b", author: lab.author };
    await pushCommit(world, lab.repository, "main-2/docs", change);
    expect(await read("/edit/main/a.txt")).toEqual([200, FILE]);
    expect(await read("/edit/main-2/docs/docs/b.txt")).toEqual([200, "b"]);
  });

  test("that would be new are shown as their address has them", async () => {
    expect(await read("/new/main?filename=a.yml&value=block%3A%20never%0A")).toEqual([200, "block: never\n"]);
  });

  test.each([
    "/blob/main/a.txt",
    `/blob/${"0".repeat(40)}/a.txt`,
    "/edit/main/docs",
    "/edit/main/no.txt",
    "/edit/ma/a.txt",
    "/edit/main",
    "/edit/main/a.txt%0Amain:b.bin",
  ])("at %s there are none", async (path) => {
    expect(await read(path)).toEqual(MISSING);
  });
});
