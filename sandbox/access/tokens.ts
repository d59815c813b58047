/** The callers: an App with its JSON web token, or an installation with the token that it was given for an hour. */
import { randomBytes } from "node:crypto";
import { decodeJwt, errors, jwtVerify } from "jose";
import { clientIdOf } from "../present/app.js";
import { allows, covers } from "../state/apps.js";
import type { Access, App, Installation, Permissions, Repository } from "../state/model.js";
import { Refusal } from "../state/refusal.js";
import type { World } from "../state/world.js";

export interface AppActor {
  kind: "app";
  app: App;
}

export interface InstallationActor {
  kind: "installation";
  installation: Installation;
  /** null for all that the installation sees */
  repositories: ReadonlySet<Repository> | null;
  permissions: Permissions;
  /** milliseconds since 1970 */
  expiresAt: number;
}

export type Actor = AppActor | InstallationActor;

export interface TokenStore {
  /** Gives a token to an installation. */
  issue(actor: Omit<InstallationActor, "kind" | "expiresAt">): { token: string; expiresAt: number };
  /** Returns the App or the installation behind an Authorization header; throws a Refusal where there is none. */
  authenticate(header: string | undefined): Promise<Actor>;
  /** Ends every token at once, as if their hour were over. */
  expireAll(): void;
}

const HOUR_MS = 3_600_000;
// https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
const LONGEST_JWT_SECONDS = 600;

/** Makes the store of a world's tokens. */
export function createTokenStore(world: World): TokenStore {
  const tokens = new Map<string, InstallationActor>();

  return {
    issue(actor) {
      const token = `ghs_${randomBytes(27).toString("hex").slice(0, 36)}`;
      const expiresAt = Date.now() + HOUR_MS;
      tokens.set(token, { kind: "installation", ...actor, expiresAt });
      return { token, expiresAt };
    },
    async authenticate(header) {
      const [, token] = header?.match(/^(?:bearer|token) +(\S+)$/i) ?? [];
      if (token === undefined) throw new Refusal(401, "Requires authentication");
      if (token.split(".").length === 3) return { kind: "app", app: await readJwt(world, token) };
      const actor = tokens.get(token);
      if (actor === undefined || actor.expiresAt <= Date.now()) throw new Refusal(401, "Bad credentials");
      if (actor.installation.suspendedAt !== null)
        throw new Refusal(403, "This installation has been suspended");
      return actor;
    },
    expireAll() {
      for (const actor of tokens.values()) actor.expiresAt = 0;
    },
  };
}

const UNREADABLE = "A JSON web token could not be decoded";

// The sentences are GitHub's: https://github.com/actions/create-github-app-token/issues/178,
// https://github.com/sigmavirus24/github3.py/issues/1050
async function readJwt(world: World, token: string): Promise<App> {
  const { iss, iat, exp } = readClaims(token);
  const app = world.apps.find((each) => String(each.id) === String(iss) || clientIdOf(each) === iss);
  if (app === undefined) throw new Refusal(404, "Integration not found");
  const now = Date.now() / 1000;
  if (typeof iat !== "number" || iat > now + 1)
    throw new Refusal(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  if (typeof exp === "number" && exp > now + LONGEST_JWT_SECONDS)
    throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future");
  try {
    await jwtVerify(token, app.publicKey, { algorithms: ["RS256"], requiredClaims: ["iat", "exp"] });
    return app;
  } catch (error) {
    if (error instanceof errors.JWTExpired)
      throw new Refusal(
        401,
        "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
      );
    throw new Refusal(401, UNREADABLE);
  }
}

function readClaims(token: string): { iss?: unknown; iat?: unknown; exp?: unknown } {
  try {
    return decodeJwt(token);
  } catch {
    throw new Refusal(401, UNREADABLE);
  }
}

/** Whether an actor may know that a repository exists. */
export function sees(actor: Actor, repository: Repository): boolean {
  if (!repository.isPrivate) return true;
  if (actor.kind === "app") return false;
  return actor.repositories?.has(repository) ?? covers(actor.installation, repository);
}

/** Whether an actor may do something with a repository; reading a public one needs nothing. */
export function may(actor: Actor, repository: Repository, permission: string, access: Access): boolean {
  if (!repository.isPrivate && access === "read") return true;
  if (actor.kind === "app") return false;
  const inReach = actor.repositories?.has(repository) ?? covers(actor.installation, repository);
  return inReach && allows(actor.permissions, permission, access);
}
