/** Calls of an App about itself: https://docs.github.com/en/rest/apps/apps and …/apps/webhooks */
import { presentApp, presentInstallation } from "../present/app.js";
import { presentRepository } from "../present/repository.js";
import { allows, covers, installationOf } from "../state/apps.js";
import type { App, Installation, Permissions, Repository } from "../state/model.js";
import { notFound, Refusal } from "../state/refusal.js";
import { findRepository } from "../state/repositories.js";
import type { World } from "../state/world.js";
import { appEndpoint, type Call, type Endpoint, installationEndpoint } from "./endpoint.js";
import { answerPage } from "./pages.js";

interface TokenRequest {
  repositories?: string[];
  repository_ids?: number[];
  permissions?: Permissions;
}

export const APP_ENDPOINTS: Endpoint[] = [
  appEndpoint("GET /app", ({ world, app }) => ({ status: 200, body: presentApp(world, app) })),
  appEndpoint("GET /app/installations", (call) =>
    answerPage(
      call,
      call.world.installations.filter(({ app }) => app === call.app),
      (each) => presentInstallation(call.world, each),
    ),
  ),
  appEndpoint("GET /app/installations/{installation_id}", (call) => ({
    status: 200,
    body: presentInstallation(call.world, installationNamed(call)),
  })),
  appEndpoint("POST /app/installations/{installation_id}/access_tokens", (call) => {
    const installation = installationNamed(call);
    if (installation.suspendedAt !== null) throw new Refusal(403, "This installation has been suspended");
    const request = (call.body ?? {}) as TokenRequest;
    const repositories = selectRepositories(call.world, installation, request);
    const permissions = narrow(installation.permissions, request.permissions);
    const { token, expiresAt } = call.tokens.issue({ installation, repositories, permissions });
    const body = {
      token,
      expires_at: `${new Date(expiresAt).toISOString().slice(0, 19)}Z`,
      permissions,
      repository_selection: repositories === null && installation.selected === null ? "all" : "selected",
      ...(repositories === null
        ? {}
        : { repositories: [...repositories].map((each) => presentRepository(call.world, each)) }),
    };
    return { status: 201, body };
  }),
  appEndpoint("GET /repos/{owner}/{repo}/installation", ({ world, app, params }) => {
    const repository = findRepository(world, params.owner ?? "", params.repo ?? "");
    const installation = repository === null ? null : installationOf(world, app, repository);
    if (installation === null) throw notFound();
    return { status: 200, body: presentInstallation(world, installation) };
  }),
  installationEndpoint("GET /installation/repositories", (call) => {
    const { installation, repositories } = call.actor;
    const seen = call.world.repositories.filter(
      (each) => repositories?.has(each) ?? covers(installation, each),
    );
    return answerPage(
      call,
      seen,
      (each) => presentRepository(call.world, each),
      (items, total) => ({
        total_count: total,
        repository_selection: repositories === null && installation.selected === null ? "all" : "selected",
        repositories: items,
      }),
    );
  }),
];

function installationNamed({ world, app, params }: Call & { app: App }): Installation {
  const found = world.installations.find(
    (each) => each.app === app && String(each.id) === params.installation_id,
  );
  if (found === undefined) throw notFound();
  return found;
}

function selectRepositories(
  world: World,
  installation: Installation,
  { repositories, repository_ids: ids }: TokenRequest,
): Set<Repository> | null {
  if (repositories === undefined && ids === undefined) return null;
  const seen = world.repositories.filter((each) => covers(installation, each));
  const wanted = [
    ...(repositories ?? []).map((name) => seen.find((each) => each.name === name)),
    ...(ids ?? []).map((id) => seen.find((each) => each.id === id)),
  ];
  if (wanted.includes(undefined))
    throw new Refusal(
      422,
      "There is at least one repository that does not exist or is not accessible to the parent installation.",
    );
  return new Set(wanted as Repository[]);
}

function narrow(granted: Permissions, wanted: Permissions | undefined): Permissions {
  if (wanted === undefined) return granted;
  for (const [name, access] of Object.entries(wanted)) {
    if (access !== undefined && !allows(granted, name, access))
      throw new Refusal(422, "The permissions requested are not granted to this installation.");
  }
  return { metadata: "read", ...wanted };
}
