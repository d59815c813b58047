import DataLoader from "dataloader";
import type { InstallationActor } from "../access/tokens.js";
import { findObjects, listTree, readObjects } from "../git/read-objects.js";
import type { Repository } from "../state/model.js";
import type { World } from "../state/world.js";
import type { GraphqlContext, Readers } from "./context.js";
import { commitNode } from "./object-nodes.js";
import { pullRequestNode } from "./pull-request-node.js";
import { repositoryNode } from "./repository-node.js";

/** Makes the context of one query. */
export function createContext(world: World, actor: InstallationActor, isStale: boolean): GraphqlContext {
  const readers = new Map<Repository, Readers>();
  const context: GraphqlContext = {
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
    nodes: {
      repository: (repository) => repositoryNode(context, repository),
      pullRequest: (pull) => pullRequestNode(context, pull),
      commit: (repository, oid) => commitNode(context, repository, oid),
    },
  };
  return context;
}
