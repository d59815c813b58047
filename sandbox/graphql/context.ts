import DataLoader from "dataloader";
import { findObjects, type GitObject, listTree, readObjects, type TreeEntry } from "../git/read-objects.js";
import { type InstallationActor, may } from "../server/tokens.js";
import type { Access, Repository } from "../state/model.js";
import type { World } from "../state/world.js";
import { forbidden } from "./refusal.js";

/** What one query knows: who asks, and what it has already read. */
export interface GraphqlContext {
  world: World;
  actor: InstallationActor;
  /** answer as of before the last push */
  isStale: boolean;
  /** reads from a repository's git, all that is asked for at the same time in one process */
  read(repository: Repository): Readers;
}

export interface Readers {
  /** by expression */
  objects: DataLoader<string, GitObject | null>;
  /** bytes by id */
  bytes: DataLoader<string, Buffer | null>;
  /** by id */
  trees: DataLoader<string, TreeEntry[]>;
}

/** Makes the context of one query. */
export function createContext(world: World, actor: InstallationActor, isStale: boolean): GraphqlContext {
  const readers = new Map<Repository, Readers>();
  return {
    world,
    actor,
    isStale,
    read(repository) {
      const { git } = repository;
      const known = readers.get(repository) ?? {
        objects: new DataLoader((expressions) => findObjects(git, expressions)),
        bytes: new DataLoader((oids) => readObjects(git, oids)),
        trees: new DataLoader((oids) => Promise.all(oids.map((oid) => listTree(git, oid)))),
      };
      readers.set(repository, known);
      return known;
    },
  };
}

/** Refuses a part of a query that the token's permissions do not cover. */
export function demand(
  { actor }: GraphqlContext,
  repository: Repository,
  permission: string,
  access: Access,
): void {
  if (!may(actor, repository, permission, access)) throw forbidden();
}
