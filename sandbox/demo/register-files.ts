/** The files that texts on the page link to, as plain text: a line of a manifest, and the policy to be edited. */
import type { FastifyInstance, FastifyReply } from "fastify";
import { findObjects, readObjects } from "../git/read-objects.js";
import type { Repository } from "../state/model.js";
import { findRepository } from "../state/repositories.js";
import type { World } from "../state/world.js";

interface Place {
  owner: string;
  repo: string;
  "*": string;
}

/** Adds GitHub's addresses of files. There is no editor: who follows a link to it sees what would be in it. */
export function registerFiles(server: FastifyInstance, world: World): void {
  server.get<{ Params: Place & { sha: string } }>("/:owner/:repo/blob/:sha/*", ({ params }, reply) => {
    const repository = findRepository(world, params.owner, params.repo);
    const isCommit = /^[0-9a-f]{40}$/.test(params.sha);
    return sendFile(reply, repository, isCommit ? params.sha : null, params["*"]);
  });
  server.get<{ Params: Place }>("/:owner/:repo/edit/*", ({ params }, reply) => {
    const repository = findRepository(world, params.owner, params.repo);
    const address = params["*"];
    // A branch's name may have slashes in it, and git allows none that begins another one.
    const [branch, sha] = [...(repository?.branches ?? [])].find(([name]) =>
      address.startsWith(`${name}/`),
    ) ?? ["", null];
    return sendFile(reply, repository, sha, address.slice(branch.length + 1));
  });
  server.get<{ Querystring: { value?: string } }>("/:owner/:repo/new/*", ({ query }, reply) =>
    asText(reply).send(query.value ?? ""),
  );
}

function asText(reply: FastifyReply): FastifyReply {
  return reply.type("text/plain; charset=utf-8").header("x-content-type-options", "nosniff");
}

async function sendFile(
  reply: FastifyReply,
  repository: Repository | null,
  commit: string | null,
  path: string,
): Promise<FastifyReply> {
  asText(reply);
  const [object] =
    repository === null || commit === null
      ? [null]
      : await findObjects(repository.git, [`${commit}:${path}`]);
  if (repository === null || object?.type !== "blob") return reply.code(404).send("There is no such file.");
  const [bytes] = await readObjects(repository.git, [object.oid]);
  return reply.send(bytes);
}
