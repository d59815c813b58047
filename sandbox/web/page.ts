/**
 * The page of a pull request over HTTP. It shows a view, passes on what is pressed, and tells the browser when to look
 * again; it knows nothing of where views come from. A test may hold on to `data-check` with `data-state`, `data-thread`
 * with `data-place`, `data-comment`, `data-suggestion`, `#merge[data-state]`, and the buttons' words.
 */
import { readFile } from "node:fs/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { ASSETS, missingDocument, pullRequestDocument, SCRIPTS, STYLES } from "./document.js";
import { eventStreams } from "./event-stream.js";
import type { PullRequestActions, PullRequestView } from "./pull-request-view.js";
import { runAction } from "./run-action.js";
import { isSameOrigin } from "./same-origin.js";

export interface PullRequestPage {
  /** null where there is no such pull request */
  views: (owner: string, repo: string, number: number) => Promise<PullRequestView | null>;
  actions: (owner: string, repo: string, number: number) => PullRequestActions;
  /** calls back at every change of anything; the answer ends that */
  subscribe: (onChange: () => void) => () => void;
}

interface Params {
  owner: string;
  repo: string;
  number: string;
}

type PageRequest = FastifyRequest<{ Params: Params }>;

const PATH = "/:owner/:repo/pull/:number";

const FILES = {
  ...Object.fromEntries(STYLES.map((name) => [name, "text/css; charset=utf-8"])),
  ...Object.fromEntries(SCRIPTS.map((name) => [name, "text/javascript; charset=utf-8"])),
  "icon.svg": "image/svg+xml",
};

// Everything comes from here, nothing may be framed, and no markup can run a script. With "no-referrer" a browser would
// send "Origin: null" with a form.
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};

/** Adds the page, its buttons and its events to a server. */
export function registerPullRequestPage(app: FastifyInstance, page: PullRequestPage): void {
  app.register(async (scope) => {
    // Forms are read here and nowhere else on the server.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_, body, done) =>
      done(null, new URLSearchParams(String(body))),
    );
    scope.addHook("onSend", async (_, reply) => {
      reply.headers(HEADERS);
    });
    await addAssets(scope);
    addPage(scope, page);
    addEvents(scope, page);
  });
}

async function addAssets(scope: FastifyInstance): Promise<void> {
  for (const [name, type] of Object.entries(FILES)) {
    const content = await readFile(new URL(`assets/${name}`, import.meta.url));
    scope.get(`${ASSETS}/${name}`, async (_, reply) => reply.type(type).send(content));
  }
}

function addPage(scope: FastifyInstance, page: PullRequestPage): void {
  scope.get<{ Params: Params }>(PATH, async (request, reply) => sendPage(page, request, reply, null));
  // GitHub's own tabs have addresses; here they are places on one page.
  for (const [tab, place] of Object.entries({ files: "files", commits: "commits", checks: "checks" }))
    scope.get<{ Params: Params }>(`${PATH}/${tab}`, async (request, reply) =>
      reply.redirect(`${request.url.split("?", 1)[0]!.replace(/\/\w+$/, "")}#${place}`),
    );
  scope.post<{ Params: Params & { action: string }; Body: URLSearchParams | undefined }>(
    `${PATH}/:action`,
    async (request, reply) => {
      if (!isSameOrigin(request))
        return reply
          .code(403)
          .type("text/plain; charset=utf-8")
          .send("Only this page's own buttons can do that.");
      const { owner, repo, number, action } = request.params;
      const actions = page.actions(owner, repo, Number(number));
      const outcome = await runAction(actions, action, request.body ?? new URLSearchParams());
      if (outcome === null) return reply.redirect(request.url.replace(/\/[^/]*$/, ""), 303);
      return sendPage(page, request, reply.code(outcome.status), outcome.words);
    },
  );
}

function addEvents(scope: FastifyInstance, page: PullRequestPage): void {
  const streams = eventStreams(page.subscribe);
  scope.get(`${PATH}/events`, (request, reply) => streams.open(request, reply));
  scope.addHook("preClose", async () => streams.close());
}

async function sendPage(
  page: PullRequestPage,
  { params: { owner, repo, number } }: PageRequest,
  reply: FastifyReply,
  notice: string | null,
): Promise<FastifyReply> {
  const view = /^[1-9]\d{0,9}$/.test(number) ? await page.views(owner, repo, Number(number)) : null;
  reply.type("text/html; charset=utf-8");
  if (view === null) return reply.code(404).send(missingDocument());
  return reply.send(pullRequestDocument(view, notice));
}
