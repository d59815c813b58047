/** How a call of the REST API is written down here: its name in GitHub's description, what it needs, what it does. */

import { type Actor, type InstallationActor, may, sees, type TokenStore } from "../access/tokens.js";
import type { Access, App, PullRequest, Repository } from "../state/model.js";
import { moved, notFound, Refusal } from "../state/refusal.js";
import { findRenamed, findRepository } from "../state/repositories.js";
import type { World } from "../state/world.js";

export interface Answer {
  status: number;
  /** undefined where there is none */
  body?: unknown;
  headers?: Record<string, string>;
}

/** A call that has passed the door: its form is right, and its caller is known. */
export interface Call {
  world: World;
  tokens: TokenStore;
  actor: Actor;
  params: Record<string, string>;
  query: Record<string, string>;
  /** fits GitHub's description of this call's body */
  body: unknown;
  /** address of the call without its query, for links to other pages */
  url: string;
  /** the media type that is asked for; "" where none is */
  accept: string;
  /** answer as of before the last push */
  isStale: boolean;
}

export interface RepositoryCall extends Call {
  actor: InstallationActor;
  repository: Repository;
}

export interface Endpoint {
  /** `GET /repos/{owner}/{repo}`, as GitHub's description has it */
  name: string;
  /** the token or the permission that it takes, for the list of calls */
  needs: string;
  /** `check` refuses a request whose form is wrong: GitHub looks at it once it knows the caller and what is asked for. */
  run(call: Call, check: () => void): Promise<Answer>;
}

/** A call that an App makes as itself. */
export function appEndpoint(
  name: string,
  run: (call: Call & { app: App }) => Answer | Promise<Answer>,
): Endpoint {
  return {
    name,
    needs: "JSON web token",
    async run(call, check) {
      if (call.actor.kind !== "app") throw new Refusal(401, "A JSON web token could not be decoded");
      check();
      return run({ ...call, app: call.actor.app });
    },
  };
}

/** A call that an installation makes, about no repository. */
export function installationEndpoint(
  name: string,
  run: (call: Call & { actor: InstallationActor }) => Answer | Promise<Answer>,
): Endpoint {
  return {
    name,
    needs: "installation token",
    async run(call, check) {
      const actor = asInstallation(call.actor);
      check();
      return run({ ...call, actor });
    },
  };
}

/** A call about a repository, with the permission that it takes. */
export function repositoryEndpoint(
  name: string,
  [permission, access]: readonly [permission: string, access: Access],
  run: (call: RepositoryCall) => Answer | Promise<Answer>,
): Endpoint {
  return {
    name,
    needs: `${permission}: ${access}`,
    async run(call, check) {
      const { owner = "", repo = "" } = call.params;
      const repository = findRepository(call.world, owner, repo);
      if (repository === null) refuseMoved(call, findRenamed(call.world, owner, repo), name);
      if (repository === null || !sees(call.actor, repository)) throw notFound();
      if (!may(call.actor, repository, permission, access))
        throw new Refusal(403, "Resource not accessible by integration");
      const actor = asInstallation(call.actor);
      check();
      return run({ ...call, actor, repository });
    },
  };
}

function refuseMoved(call: Call, repository: Repository | null, name: string): void {
  if (repository === null || !sees(call.actor, repository)) return;
  const rest = call.url.replace(/^.*?\/repos\/[^/]+\/[^/]+/, "");
  const query = new URLSearchParams(call.query).toString();
  const place = `${call.world.origin}/api/v3/repositories/${repository.id}${rest}`;
  throw moved(query === "" ? place : `${place}?${query}`, name.startsWith("GET "));
}

function asInstallation(actor: Actor): InstallationActor {
  if (actor.kind === "installation") return actor;
  throw new Refusal(401, "Bad credentials");
}

/** The pull request that a call names. */
export function pullOf({ repository, params }: RepositoryCall, name = "pull_number"): PullRequest {
  const pull = repository.pulls.find(({ number }) => String(number) === params[name]);
  if (pull === undefined) throw notFound();
  return pull;
}

/** Returns the account that does what an installation does. */
export function senderOf({ installation }: InstallationActor): App["bot"] {
  return installation.app.bot;
}
