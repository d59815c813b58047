import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { createBot } from "./accounts.js";
import type { Access, Account, App, Installation, Permissions, Repository } from "./model.js";
import { identify, now, type World } from "./world.js";

/** The part of an App's manifest that decides what it may do and what it hears. */
export interface AppManifest {
  name: string;
  description?: string;
  default_permissions: Readonly<Record<string, Access>>;
  default_events: readonly string[];
}

export interface RegisteredApp {
  app: App;
  /** PEM; GitHub shows it once and keeps the public half */
  privateKey: string;
}

interface KeyPair {
  /** PEM */
  privateKey: string;
  /** PEM */
  publicKey: string;
}

const keyPairs: KeyPair[] = [];

// A key takes half a second of a processor. The Apps of one world have keys of their own; the worlds of a process never meet.
function keyPair(place: number): KeyPair {
  keyPairs[place] ??= generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  return keyPairs[place];
}

/** Registers an App from its manifest, with a key that no other App of the world has. */
export function registerApp(
  world: World,
  manifest: AppManifest,
  { owner, webhookSecret }: { owner: Account; webhookSecret: string },
): RegisteredApp {
  const { privateKey, publicKey } = keyPair(world.apps.length);
  const slug = manifest.name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const app = identify(world, "App", {
    slug,
    name: manifest.name,
    description: manifest.description ?? "",
    owner,
    bot: createBot(world, slug),
    publicKey: createPublicKey(publicKey),
    webhookSecret,
    hookUrl: null,
    // Every App may read metadata. https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps
    permissions: { metadata: "read", ...manifest.default_permissions },
    events: manifest.default_events,
    createdAt: now(),
  });
  world.apps.push(app);
  return { app, privateKey };
}

/** Installs an App on an account, for all its repositories or for some. */
export function installApp(
  world: World,
  app: App,
  account: Account,
  selected: readonly Repository[] | null = null,
): Installation {
  const installation = identify(world, "Installation", {
    app,
    account,
    selected: selected === null ? null : new Set(selected),
    permissions: app.permissions,
    createdAt: now(),
    suspendedAt: null,
  });
  world.installations.push(installation);
  world.tell({ name: "installation", action: "created", installation, sender: account });
  return installation;
}

/** Accepts for the account's owner what an App asks for anew: only then is it granted. */
export function acceptPermissions(
  world: World,
  installation: Installation,
  sender: Account,
  permissions: Permissions = installation.app.permissions,
): void {
  installation.permissions = permissions;
  world.tell({ name: "installation", action: "new_permissions_accepted", installation, sender });
}

/** Lets an installation see more repositories. */
export function addRepositories(
  world: World,
  installation: Installation,
  sender: Account,
  added: Repository[],
): void {
  for (const repository of added) installation.selected?.add(repository);
  world.tell({ name: "installation_repositories", action: "added", installation, sender, added });
}

/** Whether an installation sees a repository. */
export function covers(installation: Installation, repository: Repository): boolean {
  if (installation.suspendedAt !== null) return false;
  return installation.selected?.has(repository) ?? installation.account === repository.owner;
}

/** The installation through which an App sees a repository. */
export function installationOf(world: World, app: App, repository: Repository): Installation | null {
  return world.installations.find((each) => each.app === app && covers(each, repository)) ?? null;
}

/** Whether permissions allow something; the right to write includes the right to read. */
export function allows(permissions: Permissions, name: string, access: Access): boolean {
  const granted = permissions[name];
  return granted === "write" || (granted === "read" && access === "read");
}
