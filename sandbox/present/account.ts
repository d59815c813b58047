import type { Account } from "../state/model.js";
import type { World } from "../state/world.js";
import { accountPage, apiUrl, pageUrl } from "./urls.js";

/** An account as REST and webhooks show it: `simple-user`. */
export function presentAccount(world: World, account: Account): Record<string, unknown> {
  const { id, nodeId, login, type } = account;
  const url = apiUrl(world, `/users/${encodeURIComponent(login)}`);
  return {
    login,
    id,
    node_id: nodeId,
    avatar_url: pageUrl(world, `/avatars/${id}`),
    gravatar_id: "",
    url,
    html_url: accountPage(world, account),
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    user_view_type: "public",
    site_admin: false,
  };
}
