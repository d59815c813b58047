/** What GitHub does and what it refuses, request by request. */
import type { PullRequest } from "../../sandbox/state/model.js";
import type { Ask, Lab } from "./lab.js";

export interface Setting {
  lab: Lab;
  /** changes lines 5 and 15 of `a.txt`, each in a hunk of its own, and adds `n.txt` */
  pull: PullRequest;
  /** has a pending review of the App's */
  pending: PullRequest;
  /** a check run of the App's on the head of `pull` */
  runId: number;
  /** one of another App's */
  foreignRunId: number;
  /** a comment of the App's on line 5 */
  commentId: number;
  /** a comment below `pull` */
  issueCommentId: number;
  deliveryId: number;
}

export interface Row {
  says: string;
  /** its name in GitHub's description */
  endpoint: string;
  ask: (setting: Setting) => Ask | Promise<Ask>;
  status: number;
  /** a part of what is answered */
  message?: string;
  /** where the status is not in GitHub's description, or the message is more than its name: what shows it */
  source?: string;
}

const REPO = "/repos/octo-org/shop";
const DOCS = "https://docs.github.com/en/rest";
/** GitHub's own validator of bodies, whose sentences these are. */
const JSON_SCHEMA = "https://github.com/brandur/json_schema/blob/master/lib/json_schema/validator.rb";
const STRICTER = "sandbox/README.md, Where it is stricter than GitHub, on purpose";

const get = (path: string, as?: string): Ask => ({
  method: "GET",
  path,
  ...(as === undefined ? {} : { as }),
});
const post = (path: string, body: unknown, as?: string): Ask => ({
  ...{ method: "POST", path, body },
  ...(as === undefined ? {} : { as }),
});

const REVIEWS = "POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews";
const review =
  (body: object) =>
  ({ pull }: Setting): Ask =>
    post(`${REPO}/pulls/${pull.number}/reviews`, body);
const comment = (body: object) =>
  review({ event: "COMMENT", body: "x", comments: [{ path: "a.txt", body: "y", ...body }] });

const REACTIONS = "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions";
const react =
  (content: string) =>
  ({ issueCommentId }: Setting): Ask =>
    post(`${REPO}/issues/comments/${issueCommentId}/reactions`, { content });

const RUNS = "POST /repos/{owner}/{repo}/check-runs";
const run =
  (body: object) =>
  ({ pull }: Setting): Ask =>
    post(`${REPO}/check-runs`, { name: "lab", head_sha: pull.head.sha, ...body });
const done = { status: "completed", conclusion: "success" };
const output = (given: object): object => ({ ...done, output: { title: "t", summary: "s", ...given } });
const annotation = { path: "a.txt", start_line: 1, end_line: 1, annotation_level: "notice", message: "m" };

const TOKEN = "POST /app/installations/{installation_id}/access_tokens";
const token =
  (body: object | undefined, as = "app") =>
  ({ lab }: Setting): Ask => ({
    ...{ method: "POST", path: `/app/installations/${lab.installation.id}/access_tokens`, as },
    ...(body === undefined ? {} : { body }),
  });

export const ROWS: Row[] = [
  // Who asks
  { says: "an App reads itself", endpoint: "GET /app", ask: () => get("/app", "app"), status: 200 },
  {
    says: "nobody reads an App without a token",
    ...{ endpoint: "GET /app", ask: () => get("/app", "none"), status: 401 },
    ...{
      message: "Requires authentication",
      source: `${DOCS}/authentication/authenticating-to-the-rest-api`,
    },
  },
  {
    says: "an installation's token is no JSON web token",
    ...{ endpoint: "GET /app", ask: () => get("/app"), status: 401 },
    ...{ message: "A JSON web token could not be decoded" },
    source: "https://github.com/octokit/rest.js/issues/218",
  },
  {
    says: "a JSON web token lives for ten minutes at most",
    endpoint: "GET /app",
    ask: async ({ lab }) => get("/app", await lab.jwt({ exp: 700 })),
    ...{ status: 401, message: "'Expiration time' claim ('exp') is too far in the future" },
    source: "https://github.com/actions/create-github-app-token/issues/178",
  },
  {
    says: "an old JSON web token is refused",
    endpoint: "GET /app",
    ask: async ({ lab }) => get("/app", await lab.jwt({ iat: -300, exp: -10 })),
    ...{ status: 401, message: "must be a numeric value representing the future time" },
    source: "https://github.com/sigmavirus24/github3.py/issues/1050",
  },
  {
    says: "a JSON web token signed by somebody else is refused",
    endpoint: "GET /app",
    ask: async ({ lab }) => get("/app", `${(await lab.jwt()).slice(0, -6)}AAAAAA`),
    ...{ status: 401, message: "A JSON web token could not be decoded" },
    source: "https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app",
  },
  {
    says: "an App that is not there has no token",
    endpoint: "GET /app",
    ask: async ({ lab }) => get("/app", await lab.jwt({ iss: "99" })),
    ...{ status: 404, message: "Integration not found" },
    source: "https://github.com/actions/create-github-app-token/issues/76",
  },
  {
    says: "a token that was never given is refused",
    endpoint: "GET /installation/repositories",
    ask: () => get("/installation/repositories", `ghs_${"x".repeat(36)}`),
    ...{ status: 401, message: "Bad credentials" },
    source:
      "https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api#failed-login-limit",
  },
  // Installations and their tokens
  {
    says: "an App lists its installations",
    ...{ endpoint: "GET /app/installations", ask: () => get("/app/installations", "app"), status: 200 },
  },
  {
    says: "an App reads one of its installations",
    endpoint: "GET /app/installations/{installation_id}",
    ask: ({ lab }) => get(`/app/installations/${lab.installation.id}`, "app"),
    status: 200,
  },
  {
    says: "an installation that is not the App's is not found",
    endpoint: "GET /app/installations/{installation_id}",
    ask: () => get("/app/installations/1", "app"),
    ...{ status: 404, message: "Not Found" },
  },
  { says: "an App takes a token", endpoint: TOKEN, ask: token(undefined), status: 201 },
  {
    says: "an App takes a token for less",
    endpoint: TOKEN,
    ask: token({ repositories: ["shop"], permissions: { contents: "read" } }),
    status: 201,
  },
  {
    says: "a token cannot have more than the installation",
    endpoint: TOKEN,
    ask: token({ permissions: { administration: "write" } }),
    ...{ status: 422, message: "The permissions requested are not granted to this installation." },
    source: "https://github.com/peter-murray/workflow-application-token-action/issues/48",
  },
  {
    says: "a token is for repositories that the installation sees",
    endpoint: TOKEN,
    ask: token({ repositories: ["nowhere"] }),
    ...{ status: 422, message: "does not exist or is not accessible to the parent installation" },
    source: "https://github.com/nearform/lastlight/issues/214",
  },
  {
    says: "an unknown kind of access is refused",
    endpoint: TOKEN,
    ask: token({ permissions: { contents: "all" } }),
    ...{ status: 422, message: "is not a member of" },
    source: JSON_SCHEMA,
  },
  {
    says: "an installation lists its repositories",
    endpoint: "GET /installation/repositories",
    ask: () => get("/installation/repositories?per_page=1"),
    status: 200,
  },
  {
    says: "an App finds the installation of a repository",
    endpoint: "GET /repos/{owner}/{repo}/installation",
    ask: () => get(`${REPO}/installation`, "app"),
    status: 200,
  },
  {
    says: "how much is left can be read",
    ...{ endpoint: "GET /rate_limit", ask: () => get("/rate_limit"), status: 200 },
  },
  // What a token may see
  {
    says: "a repository of the installation is read",
    ...{ endpoint: "GET /repos/{owner}/{repo}", ask: () => get(REPO), status: 200 },
  },
  {
    says: "a private repository outside of the installation does not exist",
    endpoint: "GET /repos/{owner}/{repo}",
    ask: () => get("/repos/octo-org/secret"),
    ...{ status: 404, message: "Not Found" },
  },
  {
    says: "a public repository outside of the installation is read",
    endpoint: "GET /repos/{owner}/{repo}",
    ask: () => get("/repos/octo-org/open"),
    status: 200,
  },
  {
    says: "nothing is written to a public repository outside of the installation",
    endpoint: RUNS,
    ask: ({ pull }) => post("/repos/octo-org/open/check-runs", { name: "lab", head_sha: pull.head.sha }),
    ...{ status: 403, message: "Resource not accessible by integration" },
    source: "https://github.com/joshmfrankel/simplecov-check-action/issues/11",
  },
  {
    says: "a token without the permission makes no check run",
    endpoint: RUNS,
    ask: async (setting) => ({
      ...(await run(done)(setting)),
      as: await setting.lab.token({ permissions: { checks: "read" } }),
    }),
    ...{ status: 403, message: "Resource not accessible by integration" },
    source: "https://github.com/joshmfrankel/simplecov-check-action/issues/11",
  },
  {
    says: "a token without the permission reads no pull request",
    endpoint: "GET /repos/{owner}/{repo}/pulls/{pull_number}",
    ask: async ({ lab, pull }) =>
      get(`${REPO}/pulls/${pull.number}`, await lab.token({ permissions: { contents: "read" } })),
    ...{ status: 403, message: "Resource not accessible by integration" },
    source: "https://github.com/poseidon/wait-for-status-checks/issues/63",
  },
  {
    says: "a path that is not in the API is not found",
    endpoint: "GET /repos/{owner}/{repo}",
    ask: () => get("/repos/octo-org/shop/nothing"),
    ...{ status: 404, message: "Not Found" },
  },
  // Contents
  {
    says: "two commits are compared",
    endpoint: "GET /repos/{owner}/{repo}/compare/{basehead}",
    ask: ({ pull }) => get(`${REPO}/compare/main...${pull.head.sha}?per_page=1&page=1`),
    status: 200,
  },
  {
    says: "a comparison with nothing is not found",
    endpoint: "GET /repos/{owner}/{repo}/compare/{basehead}",
    ask: () => get(`${REPO}/compare/main...nowhere`),
    ...{ status: 404, message: "Not Found" },
  },
  {
    says: "a commit is read",
    endpoint: "GET /repos/{owner}/{repo}/commits/{ref}",
    ask: () => get(`${REPO}/commits/main`),
    status: 200,
  },
  {
    says: "a commit that is not there is told in words",
    endpoint: "GET /repos/{owner}/{repo}/commits/{ref}",
    ask: () => get(`${REPO}/commits/${"0".repeat(39)}1`),
    ...{ status: 422, message: "No commit found for SHA" },
    source: "https://github.com/yegor256/rultor/issues/1344",
  },
  {
    says: "a file is read",
    endpoint: "GET /repos/{owner}/{repo}/contents/{path}",
    ask: () => get(`${REPO}/contents/a.txt?ref=main`),
    status: 200,
  },
  {
    says: "a file that is not there is not found",
    endpoint: "GET /repos/{owner}/{repo}/contents/{path}",
    ask: () => get(`${REPO}/contents/nothing.txt`),
    ...{ status: 404, message: "Not Found" },
  },
  {
    says: "a blob is read",
    endpoint: "GET /repos/{owner}/{repo}/git/blobs/{file_sha}",
    ask: async ({ lab }) => {
      const { body } = await lab.ask(get(`${REPO}/contents/a.txt`));
      return get(`${REPO}/git/blobs/${body.sha}`);
    },
    status: 200,
  },
  {
    says: "a blob that is not there is not found",
    endpoint: "GET /repos/{owner}/{repo}/git/blobs/{file_sha}",
    ask: () => get(`${REPO}/git/blobs/${"1".repeat(40)}`),
    ...{ status: 404, message: "Not Found" },
  },
  {
    says: "a tree is listed with all that is below it",
    endpoint: "GET /repos/{owner}/{repo}/git/trees/{tree_sha}",
    ask: () => get(`${REPO}/git/trees/main?recursive=1`),
    status: 200,
  },
  {
    says: "a tree that is not there is not found",
    endpoint: "GET /repos/{owner}/{repo}/git/trees/{tree_sha}",
    ask: () => get(`${REPO}/git/trees/${"1".repeat(40)}`),
    ...{ status: 404, message: "Not Found" },
  },
  {
    says: "what somebody may do is read",
    endpoint: "GET /repos/{owner}/{repo}/collaborators/{username}/permission",
    ask: () => get(`${REPO}/collaborators/mona/permission`),
    status: 200,
  },
  {
    says: "nobody of that name is not found",
    endpoint: "GET /repos/{owner}/{repo}/collaborators/{username}/permission",
    ask: () => get(`${REPO}/collaborators/nobody/permission`),
    ...{ status: 404, message: "Not Found" },
  },
  // Pull requests
  {
    says: "pull requests are listed",
    endpoint: "GET /repos/{owner}/{repo}/pulls",
    ask: () => get(`${REPO}/pulls?state=open&per_page=1`),
    status: 200,
  },
  {
    says: "a pull request is read",
    endpoint: "GET /repos/{owner}/{repo}/pulls/{pull_number}",
    ask: ({ pull }) => get(`${REPO}/pulls/${pull.number}`),
    status: 200,
  },
  {
    says: "a pull request that is not there is not found",
    endpoint: "GET /repos/{owner}/{repo}/pulls/{pull_number}",
    ask: () => get(`${REPO}/pulls/99`),
    ...{ status: 404, message: "Not Found" },
  },
  {
    says: "the files of a pull request are listed",
    endpoint: "GET /repos/{owner}/{repo}/pulls/{pull_number}/files",
    ask: ({ pull }) => get(`${REPO}/pulls/${pull.number}/files?per_page=100`),
    status: 200,
  },
  {
    says: "an unknown parameter is refused, other than on GitHub, which passes over it",
    endpoint: "GET /repos/{owner}/{repo}/pulls/{pull_number}/files",
    ask: ({ pull }) => get(`${REPO}/pulls/${pull.number}/files?perpage=100`),
    ...{ status: 422, message: '"perpage" is not a permitted key.' },
    source: STRICTER,
  },
  {
    says: "a pull request needs something that the base has not",
    endpoint: "POST /repos/{owner}/{repo}/pulls",
    ask: () => post(`${REPO}/pulls`, { title: "x", head: "same", base: "main" }),
    ...{ status: 422, message: "No commits between main and same" },
    source: "https://github.com/tgymnich/fork-sync/issues/112",
  },
  {
    says: "the comments below a pull request are listed",
    endpoint: "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
    ask: async ({ lab, pull }) => {
      await lab.ask(post(`${REPO}/issues/${pull.number}/comments`, { body: "hello" }));
      return get(`${REPO}/issues/${pull.number}/comments`);
    },
    status: 200,
  },
  // Reviews
  {
    says: "a review with a comment on an added line is posted",
    endpoint: REVIEWS,
    ask: comment({ line: 5, side: "RIGHT" }),
    status: 200,
  },
  {
    says: "a comment may stand on a context line and span a range",
    endpoint: REVIEWS,
    ask: comment({ start_line: 3, start_side: "RIGHT", line: 6, side: "RIGHT" }),
    status: 200,
  },
  {
    says: "a comment may stand on a deleted line",
    endpoint: REVIEWS,
    ask: comment({ line: 5, side: "LEFT" }),
    status: 200,
  },
  {
    says: "a comment outside of the diff is refused",
    endpoint: REVIEWS,
    ask: comment({ line: 10, side: "RIGHT" }),
    ...{ status: 422, message: "line must be part of the diff" },
    source: "https://github.com/The-PR-Agent/pr-agent/issues/592",
  },
  {
    says: "a comment on a line that does not exist is refused",
    endpoint: REVIEWS,
    ask: comment({ line: 4000, side: "RIGHT" }),
    ...{ status: 422, message: "line must be part of the diff" },
    source: "https://github.com/The-PR-Agent/pr-agent/issues/592",
  },
  {
    says: "a comment on a negative line is refused",
    endpoint: REVIEWS,
    ask: comment({ line: -1, side: "RIGHT" }),
    ...{ status: 422, message: "line must be part of the diff" },
    source: "https://github.com/The-PR-Agent/pr-agent/issues/592",
  },
  {
    says: "a comment on a side that does not exist is refused",
    endpoint: REVIEWS,
    ask: comment({ line: 5, side: "MIDDLE" }),
    ...{ status: 422, message: "line must be part of the diff" },
    source: "https://github.com/The-PR-Agent/pr-agent/issues/592",
  },
  {
    says: "a comment on a file that is not changed is refused",
    endpoint: REVIEWS,
    ask: review({ event: "COMMENT", body: "x", comments: [{ path: "b.bin", line: 1, body: "y" }] }),
    ...{ status: 422, message: "path is invalid" },
    source: "https://github.com/villesau/ai-codereviewer/issues/34",
  },
  {
    says: "a range of one line is refused",
    endpoint: REVIEWS,
    ask: comment({ start_line: 5, start_side: "RIGHT", line: 5, side: "RIGHT" }),
    ...{ status: 422, message: "start line must precede the end line." },
    source: "https://github.com/ubuntu/WSL/pull/244",
  },
  {
    says: "a range across two hunks is refused",
    endpoint: REVIEWS,
    ask: comment({ start_line: 5, start_side: "RIGHT", line: 15, side: "RIGHT" }),
    ...{ status: 422, message: "start line must be part of the same hunk as the line." },
    source: "https://github.com/parkerbxyz/suggest-changes/issues/28",
  },
  {
    says: "a review of a commit that is not the pull request's is refused",
    endpoint: REVIEWS,
    ask: ({ lab, pull }) =>
      post(`${REPO}/pulls/${pull.number}/reviews`, {
        ...{ event: "COMMENT", body: "x", commit_id: lab.repository.branches.get("main") },
      }),
    ...{ status: 422, message: "is not part of the pull request" },
    source: "https://github.com/PyGithub/PyGithub/issues/2501",
  },
  {
    says: "a review without words is refused",
    endpoint: REVIEWS,
    ask: review({ event: "COMMENT" }),
    ...{ status: 422, message: "Unprocessable Entity" },
  },
  {
    says: "a review with too many words is refused",
    endpoint: REVIEWS,
    ask: review({ event: "COMMENT", body: "x".repeat(65_537) }),
    ...{ status: 422, message: "Body is too long (maximum is 65536 characters)" },
    source: "https://github.com/reviewdog/reviewdog/issues/1065",
  },
  {
    says: "an unknown event is refused",
    endpoint: REVIEWS,
    ask: review({ event: "PRAISE", body: "x" }),
    ...{ status: 422, message: "is not a member of" },
    source: JSON_SCHEMA,
  },
  {
    says: "an unknown key in a comment is refused, other than on GitHub",
    endpoint: REVIEWS,
    ask: comment({ line: 5, side: "RIGHT", subject_type: "file" }),
    ...{ status: 422, message: '"subject_type" is not a permitted key.' },
    source: STRICTER,
  },
  {
    says: "a body that is no JSON is refused",
    endpoint: REVIEWS,
    ask: ({ pull }) => post(`${REPO}/pulls/${pull.number}/reviews`, "{"),
    ...{ status: 400, message: "Problems parsing JSON" },
    source: `${DOCS}/using-the-rest-api/troubleshooting-the-rest-api#400-bad-request`,
  },
  {
    says: "a second review beside a pending one is refused",
    endpoint: REVIEWS,
    ask: ({ pending }) => post(`${REPO}/pulls/${pending.number}/reviews`, { event: "COMMENT", body: "x" }),
    ...{ status: 422, message: "User can only have one pending review per pull request" },
    source: "https://github.com/max-sixty/tend/pull/1171",
  },
  {
    says: "reviews are listed",
    endpoint: "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews",
    ask: ({ pull }) => get(`${REPO}/pulls/${pull.number}/reviews`),
    status: 200,
  },
  {
    says: "the comments of a review are listed",
    endpoint: "GET /repos/{owner}/{repo}/pulls/{pull_number}/comments",
    ask: ({ pull }) => get(`${REPO}/pulls/${pull.number}/comments`),
    status: 200,
  },
  {
    says: "a comment is answered",
    endpoint: "POST /repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies",
    ask: ({ pull, commentId }) =>
      post(`${REPO}/pulls/${pull.number}/comments/${commentId}/replies`, { body: "yes" }),
    status: 201,
  },
  {
    says: "a comment that is not there cannot be answered",
    endpoint: "POST /repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies",
    ask: ({ pull }) => post(`${REPO}/pulls/${pull.number}/comments/1/replies`, { body: "yes" }),
    ...{ status: 404, message: "Not Found" },
  },
  {
    says: "a comment is written below a pull request",
    endpoint: "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
    ask: ({ pull }) => post(`${REPO}/issues/${pull.number}/comments`, { body: "hello" }),
    status: 201,
  },
  {
    says: "a comment that is too long is not written",
    endpoint: "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
    ask: ({ pull }) => post(`${REPO}/issues/${pull.number}/comments`, { body: "x".repeat(65_537) }),
    ...{ status: 422, message: "Body is too long (maximum is 65536 characters)" },
    source: "https://github.com/telia-oss/github-pr-resource/issues/259",
  },
  {
    says: "a comment gets a reaction",
    endpoint: REACTIONS,
    ask: react("eyes"),
    status: 201,
  },
  {
    says: "the same reaction once more is the one that is there",
    endpoint: REACTIONS,
    ask: react("eyes"),
    status: 200,
  },
  {
    says: "a reaction that GitHub does not have is refused",
    endpoint: REACTIONS,
    ask: react("applause"),
    ...{ status: 422, message: "is not a member of" },
  },
  {
    says: "a comment that is not there gets no reaction",
    endpoint: REACTIONS,
    ask: () => post(`${REPO}/issues/comments/1/reactions`, { content: "eyes" }),
    ...{ status: 404, message: "Not Found" },
    source: `${DOCS}/reactions/reactions#create-reaction-for-an-issue-comment`,
  },
  {
    says: "a token that may only read pull requests reacts to nothing",
    endpoint: REACTIONS,
    ask: async (setting) => ({
      ...react("eyes")(setting),
      as: await setting.lab.token({ permissions: { pull_requests: "read" } }),
    }),
    ...{ status: 403, message: "Resource not accessible by integration" },
    source: `${DOCS}/authentication/permissions-required-for-github-apps`,
  },
  // Check runs
  {
    says: "a check run is made",
    endpoint: RUNS,
    ask: run({
      ...output({ annotations: [annotation] }),
      actions: [{ label: "a", description: "b", identifier: "c" }],
    }),
    status: 201,
  },
  {
    says: "a check run needs a name",
    endpoint: RUNS,
    ask: run({ name: undefined }),
    ...{ status: 422, message: `"name" wasn't supplied.` },
    source: JSON_SCHEMA,
  },
  {
    says: "a check run needs a commit that is there",
    endpoint: RUNS,
    ask: run({ head_sha: "0".repeat(40) }),
    ...{ status: 422, message: "No commit found for SHA" },
    source: "https://github.com/rust-lang/rust/issues/84906",
  },
  {
    says: "a check run that is completed needs a conclusion",
    endpoint: RUNS,
    ask: run({ status: "completed" }),
    ...{ status: 422, message: "Invalid request." },
    source: `${DOCS}/checks/runs#create-a-check-run`,
  },
  {
    says: "a conclusion that GitHub does not know is refused",
    endpoint: RUNS,
    ask: run({ status: "completed", conclusion: "great" }),
    ...{ status: 422, message: "is not a member of" },
    source: `${DOCS}/checks/runs#create-a-check-run`,
  },
  {
    says: "a summary has 65,535 characters at most",
    endpoint: RUNS,
    ask: run(output({ summary: "x".repeat(65_536) })),
    ...{ status: 422, message: "Only 65535 characters are allowed; 65536 were supplied." },
    source: "https://github.com/reviewdog/action-actionlint/issues/72",
  },
  {
    says: "a title has 255 characters at most",
    endpoint: RUNS,
    ask: run(output({ title: "x".repeat(256) })),
    ...{ status: 422, message: "Only 255 characters are allowed; 256 were supplied." },
    source: `${DOCS}/checks/runs#create-a-check-run`,
  },
  {
    says: "an output needs a summary",
    endpoint: RUNS,
    ask: run({ ...done, output: { title: "t" } }),
    ...{ status: 422, message: `"summary" wasn't supplied.` },
    source: `${DOCS}/checks/runs#create-a-check-run`,
  },
  {
    says: "a request has 50 annotations at most",
    endpoint: RUNS,
    ask: run(output({ annotations: Array.from({ length: 51 }, () => annotation) })),
    ...{ status: 422, message: "No more than 50 items are allowed; 51 were supplied." },
    source: "https://github.com/dorny/test-reporter/issues/194",
  },
  {
    says: "an annotation does not end before it begins",
    endpoint: RUNS,
    ask: run(output({ annotations: [{ ...annotation, start_line: 3, end_line: 2 }] })),
    ...{ status: 422, message: "Validation Failed" },
    source: `${DOCS}/checks/runs#create-a-check-run`,
  },
  {
    says: "a button's label has 20 characters at most",
    endpoint: RUNS,
    ask: run({ ...done, actions: [{ label: "x".repeat(21), description: "b", identifier: "c" }] }),
    ...{ status: 422, message: "Only 20 characters are allowed; 21 were supplied." },
    source: `${DOCS}/checks/runs#create-a-check-run`,
  },
  {
    says: "a check run has three buttons at most",
    endpoint: RUNS,
    ask: run({
      ...done,
      actions: ["1", "2", "3", "4"].map((label) => ({ label, description: "b", identifier: label })),
    }),
    ...{ status: 422, message: "No more than 3 items are allowed; 4 were supplied." },
    source: `${DOCS}/checks/runs#create-a-check-run`,
  },
  {
    says: "a check run is written to",
    endpoint: "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}",
    ask: ({ runId }) => ({ method: "PATCH", path: `${REPO}/check-runs/${runId}`, body: output({}) }),
    status: 200,
  },
  {
    says: "another App's check run is not written to",
    endpoint: "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}",
    ask: ({ foreignRunId }) => ({
      method: "PATCH",
      path: `${REPO}/check-runs/${foreignRunId}`,
      body: output({}),
    }),
    ...{ status: 403, message: "can only be modified by the GitHub App that created it" },
    source: "https://github.com/int128/argocd-commenter/pull/631",
  },
  {
    says: "the annotations of a check run are listed",
    endpoint: "GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations",
    ask: ({ runId }) => get(`${REPO}/check-runs/${runId}/annotations`),
    status: 200,
  },
  {
    says: "the check runs of a commit are listed",
    endpoint: "GET /repos/{owner}/{repo}/commits/{ref}/check-runs",
    ask: ({ pull }) => get(`${REPO}/commits/${pull.head.sha}/check-runs?check_name=lab`),
    status: 200,
  },
  {
    says: "the check suites of a commit are listed",
    endpoint: "GET /repos/{owner}/{repo}/commits/{ref}/check-suites",
    ask: ({ pull }) => get(`${REPO}/commits/${pull.head.sha}/check-suites`),
    status: 200,
  },
  {
    says: "a check run is read",
    endpoint: "GET /repos/{owner}/{repo}/check-runs/{check_run_id}",
    ask: ({ runId }) => get(`${REPO}/check-runs/${runId}`),
    status: 200,
  },
  {
    says: "a check run that is not there is not read",
    endpoint: "GET /repos/{owner}/{repo}/check-runs/{check_run_id}",
    ask: () => get(`${REPO}/check-runs/1`),
    ...{ status: 404, message: "Not Found", source: `${DOCS}/checks/runs#get-a-check-run` },
  },
  {
    says: "a check suite is asked for again",
    endpoint: "POST /repos/{owner}/{repo}/check-suites/{check_suite_id}/rerequest",
    ask: ({ lab, pull }) => {
      const suite = lab.repository.suites.find(
        (each) => each.app === lab.app && each.headSha === pull.head.sha,
      );
      return { method: "POST", path: `${REPO}/check-suites/${suite!.id}/rerequest` };
    },
    status: 201,
  },
  {
    says: "a check run is asked for again",
    endpoint: "POST /repos/{owner}/{repo}/check-runs/{check_run_id}/rerequest",
    ask: ({ runId }) => ({ method: "POST", path: `${REPO}/check-runs/${runId}/rerequest` }),
    status: 201,
  },
  {
    says: "a check run that is not there is not asked for again",
    endpoint: "POST /repos/{owner}/{repo}/check-runs/{check_run_id}/rerequest",
    ask: () => ({ method: "POST", path: `${REPO}/check-runs/1/rerequest` }),
    ...{ status: 404, message: "Not Found" },
  },
  // Branches and files, which the smoke test writes
  {
    says: "a branch is made",
    endpoint: "POST /repos/{owner}/{repo}/git/refs",
    ask: ({ pull }) => post(`${REPO}/git/refs`, { ref: "refs/heads/made", sha: pull.head.sha }),
    status: 201,
  },
  {
    says: "a branch is not made twice",
    endpoint: "POST /repos/{owner}/{repo}/git/refs",
    ask: ({ pull }) => post(`${REPO}/git/refs`, { ref: "refs/heads/main", sha: pull.head.sha }),
    ...{ status: 422, message: "Reference already exists" },
    source: "https://github.com/renovatebot/renovate/issues/20281",
  },
  {
    says: "a branch is not moved back without force",
    endpoint: "PATCH /repos/{owner}/{repo}/git/refs/{ref}",
    ask: ({ pull, pending }) => ({
      ...{ method: "PATCH", path: `${REPO}/git/refs/heads/${pull.head.ref}` },
      body: { sha: pending.head.sha },
    }),
    ...{ status: 422, message: "Update is not a fast forward" },
    source: "https://github.com/webspace-sdk/webspace-engine/issues/104",
  },
  {
    says: "a file is written",
    endpoint: "PUT /repos/{owner}/{repo}/contents/{path}",
    ask: () => ({
      ...{ method: "PUT", path: `${REPO}/contents/made/by/hand.txt` },
      body: { message: "Make it", content: Buffer.from("made\n").toString("base64"), branch: "made" },
    }),
    status: 201,
  },
  {
    says: "a file that is there is not written without its id",
    endpoint: "PUT /repos/{owner}/{repo}/contents/{path}",
    ask: () => ({
      ...{ method: "PUT", path: `${REPO}/contents/made/by/hand.txt` },
      body: { message: "Again", content: "", branch: "made" },
    }),
    ...{ status: 422, message: `"sha" wasn't supplied.` },
    source: "https://github.com/octokit/octokit.rb/issues/992",
  },
  {
    says: "a pull request is opened",
    endpoint: "POST /repos/{owner}/{repo}/pulls",
    ask: () => post(`${REPO}/pulls`, { title: "Made by hand", head: "made", base: "main", body: "Words" }),
    status: 201,
  },
  {
    says: "a pull request is closed",
    endpoint: "PATCH /repos/{owner}/{repo}/pulls/{pull_number}",
    ask: ({ lab }) => ({
      ...{ method: "PATCH", path: `${REPO}/pulls/${lab.repository.pulls.at(-1)!.number}` },
      body: { state: "closed", title: "Made and closed by hand" },
    }),
    status: 200,
  },
  {
    says: "a branch is read",
    endpoint: "GET /repos/{owner}/{repo}/git/ref/{ref}",
    ask: () => get(`${REPO}/git/ref/heads/made`),
    status: 200,
  },
  {
    says: "a branch that is not there is not read",
    endpoint: "GET /repos/{owner}/{repo}/git/ref/{ref}",
    ask: () => get(`${REPO}/git/ref/heads/nowhere`),
    ...{ status: 404, message: "Not Found" },
  },
  {
    says: "a branch is moved forward",
    endpoint: "PATCH /repos/{owner}/{repo}/git/refs/{ref}",
    ask: ({ lab }) => ({
      ...{ method: "PATCH", path: `${REPO}/git/refs/heads/same` },
      body: { sha: lab.repository.branches.get("made") },
    }),
    status: 200,
  },
  {
    says: "a branch is deleted",
    endpoint: "DELETE /repos/{owner}/{repo}/git/refs/{ref}",
    ask: () => ({ method: "DELETE", path: `${REPO}/git/refs/heads/made` }),
    status: 204,
  },
  {
    says: "a branch that is not there is not deleted",
    endpoint: "DELETE /repos/{owner}/{repo}/git/refs/{ref}",
    ask: () => ({ method: "DELETE", path: `${REPO}/git/refs/heads/made` }),
    ...{ status: 422, message: "Reference does not exist" },
    source: "https://github.com/solana-foundation/solana-developer-platform/pull/602",
  },
  // The log of webhooks
  {
    says: "the webhooks that were sent are listed",
    endpoint: "GET /app/hook/deliveries",
    ask: () => get("/app/hook/deliveries?per_page=1", "app"),
    status: 200,
  },
  {
    says: "one of them is read",
    endpoint: "GET /app/hook/deliveries/{delivery_id}",
    ask: ({ deliveryId }) => get(`/app/hook/deliveries/${deliveryId}`, "app"),
    status: 200,
  },
  {
    says: "one of them is sent again",
    endpoint: "POST /app/hook/deliveries/{delivery_id}/attempts",
    ask: ({ deliveryId }) => ({
      method: "POST",
      path: `/app/hook/deliveries/${deliveryId}/attempts`,
      as: "app",
    }),
    status: 202,
  },
  {
    says: "one that is not there is not sent again",
    endpoint: "POST /app/hook/deliveries/{delivery_id}/attempts",
    ask: () => ({ method: "POST", path: "/app/hook/deliveries/1/attempts", as: "app" }),
    ...{ status: 404, message: "Not Found" },
    source: `${DOCS}/apps/webhooks#redeliver-a-delivery-for-an-app-webhook`,
  },
];
