/** The sandbox without the App: somebody who asks it directly, with whichever credentials. */

import { createPrivateKey } from "node:crypto";
import { SignJWT } from "jose";
import { registerPages } from "../../sandbox/demo/register-pages.js";
import type { Content } from "../../sandbox/git/write-commit.js";
import { type GitHub, startGitHub } from "../../sandbox/start-git-hub.js";
import { createAccount } from "../../sandbox/state/accounts.js";
import { installApp, registerApp } from "../../sandbox/state/apps.js";
import type {
  Access,
  Account,
  App,
  Installation,
  PullRequest,
  Repository,
} from "../../sandbox/state/model.js";
import { openPullRequest } from "../../sandbox/state/pull-requests.js";
import { pushCommit } from "../../sandbox/state/push.js";
import { createRepository } from "../../sandbox/state/repositories.js";

export interface Reply {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
  body: any;
}

export interface Ask {
  method: string;
  path: string;
  /** `app`, `installation`, `none`, or the token itself; the installation unless told */
  as?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Lab {
  gitHub: GitHub;
  app: App;
  installation: Installation;
  owner: Account;
  author: Account;
  repository: Repository;
  /** Signs a JSON web token; claims in seconds from now. */
  jwt(claims?: { iss?: string; iat?: number; exp?: number }, key?: string): Promise<string>;
  /** Makes a token with fewer permissions or for fewer repositories. */
  token(wanted?: object): Promise<string>;
  ask(ask: Ask): Promise<Reply>;
  graphql(query: string, variables?: object, as?: string): Promise<Reply>;
  open(branch: string, changes: Record<string, Content>): Promise<PullRequest>;
  close(): Promise<void>;
}

/** Ten lines and ten more; a pull request of `lab` changes line 5. */
export const LINES = Array.from({ length: 20 }, (_, i) => `line ${i + 1}`);

/** `withPages` adds the pages for people, who press as the author. */
export async function startLab({ withPages = false } = {}): Promise<Lab> {
  const gitHub = await startGitHub({
    register: (server, started) => (withPages ? registerPages(server, started, () => author) : undefined),
  });
  const { world } = gitHub;
  const owner = createAccount(world, "octo-org", "Organization");
  const author = createAccount(world, "mona", "User");
  const permissions: Record<string, Access> = {
    ...{ contents: "write", pull_requests: "write", checks: "write", issues: "write" },
    merge_queues: "read",
  };
  const manifest = {
    name: "Lab",
    default_permissions: permissions,
    default_events: ["pull_request", "push"],
  };
  const { app, privateKey } = registerApp(world, manifest, { owner, webhookSecret: "lab" });
  const repository = await createRepository(world, { owner, name: "shop" });
  repository.collaborators.set(author, "write");
  const installation = installApp(world, app, owner, [repository]);
  const files = { "a.txt": `${LINES.join("\n")}\n`, "b.bin": Buffer.from([0, 1, 2]) };
  await pushCommit(world, repository, "main", { changes: files, message: "Begin", author });

  async function jwt(
    { iss = String(app.id), iat = -30, exp = 300 }: { iss?: string; iat?: number; exp?: number } = {},
    key = privateKey,
  ): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT()
      .setProtectedHeader({ alg: "RS256" })
      .setIssuer(iss)
      .setIssuedAt(now + iat)
      .setExpirationTime(now + exp)
      .sign(createPrivateKey(key));
  }

  async function token(wanted?: object): Promise<string> {
    const path = `/app/installations/${installation.id}/access_tokens`;
    const { body } = await ask({ method: "POST", path, as: "app", ...(wanted ? { body: wanted } : {}) });
    return body.token;
  }

  let own: string | undefined;
  async function authorization(as: string): Promise<Record<string, string>> {
    if (as === "none") return {};
    if (as === "app") return { authorization: `Bearer ${await jwt()}` };
    if (as !== "installation") return { authorization: as.includes(" ") ? as : `token ${as}` };
    own ??= await token();
    return { authorization: `token ${own}` };
  }

  async function send(
    url: string,
    { method, as = "installation", body, headers }: Omit<Ask, "path">,
  ): Promise<Reply> {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const response = await fetch(url, {
      method,
      headers: {
        "user-agent": "lab",
        ...(await authorization(as)),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: text }),
    });
    const answer = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") === true && answer !== "";
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(answer) : answer };
  }

  function ask({ path, ...rest }: Ask): Promise<Reply> {
    return send(`${gitHub.apiUrl}${path}`, rest);
  }

  return {
    ...{ gitHub, app, installation, owner, author, repository, jwt, token, ask },
    graphql: (query, variables = {}, as = "installation") =>
      send(`${gitHub.url}/api/graphql`, { method: "POST", as, body: { query, variables } }),
    async open(branch, changes) {
      const from = repository.branches.get("main");
      await pushCommit(world, repository, branch, { changes, message: "Change", author }, from);
      return openPullRequest(world, repository, {
        ...{ author, title: branch, base: "main", head: { repository, ref: branch } },
      });
    },
    close: () => gitHub.close(),
  };
}

/** `a.txt` with its fifth line changed. */
export function changedFile(line = 5, to = "changed"): Record<string, string> {
  const lines = [...LINES];
  lines[line - 1] = to;
  return { "a.txt": `${lines.join("\n")}\n` };
}
