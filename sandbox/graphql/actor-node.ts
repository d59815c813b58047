import { accountPage, pageUrl } from "../present/urls.js";
import type { Account } from "../state/model.js";
import type { World } from "../state/world.js";

export type Node = Record<string, unknown>;

/** An account. The login of an App's bot has no `[bot]` here, other than in REST. */
export function actorNode(world: World, account: Account): Node {
  const { id, nodeId, login, type, name, email } = account;
  return {
    __typename: type,
    id: nodeId,
    databaseId: id,
    login: login.replace(/\[bot\]$/, ""),
    name,
    email,
    url: accountPage(world, account),
    resourcePath: accountPage(world, account).slice(world.origin.length),
    avatarUrl: () => pageUrl(world, `/avatars/${id}`),
  };
}
