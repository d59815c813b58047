import type DataLoader from "dataloader";
import { type InstallationActor, may } from "../access/tokens.js";
import type { GitObject, TreeEntry } from "../git/read-objects.js";
import type { Access, PullRequest, Repository } from "../state/model.js";
import type { World } from "../state/world.js";
import type { Node } from "./actor-node.js";
import { forbidden } from "./refusal.js";

/** The facts about one query: who asks, and what it has already read. */
export interface GraphqlContext {
  world: World;
  actor: InstallationActor;
  /** answer as of before the last push */
  isStale: boolean;
  /** reads from a repository's git, all that is asked for at the same time in one process */
  read(repository: Repository): Readers;
  nodes: NodeMakers;
}

/** The nodes that lead from anywhere to all the others: a resolver that needs one asks the query for it. */
export interface NodeMakers {
  repository(repository: Repository): Node;
  pullRequest(pull: PullRequest): Node;
  commit(repository: Repository, oid: string): Node;
}

export interface Readers {
  /** by expression */
  objects: DataLoader<string, GitObject | null>;
  /** bytes by id */
  bytes: DataLoader<string, Buffer | null>;
  /** by id */
  trees: DataLoader<string, TreeEntry[]>;
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
