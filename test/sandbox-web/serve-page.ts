import type { AddressInfo } from "node:net";
import Fastify, { type FastifyInstance } from "fastify";
import { type PullRequestPage, registerPullRequestPage } from "../../sandbox/web/page.js";
import type { FixturePullRequest } from "./fixture-pull-request.js";

export interface ServedPage {
  app: FastifyInstance;
  origin: string;
  url: string;
  close(): Promise<void>;
}

/** The page on a port of its own. */
export async function servePage(fixture: FixturePullRequest, port = 0): Promise<ServedPage> {
  const app = appWith(fixture);
  await app.listen({ host: "127.0.0.1", port });
  const origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  return { app, origin, url: `${origin}${pathOf(fixture)}`, close: () => app.close() };
}

/** The page on a server that does not listen. */
export function appWith(page: PullRequestPage): FastifyInstance {
  const app = Fastify({ forceCloseConnections: true });
  registerPullRequestPage(app, page);
  return app;
}

export function pathOf({ view: { owner, repo, number } }: FixturePullRequest): string {
  return `/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}/pull/${number}`;
}
