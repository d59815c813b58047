/** GraphQL: what GitHub answers, and in which words it refuses. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAccount } from "../../sandbox/state/accounts.js";
import { createCheckRun } from "../../sandbox/state/checks.js";
import type { PullRequest } from "../../sandbox/state/model.js";
import { openPullRequest } from "../../sandbox/state/pull-requests.js";
import { pushCommit } from "../../sandbox/state/push.js";
import { createRepository, forkRepository } from "../../sandbox/state/repositories.js";
import { createReview } from "../../sandbox/state/reviews.js";
import { changedFile, type Lab, startLab } from "./lab.js";

const NAMES = { owner: "octo-org", name: "shop" };
const LARGE = "x".repeat(511_999);

let lab: Lab;
let pull: PullRequest;

beforeAll(async () => {
  lab = await startLab();
  pull = await lab.open("topic", { ...changedFile(), "k8s/large.txt": `${LARGE}éé` });
  await createReview(lab.gitHub.world, pull, lab.app.bot, {
    ...{ event: "COMMENT", body: "look" },
    comments: [
      { path: "a.txt", line: 5, side: "RIGHT", body: "one" },
      { path: "a.txt", line: 6, side: "RIGHT", body: "two" },
    ],
  });
  const run = { name: "lab", head_sha: pull.head.sha, external_id: "1", conclusion: "success" };
  await createCheckRun(lab.gitHub.world, lab.repository, lab.app, run);
  const secret = await createRepository(lab.gitHub.world, { owner: lab.owner, name: "secret" });
  const commit = { changes: { a: "1\n" }, message: "Begin", author: lab.author };
  await pushCommit(lab.gitHub.world, secret, "main", commit);
});

afterAll(async () => {
  expect(lab.gitHub.failures).toEqual([]);
  await lab.close();
});

async function ask(fields: string, variables: object = {}, declared = ""): Promise<Record<string, unknown>> {
  const query = `query($owner: String!, $name: String!${declared}) { repository(owner: $owner, name: $name) { ${fields} } }`;
  const { status, body } = await lab.graphql(query, { ...NAMES, ...variables });
  expect(status).toBe(200);
  expect(body.errors).toBeUndefined();
  return body.data.repository;
}

describe("what is in a repository", () => {
  test("text is cut off at 512,000 bytes, a binary file has none, and a folder has modes", async () => {
    const answer = await ask(
      `large: object(expression: $large) { ... on Blob { byteSize isTruncated isBinary text } }
       binary: object(expression: "main:b.bin") { ... on Blob { isBinary isTruncated text } }
       folder: object(expression: $folder) { __typename ... on Tree { entries { name mode type size } } }
       nothing: object(expression: "main:nothing") { oid }`,
      { large: `${pull.head.sha}:k8s/large.txt`, folder: `${pull.head.sha}:` },
      ", $large: String!, $folder: String!",
    );
    expect(answer.large).toMatchObject({ byteSize: 512_003, isTruncated: true, isBinary: false });
    expect(Buffer.byteLength((answer.large as { text: string }).text)).toBeLessThanOrEqual(512_002);
    expect(answer.binary).toEqual({ isBinary: true, isTruncated: false, text: null });
    expect(answer.folder).toEqual({
      __typename: "Tree",
      entries: [
        { name: "a.txt", mode: 33188, type: "blob", size: expect.any(Number) },
        { name: "b.bin", mode: 33188, type: "blob", size: 3 },
        { name: "k8s", mode: 16384, type: "tree", size: 0 },
      ],
    });
    expect(answer.nothing).toBeNull();
  });

  test("a path may hold anything, and an expression names only what is there", async () => {
    const strange = 'k8s/a "b" ü\u2028.yaml';
    const { sha } = (await lab.open("strange", { [strange]: "strange\n" })).head;
    const answer = await ask(
      "strange: object(expression: $path) { ... on Blob { text } } lines: object(expression: $lines) { oid }",
      { path: `${sha}:${strange}`, lines: "main:a.txt\nmain" },
      ", $path: String!, $lines: String!",
    );
    expect(answer).toEqual({ strange: { text: "strange\n" }, lines: null });
  });

  test("a commit knows its checks, its file and its pull request", async () => {
    const answer = await ask(
      `object(oid: $oid) { ... on Commit {
         message
         file(path: "a.txt") { mode type object { ... on Blob { text } } }
         checkSuites(first: 5, filterBy: { appId: $app }) { totalCount nodes { checkRuns(first: 5, filterBy: { checkName: "lab" }) {
           nodes { externalId status conclusion } } } }
         other: checkSuites(first: 5, filterBy: { appId: 1 }) { totalCount }
         statusCheckRollup { state contexts(first: 5) { nodes { ... on CheckRun { name isRequired(pullRequestNumber: 1) } } } }
         associatedPullRequests(first: 5) { nodes { number headRefOid } }
       } }`,
      { oid: pull.head.sha, app: lab.app.id },
      ", $oid: GitObjectID!, $app: Int!",
    );
    expect(answer.object).toMatchObject({
      message: "Change",
      file: { mode: 33188, type: "blob", object: { text: expect.stringContaining("changed") } },
      checkSuites: {
        totalCount: 1,
        nodes: [{ checkRuns: { nodes: [{ externalId: "1", status: "COMPLETED", conclusion: "SUCCESS" }] } }],
      },
      other: { totalCount: 0 },
      statusCheckRollup: { state: "SUCCESS", contexts: { nodes: [{ name: "lab", isRequired: false }] } },
      associatedPullRequests: { nodes: [{ number: pull.number, headRefOid: pull.head.sha }] },
    });
  });

  test("lists come in pages", async () => {
    const fields = `pullRequest(number: ${pull.number}) { reviewThreads(first: 1, after: $after) {
      totalCount pageInfo { hasNextPage endCursor } nodes { line comments(first: 1) { nodes { body viewerDidAuthor } } } } }`;
    type Threads = {
      pullRequest: {
        reviewThreads: { pageInfo: { endCursor: string; hasNextPage: boolean }; nodes: object[] };
      };
    };
    const first = (await ask(fields, { after: null }, ", $after: String")) as Threads;
    const { pageInfo } = first.pullRequest.reviewThreads;
    const next = (await ask(fields, { after: pageInfo.endCursor }, ", $after: String")) as Threads;
    expect([pageInfo.hasNextPage, next.pullRequest.reviewThreads.pageInfo.hasNextPage]).toEqual([
      true,
      false,
    ]);
    expect([first, next].map(({ pullRequest }) => pullRequest.reviewThreads.nodes)).toEqual([
      [{ line: 5, comments: { nodes: [{ body: "one", viewerDidAuthor: true }] } }],
      [{ line: 6, comments: { nodes: [{ body: "two", viewerDidAuthor: true }] } }],
    ]);
  });
});

const repository = (fields: string): string =>
  `{ repository(owner: "octo-org", name: "shop") { ${fields} } }`;

// What GitHub says is shown by https://github.com/berenddeboer/ready-for-agent/issues/1028 for the first, by
// https://docs.github.com/en/graphql/overview/rate-limits-and-node-limits-for-the-graphql-api for the sizes.
describe("what is refused", () => {
  test.each([
    [
      "a repository that the token may not see",
      '{ repository(owner: "octo-org", name: "secret") { id } }',
      "NOT_FOUND",
      "Could not resolve to a Repository with the name 'octo-org/secret'.",
    ],
    [
      "a pull request that is not there",
      repository("pullRequest(number: 99) { id }"),
      "NOT_FOUND",
      "Could not resolve to a PullRequest with the number of 99.",
    ],
    [
      "an id that names nothing",
      '{ node(id: "R_nothing") { id } }',
      "NOT_FOUND",
      "Could not resolve to a node with the global id of 'R_nothing'",
    ],
    [
      "a list without a size",
      repository("pullRequests { nodes { id } }"),
      "MISSING_PAGINATION_BOUNDARIES",
      "You must provide a `first` or `last` value",
    ],
    [
      "a page of more than a hundred",
      repository("pullRequests(first: 101) { nodes { id } }"),
      "EXCESSIVE_PAGINATION",
      "exceeds the `first` limit of 100 records",
    ],
    [
      "half a million nodes and more",
      repository(
        "pullRequests(first: 100) { nodes { reviewThreads(first: 100) { nodes { comments(first: 100) { nodes { id } } } } } }",
      ),
      ...["MAX_NODE_LIMIT_EXCEEDED", "exceeds the maximum limit of 500,000"],
    ],
    [
      "a field that GitHub does not have",
      repository("colour"),
      undefined,
      "Field 'colour' doesn't exist on type 'Repository'",
    ],
    ["what is no GraphQL", "{ repository(", undefined, "Syntax Error"],
  ] as [string, string, string | undefined, string][])("%s", async (_, query, type, message) => {
    const { status, body } = await lab.graphql(query);
    expect(status).toBe(200);
    expect(body.errors[0]).toMatchObject({ message: expect.stringContaining(message) });
    expect(body.errors[0].type).toBe(type);
  });

  // https://github.com/rmosolgo/graphql-ruby has the form; GitHub's server is one.
  test("an unknown field, by its code and the way to it, and nothing is answered", async () => {
    const query = "query Q { viewer { login shade: colour } ...more } fragment more on Query { taste }";
    const refusal = (fieldName: string, typeName: string, path: string[], column: number) => ({
      path,
      extensions: { code: "undefinedField", typeName, fieldName },
      locations: [{ line: 1, column }],
      message: `Field '${fieldName}' doesn't exist on type '${typeName}'`,
    });
    expect((await lab.graphql(query)).body).toEqual({
      errors: [
        refusal("colour", "User", ["query Q", "viewer", "shade"], 26),
        refusal("taste", "Query", ["fragment more", "taste"], 77),
      ],
    });
  });

  test("a variable of the wrong type, before anything is done", async () => {
    const { body } = await lab.graphql(
      'query($n: Int!) { repository(owner: "octo-org", name: "shop") { pullRequest(number: $n) { id } } }',
      { n: "one" },
    );
    expect(body).toEqual({ errors: [expect.objectContaining({ message: expect.stringContaining("$n") })] });
  });

  test("a request without a token", async () => {
    expect((await lab.graphql("{ viewer { login } }", {}, "none")).status).toBe(401);
  });

  test("a part of a query that the token's permissions do not cover; the rest is answered", async () => {
    const token = await lab.token({ permissions: { contents: "read" } });
    const { body } = await lab.graphql(
      repository('object(expression: "main") { oid } pullRequest(number: 1) { id }'),
      {},
      token,
    );
    expect(body.data.repository).toEqual({ object: { oid: expect.any(String) }, pullRequest: null });
    expect(body.errors).toEqual([
      expect.objectContaining({
        type: "FORBIDDEN",
        path: ["repository", "pullRequest"],
        message: "Resource not accessible by integration",
      }),
    ]);
  });

  // Seen in the test data of public tools; https://docs.github.com/en/graphql/reference/objects#commit says nothing of it.
  test("a file that a commit has not, with an error; an object of the same name is null alone", async () => {
    const { body } = await lab.graphql(
      repository('object(expression: "main") { ... on Commit { file(path: "no/policy.yml") { oid } } }'),
    );
    expect(body).toEqual({
      data: { repository: { object: { file: null } } },
      errors: [
        {
          type: "NOT_FOUND",
          path: ["repository", "object", "file"],
          locations: [{ line: 1, column: 94 }],
          message: "Could not resolve file for path 'no/policy.yml'.",
        },
      ],
    });
    const { body: asObject } = await lab.graphql(
      repository('object(expression: "main:no/policy.yml") { oid }'),
    );
    expect(asObject).toEqual({ data: { repository: { object: null } } });
  });

  test("of several nodes only those that are not there", async () => {
    const { body } = await lab.graphql("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", {
      ids: [lab.repository.nodeId, "R_no"],
    });
    expect(body.data.nodes).toEqual([{ id: lab.repository.nodeId }, null]);
    expect(body.errors).toEqual([expect.objectContaining({ type: "NOT_FOUND", path: ["nodes", 1] })]);
  });
});

describe("what is changed", () => {
  const RESOLVE =
    "mutation($id: ID!) { resolveReviewThread(input: { threadId: $id }) { thread { isResolved resolvedBy { login } } } }";
  const MINIMIZE =
    "mutation($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { minimizedComment { isMinimized minimizedReason } } }";

  test("a thread is resolved by who may write contents, and by nobody else", async () => {
    const thread = pull.threads[0]!;
    const reader = await lab.token({ permissions: { contents: "read", pull_requests: "write" } });
    const { body: refused } = await lab.graphql(RESOLVE, { id: thread.nodeId }, reader);
    expect(refused.errors[0]).toMatchObject({
      type: "FORBIDDEN",
      message: "Resource not accessible by integration",
    });
    expect(thread.isResolved).toBe(false);
    const { body } = await lab.graphql(RESOLVE, { id: thread.nodeId });
    expect(body.data.resolveReviewThread.thread).toEqual({ isResolved: true, resolvedBy: null });
  });

  test("a comment is folded, and one refusal in a document leaves the others alone", async () => {
    const comment = pull.threads[1]!.comments[0]!;
    const { body } = await lab.graphql(MINIMIZE, { id: comment.nodeId });
    expect(body.data.minimizeComment.minimizedComment).toEqual({
      isMinimized: true,
      minimizedReason: "outdated",
    });
    const two = `mutation($a: ID!, $b: ID!) {
      a: minimizeComment(input: { subjectId: $a, classifier: RESOLVED }) { clientMutationId }
      b: minimizeComment(input: { subjectId: $b, classifier: RESOLVED }) { clientMutationId } }`;
    const { body: both } = await lab.graphql(two, { a: "PRRC_no", b: comment.nodeId });
    expect(both.errors).toEqual([expect.objectContaining({ type: "NOT_FOUND", path: ["a"] })]);
    expect([both.data.a, comment.minimizedReason]).toEqual([null, "resolved"]);
  });

  const COMMIT =
    "mutation($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid message } } }";
  const commit = (input: object): object => ({
    input: {
      branch: { repositoryNameWithOwner: "octo-org/shop", branchName: "topic" },
      message: { headline: "Fix it", body: "For good." },
      expectedHeadOid: pull.head.sha,
      ...input,
    },
  });
  const additions = [{ path: "a.txt", contents: Buffer.from("fixed\n").toString("base64") }];

  test.each([
    ["onto a head that has moved", { expectedHeadOid: "0".repeat(40) }, "STALE_DATA", "Pull and try again."],
    [
      "to a branch that is not there",
      { branch: { repositoryNameWithOwner: "octo-org/shop", branchName: "no" } },
      "NOT_FOUND",
      "No branch",
    ],
    [
      "to a repository that the token may not see",
      { branch: { repositoryNameWithOwner: "octo-org/secret", branchName: "main" } },
      "NOT_FOUND",
      "Could not resolve",
    ],
    [
      "of a workflow without its permission",
      { fileChanges: { additions: [{ path: ".github/workflows/a.yml", contents: "" }] } },
      "FORBIDDEN",
      "Resource not accessible",
    ],
    [
      "that takes away what is not there",
      { fileChanges: { deletions: [{ path: "no" }] } },
      "UNPROCESSABLE",
      "does not exist",
    ],
  ])("no commit is made %s", async (_, input, type, message) => {
    const { body } = await lab.graphql(COMMIT, commit(input));
    expect(body.errors[0]).toMatchObject({ type, message: expect.stringContaining(message) });
    expect(body.data).toEqual({ createCommitOnBranch: null });
  });

  test("a fork takes a commit only where its author let the maintainers in, and GitHub an App", async () => {
    const { world } = lab.gitHub;
    const stranger = createAccount(world, "hubot", "User");
    const fork = await forkRepository(world, lab.repository, stranger);
    const change = { changes: { "c.txt": "c\n" }, message: "C", author: stranger };
    const head = await pushCommit(world, fork, "from-fork", change, fork.branches.get("main"));
    const given = {
      author: stranger,
      title: "C",
      base: "main",
      head: { repository: fork, ref: "from-fork" },
    };
    const opened = await openPullRequest(world, lab.repository, given);
    const onFork = commit({
      branch: { repositoryNameWithOwner: "hubot/shop", branchName: "from-fork" },
      ...{ expectedHeadOid: head, fileChanges: { additions } },
    });
    const typeOf = async (): Promise<unknown> => (await lab.graphql(COMMIT, onFork)).body.errors?.[0].type;
    expect(await typeOf()).toBe("NOT_FOUND");
    world.forksTakeCommits = true;
    opened.maintainerCanModify = false;
    expect(await typeOf()).toBe("NOT_FOUND");
    opened.maintainerCanModify = true;
    expect(await typeOf()).toBeUndefined();
    expect(opened.head.sha).not.toBe(head);
    world.forksTakeCommits = false;
  });

  test("a commit is made onto the branch's head, and the pull request follows", async () => {
    const before = pull.head.sha;
    const input = { fileChanges: { additions, deletions: [{ path: "k8s/large.txt" }] } };
    const { body } = await lab.graphql(COMMIT, commit(input));
    expect(body.errors).toBeUndefined();
    const made = body.data.createCommitOnBranch.commit;
    expect(made.message).toBe("Fix it\n\nFor good.");
    expect([pull.head.sha, pull.formerHeads]).toEqual([made.oid, [before]]);
    const { body: file } = await lab.ask({
      method: "GET",
      path: "/repos/octo-org/shop/contents/a.txt?ref=topic",
    });
    expect(Buffer.from(file.content, "base64").toString()).toBe("fixed\n");
  });
});
