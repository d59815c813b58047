import type { FastifyInstance } from "fastify";
import type { GitHub } from "../start-git-hub.js";
import type { Account } from "../state/model.js";

/** Adds the pages that people see to the server. */
export async function registerPages(
  _server: FastifyInstance,
  _gitHub: GitHub,
  _viewer: () => Account,
): Promise<void> {}
