import { createHash } from "node:crypto";
import type { App, Installation } from "../state/model.js";
import type { World } from "../state/world.js";
import { presentAccount } from "./account.js";
import { accountPage, apiUrl, pageUrl } from "./urls.js";

/** An App: `integration`. */
export function presentApp(world: World, app: App): Record<string, unknown> {
  return {
    id: app.id,
    client_id: clientIdOf(app),
    slug: app.slug,
    node_id: app.nodeId,
    owner: presentAccount(world, app.owner),
    name: app.name,
    description: app.description,
    external_url: pageUrl(world, `/apps/${app.slug}`),
    html_url: pageUrl(world, `/apps/${app.slug}`),
    created_at: app.createdAt,
    updated_at: app.createdAt,
    permissions: app.permissions,
    events: app.events,
  };
}

/** The App's second name, which a JSON web token may be issued by instead of the number. */
export function clientIdOf({ id }: App): string {
  return `Iv23li${createHash("sha256").update(String(id)).digest("hex").slice(0, 14)}`;
}

/** An installation: `installation`. */
export function presentInstallation(world: World, installation: Installation): Record<string, unknown> {
  const { id, app, account, selected, permissions, createdAt, suspendedAt } = installation;
  const url = apiUrl(world, `/app/installations/${id}`);
  return {
    id,
    client_id: clientIdOf(app),
    account: presentAccount(world, account),
    repository_selection: selected === null ? "all" : "selected",
    access_tokens_url: `${url}/access_tokens`,
    repositories_url: apiUrl(world, "/installation/repositories"),
    html_url: `${accountPage(world, account)}/settings/installations/${id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions,
    events: app.events,
    created_at: createdAt,
    updated_at: createdAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: null,
    suspended_at: suspendedAt,
  };
}
