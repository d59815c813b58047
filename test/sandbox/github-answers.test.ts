/**
 * What GitHub answers for what is absent, empty, renamed, forbidden, too large, binary or cut off, and what is made of it:
 * the rows of the table in docs/maintaining.md, each against the sandbox.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Content } from "../../sandbox/git/write-commit.js";
import type { LackingPart } from "../../sandbox/graphql/lack-parts.js";
import { addRepositories } from "../../sandbox/state/apps.js";
import type { PullRequest, Repository } from "../../sandbox/state/model.js";
import { openPullRequest } from "../../sandbox/state/pull-requests.js";
import { deleteBranch, makeCommit, pushBranch, pushCommit } from "../../sandbox/state/push.js";
import { createRepository, renameRepository } from "../../sandbox/state/repositories.js";
import type { GitHubClient } from "../../src/github/client/github-client.js";
import { GitHubFailure } from "../../src/github/client/github-failure.js";
import { mayWrite } from "../../src/github/fix/sender-access.js";
import { fetchBlob } from "../../src/github/load/contents/read-blob.js";
import { findOwners } from "../../src/github/load/find-owners.js";
import { type LoadedReview, loadReview } from "../../src/github/load/load-review.js";
import { loadCheckRuns } from "../../src/github/load/posted/load-check-runs.js";
import { loadGroupPaths } from "../../src/github/merge-queue/load-group-paths.js";
import { readPages } from "../../src/github/sweep/open-pulls.js";
import { makeClient } from "../github/make-client.js";
import { deployment } from "../github/manifests.js";
import { type Lab, startLab } from "./lab.js";

const POLICY = ".github/surefoot.yml";
const WEB = { "k8s/web.yaml": deployment("web") };
const log = { debug() {}, info() {}, warn() {}, error() {} };

let lab: Lab;
let client: GitHubClient;

beforeAll(async () => {
  lab = await startLab();
  const { world } = lab.gitHub;
  await keep("platform", { [POLICY]: "block: never\n" });
  const commit = { changes: { "k8s/old.yaml": deployment("old") }, message: "Old", author: lab.author };
  await pushCommit(world, lab.repository, "main", commit);
  client = makeClient({ token: await lab.token(), apiUrl: lab.gitHub.apiUrl });
});

afterEach(() => lab.gitHub.faults.clear());

afterAll(async () => {
  expect(lab.gitHub.failures).toEqual([]);
  await lab.close();
});

/** Another repository of the installation with these files on its default branch. */
async function keep(name: string, files: Record<string, Content>): Promise<Repository> {
  const { gitHub, owner, author, installation } = lab;
  const repository = await createRepository(gitHub.world, { owner, name });
  const commit = { changes: files, message: "Begin", author };
  if (Object.keys(files).length > 0) await pushCommit(gitHub.world, repository, "main", commit);
  addRepositories(gitHub.world, installation, author, [repository]);
  return repository;
}

async function openIn(repository: Repository, changes: Record<string, Content>): Promise<PullRequest> {
  const { gitHub, author } = lab;
  const branch = `topic-${repository.pulls.length}`;
  const commit = { changes, message: `Change ${branch}`, author };
  await pushCommit(gitHub.world, repository, branch, commit, repository.branches.get("main"));
  const given = { author, title: branch, base: "main", head: { repository, ref: branch } };
  return openPullRequest(gitHub.world, repository, given);
}

const targetOf = (pull: PullRequest, given: { base?: string; headSha?: string; repo?: string } = {}) => ({
  repository: { owner: "octo-org", repo: given.repo ?? pull.repository.name },
  ...{ appId: lab.app.id, base: given.base ?? "main" },
  ...{ headSha: given.headSha ?? pull.head.sha, pullNumber: pull.number },
});

async function counted<T>(work: () => Promise<T>): Promise<{ value: T; requests: number }> {
  const before = lab.gitHub.requests.length;
  const value = await work();
  return { value, requests: lab.gitHub.requests.length - before };
}

async function load(
  changes: Record<string, Content>,
  repository = lab.repository,
): Promise<{ loaded: LoadedReview; requests: number }> {
  const pull = await openIn(repository, changes);
  const { value, requests } = await counted(() => loadReview(client, targetOf(pull)));
  return { loaded: value, requests };
}

async function failureOf(work: () => Promise<unknown>): Promise<GitHubFailure> {
  const failure = await work().then(
    () => null,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(GitHubFailure);
  return failure as GitHubFailure;
}

/** Lets the next answers of GraphQL lack parts. */
const lack = (parts: readonly LackingPart[], times = 1) =>
  lab.gitHub.faults.add({ kind: "lacking", on: /graphql query/, parts, times });

const webIn = ({ changeSet }: LoadedReview): string | undefined =>
  changeSet.files.find(({ path }) => path === "k8s/web.yaml")?.after?.kind;

describe("a repository", () => {
  test("that is not there, or not to be seen, is told so where a policy names it", async () => {
    const extender = await keep("extender", { [POLICY]: "_extends: nowhere\n" });
    const { loaded, requests } = await load(WEB, extender);
    expect(loaded.policy.problems[0]?.message).toContain("stands in no repository that this App can see");
    expect(requests).toBe(3);
  });

  test("that has another name now is found by the old one", async () => {
    const extender = await keep("old-name-extender", { [POLICY]: "_extends: before\n" });
    renameRepository(await keep("before", { [POLICY]: "block: never\n" }), "after");
    const { loaded } = await load(WEB, extender);
    expect(loaded.policy).toMatchObject({ block: "never", problems: [] });
  });

  test("that has another name now is read and written to by the old one over REST too", async () => {
    const repository = await keep("first", { "README.md": "x" });
    const pull = await openIn(repository, WEB);
    renameRepository(repository, "second");
    const target = targetOf(pull, { repo: "first" });
    expect(webIn(await loadReview(client, target))).toBe("text");
    const { data } = await client.request("POST /repos/{owner}/{repo}/check-runs", {
      ...{ ...target.repository, name: "surefoot", head_sha: pull.head.sha },
    });
    expect(repository.runs.map(({ id }) => id)).toEqual([data.id]);
  });

  test("without a commit has no default branch, and no policy", async () => {
    await keep(".github", {});
    const { loaded, requests } = await load(WEB);
    expect(loaded.policy).toMatchObject({ block: "regressions", problems: [] });
    expect(requests).toBe(2);
  });

  test("whose policy is gone is told that it is not there", async () => {
    await keep("bare", { "README.md": "x" });
    const extender = await keep("bare-extender", { [POLICY]: "_extends: bare\n" });
    const { loaded } = await load(WEB, extender);
    expect(loaded.policy.problems[0]?.message).toContain("which is not there");
  });
});

describe("an object", () => {
  test("that is not there is null alone, and so is a branch", async () => {
    const { body } = await lab.graphql(
      `{ repository(owner: "octo-org", name: "shop") {
           a: object(expression: "main:no.yaml") { oid } b: object(expression: "no:no") { oid }
           c: object(oid: "${"1".repeat(40)}") { oid } d: ref(qualifiedName: "refs/heads/no") { name }
           e: mergeQueue(branch: "no") { id } } }`,
    );
    expect(body).toEqual({ data: { repository: { a: null, b: null, c: null, d: null, e: null } } });
  });

  test("that GitHub calls missing by an error costs that file alone", async () => {
    lack([{ type: "NOT_FOUND", path: ["repository", "b0"], message: "Could not resolve" }]);
    const { loaded, requests } = await load({ ...WEB, "k8s/old.yaml": deployment("old", { probe: true }) });
    expect(webIn(loaded)).toBe("text");
    expect(loaded.changeSet.omissions.map(({ path }) => path)).toEqual(["k8s/old.yaml"]);
    expect(requests).toBe(2);
  });

  test("that is a folder where a file was asked for, or the other way round, holds nothing", async () => {
    const extender = await keep("folder-extender", { [POLICY]: "_extends: folder\n" });
    await keep("folder", { [`${POLICY}/a.yml`]: "block: never\n" });
    const { loaded } = await load(WEB, extender);
    expect(loaded.policy.problems[0]?.message).toContain("which is not there");
  });

  test("that is a submodule or a link is no manifest", async () => {
    const { loaded } = await load({
      ...WEB,
      "k8s/link.yaml": { link: "web.yaml" },
      "k8s/sub.yaml": { submodule: "1".repeat(40) },
    });
    const kinds = loaded.changeSet.files.map(({ path, after }) => [path, after?.kind]);
    expect(kinds).toEqual([
      ["k8s/link.yaml", "link"],
      ["k8s/sub.yaml", "link"],
      ["k8s/web.yaml", "text"],
    ]);
  });

  test("that is binary has no text", async () => {
    const { loaded } = await load({ ...WEB, "k8s/bin.yaml": Buffer.from([0, 1, 2]) });
    expect(loaded.changeSet.files.map(({ after }) => after?.kind)).toEqual(["binary", "text"]);
  });

  test("that is in UTF-16 is binary to GitHub, and read from its bytes", async () => {
    const bytes = Buffer.from(`\ufeff${WEB["k8s/web.yaml"]}`, "utf16le");
    const { loaded, requests } = await load({ ...WEB, "k8s/utf-16.yaml": bytes });
    const text = `\ufeff${WEB["k8s/web.yaml"]}`;
    expect(loaded.changeSet.files[0]?.after).toEqual({ kind: "text", text, encoding: "utf-16" });
    expect(requests).toBe(3);
  });

  test("whose text is cut off comes whole by REST, in one request each", async () => {
    const long = `${deployment("long")}# ${"é".repeat(300_000)}\n`;
    const { loaded, requests } = await load({ ...WEB, "k8s/long.yaml": long });
    expect(loaded.changeSet.files[0]?.after).toEqual({ kind: "text", text: long });
    // A comparison leaves out the patch of so long a file, so the pull request's pages are looked at too.
    expect(requests).toBe(4);
  });

  test("whose encoding GitHub cannot tell comes by REST", async () => {
    lack([
      { path: ["repository", "f0", "entries", 1, "object", "text"] },
      { path: ["repository", "f0", "entries", 1, "object", "isBinary"] },
    ]);
    const { loaded, requests } = await load(WEB);
    expect(loaded.changeSet.files[0]?.after).toEqual({ kind: "text", text: WEB["k8s/web.yaml"] });
    expect(requests).toBe(3);
  });

  test("that an entry of a folder comes without is taken by REST", async () => {
    lack([{ path: ["repository", "f0", "entries", 1, "object"], type: "NOT_FOUND", message: "x" }]);
    const { loaded, requests } = await load(WEB);
    expect(webIn(loaded)).toBe("text");
    expect(requests).toBe(3);
  });

  test("that is larger than REST gives is refused with its code", async () => {
    const pull = await openIn(lab.repository, { "k8s/huge.yaml": "a: 1\n".repeat(100) });
    const oid = ((await lab.gitHub.world.repositories[0]) && (await blobOf(pull, "k8s/huge.yaml")))!;
    lab.gitHub.world.largestBlob = 10;
    const failure = await failureOf(() => fetchBlob(client, targetOf(pull).repository, oid));
    lab.gitHub.world.largestBlob = 100 * 1024 * 1024;
    expect(failure).toMatchObject({ status: 403, retryable: false });
    expect(failure.message).toBe("Reading a large file: HTTP 403");
  });

  test("that is larger than a manifest may be is not asked for at all", async () => {
    const { loaded, requests } = await load({ ...WEB, "k8s/huge.yaml": `# ${"x".repeat(3_200_000)}\n` });
    expect(loaded.changeSet.files[0]?.after?.kind).toBe("too-large");
    expect(requests).toBe(3);
  });
});

async function blobOf(pull: PullRequest, path: string): Promise<string> {
  const query = `{ repository(owner: "octo-org", name: "shop") { object(expression: "${pull.head.sha}:${path}") { oid } } }`;
  return (await lab.graphql(query)).body.data.repository.object.oid;
}

describe("a pull request", () => {
  test("that is not there is missing, and so is its branch", async () => {
    const pull = await openIn(lab.repository, WEB);
    const missing = await failureOf(() => loadReview(client, { ...targetOf(pull), pullNumber: 9_999 }));
    expect(missing).toMatchObject({ status: 404, retryable: false });
    expect(missing.message).toContain("NOT_FOUND at repository.pullRequest");
    const { gitHub, repository, author } = lab;
    await pushBranch(gitHub.world, repository, "gone", repository.branches.get("main")!, author);
    await deleteBranch(gitHub.world, repository, "gone", author);
    expect(await failureOf(() => loadReview(client, targetOf(pull, { base: "gone" })))).toMatchObject({
      status: 404,
      retryable: false,
    });
  });

  test("whose branches have no commit in common is told so", async () => {
    const { gitHub, repository, author } = lab;
    const orphan = await makeCommit(repository, [], { changes: WEB, message: "Orphan", author });
    await pushBranch(gitHub.world, repository, "orphan", orphan, author);
    const pull = await openIn(lab.repository, WEB);
    const failure = await failureOf(() => loadReview(client, targetOf(pull, { headSha: orphan })));
    expect(failure.message).toBe("Comparing base and head: HTTP 404: base and head have no commit in common");
  });

  test.each([422, 500, 503])("whose diff GitHub cannot make is told so: HTTP %i", async (status) => {
    const body = {
      message: "Server Error: Sorry, this diff is taking too long to generate.",
      errors: [{ resource: "Comparison", field: "diff", code: "not_available" }],
      documentation_url: "https://docs.github.com/rest/commits/commits#compare-two-commits",
    };
    lab.gitHub.faults.add({ kind: "answer", on: /compare/, status, body, times: 2 });
    const pull = await openIn(lab.repository, WEB);
    const failure = await failureOf(() => loadReview(client, targetOf(pull)));
    expect(failure.message).toBe(
      `Comparing base and head: HTTP ${status}: GitHub cannot make the diff of so large a change`,
    );
    expect(failure.retryable).toBe(status >= 500);
  });

  test("of which a part may not be seen is refused, and not tried again", async () => {
    const words = "Resource not accessible by integration";
    lack([{ type: "FORBIDDEN", path: ["repository", "pullRequest"], message: words }]);
    const { value, requests } = await counted(async () => failureOf(() => load(WEB)));
    expect(value).toMatchObject({ status: 403, retryable: false, code: "FORBIDDEN" });
    expect(requests).toBe(2);
  });

  test("behind a list of IP addresses is refused with that reason and without the address", async () => {
    const message =
      "Although you appear to have the correct authorization credentials, the `octo-org` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.";
    lack([{ type: "FORBIDDEN", path: ["repository"], extensions: { saml_failure: false }, message }]);
    const failure = await failureOf(() => load(WEB));
    expect(failure.message).toBe(
      "Loading the files: GraphQL answered FORBIDDEN at repository: the organization's list of allowed IP addresses lacks the one that this comes from",
    );
  });

  test("asked for with a token of too few scopes has no data at all", async () => {
    lack([{ type: "INSUFFICIENT_SCOPES", message: "Your token has not been granted the required scopes" }]);
    expect(await failureOf(() => load(WEB))).toMatchObject({ status: 403, retryable: false });
  });

  test("whose author is a ghost is nobody's bot", async () => {
    lack([{ path: ["repository", "pullRequest", "author"] }]);
    const { loaded, requests } = await load(WEB);
    expect([loaded.pullRequest?.byBot, requests]).toEqual([false, 2]);
  });

  test("that is gone leaves the paths of the others", async () => {
    const pull = await openIn(lab.repository, WEB);
    const ask = () => loadGroupPaths(client, targetOf(pull).repository, [pull.number, 9_999], log);
    const { value, requests } = await counted(ask);
    expect(value).toEqual([
      { number: pull.number, paths: ["k8s/web.yaml"] },
      { number: 9_999, paths: null },
    ]);
    expect(requests).toBe(1);
  });
});

describe("a query", () => {
  const LESS = 3;

  test.each<[string, LackingPart]>([
    [
      "of more than its resources",
      {
        type: "RESOURCE_LIMITS_EXCEEDED",
        path: ["repository", "f0", "entries"],
        message: "Resource limits for this query exceeded.",
      },
    ],
    [
      "of too many nodes",
      { type: "MAX_NODE_LIMIT_EXCEEDED", message: "This query requests up to 500,001 possible nodes" },
    ],
    [
      "that takes too long",
      {
        message:
          "Something went wrong while executing your query. This may be the result of a timeout, or it could be a GitHub bug. Please include `ABCD:1234` when reporting this issue.",
      },
    ],
    ["that fails inside", { type: "INTERNAL", path: ["repository", "f0"], message: "Internal error" }],
  ])("%s is asked for less at once", async (_, part) => {
    lack([part]);
    const { loaded, requests } = await load(WEB);
    expect(webIn(loaded)).toBe("text");
    // The comparison, the query, a smaller one, and one for the texts.
    expect(requests).toBe(LESS + 1);
  });

  test.each([502, 504])("that is answered with HTTP %i is asked for less at once", async (status) => {
    const body = { message: "We couldn't respond to your request in time." };
    lab.gitHub.faults.add({ kind: "answer", on: /graphql query/, status, body });
    const { loaded, requests } = await load(WEB);
    expect(webIn(loaded)).toBe("text");
    expect(requests).toBe(LESS + 1);
  });

  test("with a field that the server has not is not tried as if it could pass", async () => {
    const extensions = { code: "undefinedField", typeName: "Repository", fieldName: "mergeQueue" };
    lack([{ extensions, message: "Field 'mergeQueue' doesn't exist on type 'Repository'" }], 9);
    const failure = await failureOf(() =>
      findOwners(client, targetOf(lab.repository.pulls[0]!).repository, lab.app.id, "1".repeat(40)),
    );
    expect(failure).toMatchObject({ status: null, retryable: false });
  });

  test("for a node that is gone is null for it alone", async () => {
    lack([{ type: "NOT_FOUND", path: ["node"], message: "Could not resolve to a node" }]);
    const pageInfo = { hasNextPage: true, endCursor: "x" };
    const suite = { id: "CS_gone", checkRuns: { nodes: [], pageInfo } };
    const commit = { __typename: "Commit", checkSuites: { nodes: [suite] } };
    expect(await loadCheckRuns(client, commit)).toEqual([]);
  });

  test("for several nodes of which one is gone has the others", async () => {
    const pull = await openIn(lab.repository, WEB);
    const found: number[] = [];
    const pages = readPages(client, lab.app.id, ["R_gone", lab.repository.nodeId], { pulls: 50 });
    for await (const { pulls } of pages) found.push(...pulls.map(({ number }) => number));
    expect(found).toContain(pull.number);
  });

  test("says of every part why it lacks it, and each is told", async () => {
    lack([
      { type: "NOT_FOUND", path: ["repository", "f0"], message: "x" },
      { type: "FORBIDDEN", path: ["repository", "pullRequest", "reviews"], message: "x" },
      { type: "UNPROCESSABLE", path: ["repository", "url"], message: "x" },
    ]);
    const failure = await failureOf(() => load(WEB));
    expect(failure.message).toBe(
      "Loading the files: GraphQL answered FORBIDDEN at repository.pullRequest.reviews, UNPROCESSABLE at repository.url",
    );
  });
});

describe("a call of REST", () => {
  test("about an unknown account says that they may not write", async () => {
    const sender = { id: 1, login: "nobody-of-that-name" };
    expect(await mayWrite(client, { owner: "octo-org", repo: "shop" }, sender)).toBe(false);
  });

  test("for a check run on a commit that is not there is refused with 422", async () => {
    const { status, body } = await lab.ask({
      ...{ method: "POST", path: "/repos/octo-org/shop/check-runs" },
      body: { name: "surefoot", head_sha: "1".repeat(40) },
    });
    expect([status, body.message]).toEqual([422, `No commit found for SHA: ${"1".repeat(40)}`]);
  });

  test.each([
    ["Repository was archived so is read-only.", 403, "the repository is archived"],
    ["Unable to create comment because issue is locked.", 403, "the conversation is locked"],
    ["Repository access blocked", 403, "GitHub has blocked the repository"],
    ["Repository access blocked", 451, "GitHub has blocked the repository"],
    ["This installation has been suspended", 403, "the App's installation is suspended"],
  ])("that GitHub refuses in words says what they mean: %s (%i)", async (message, status, reason) => {
    lab.gitHub.faults.add({ kind: "answer", on: /compare/, status, body: { message } });
    const { value, requests } = await counted(() => failureOf(() => load(WEB)));
    expect(value).toMatchObject({ status, retryable: false });
    expect(value.message).toBe(`Comparing base and head: HTTP ${status}: ${reason}`);
    expect(requests).toBe(1);
  });
});
