import type { RepositoryRef } from "../client/github-client.js";
import type { Task } from "../task.js";

/** Where an event comes from, as every task of a repository names it. */
export interface EventSource {
  installationId: number;
  repository: RepositoryRef;
  /** GitHub's number of the delivery */
  reference: string;
}

/** A task without where it comes from. */
export type Own<T extends Task> = T extends Task ? Omit<T, keyof EventSource> : never;

/** The task that an event asks for, with what it is about for the log. */
export interface Asked<T extends Task> {
  task: Own<T>;
  fields: { pull: number } | { head: string };
}
