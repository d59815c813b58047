/**
 * The notes that one sweep leaves for the next: how far each repository was looked through, and how much sweeping has
 * spent of an installation's budget.
 */
import type { Memory, Shelf, Window } from "./memory.js";

/** How far a repository was looked through. Moments are as GitHub writes them. */
export interface Swept {
  /** the newest change of its open pull requests that was seen; "" where it had none */
  newest: string;
  /** the oldest change of those that had no verdict yet; null where all had */
  open: string | null;
}

export interface SweepNotes {
  /** The notes of an installation's repositories by their node ids. */
  swept(installationId: number): Promise<ReadonlyMap<string, Swept>>;
  note(installationId: number, repositoryId: string, swept: Swept): Promise<void>;
  /** Whether so many points may be spent on sweeping an installation; they are spent then. */
  spend(installationId: number, points: number): Promise<boolean>;
  /** When a webhook was asked for again, and how often, by the number of its delivery; null where it never was. */
  askedAgain(guid: string): Promise<AskedAgain | null>;
  noteAskedAgain(guid: string, asked: AskedAgain): Promise<void>;
  /** The pages of the lists that a token sees, by their addresses. */
  pages(owner: string): Promise<ReadonlyMap<string, KeptPage>>;
  notePage(owner: string, url: string, page: KeptPage): Promise<void>;
}

/** A page of a list as it was read last. */
export interface KeptPage {
  /** GitHub's name for what it held; null where it gave none */
  etag: string | null;
  items: unknown[];
  /** address of the next one; null for the last */
  next: string | null;
}

export interface AskedAgain {
  /** the last time, in milliseconds */
  at: number;
  times: number;
  /** the delivery that had failed by then */
  deliveryId: number;
}

const REPOSITORIES: Shelf<Swept> = { name: "swept repositories", ttlMs: 86_400_000, max: 10_000 };

// GitHub keeps a delivery for three days.
const ASKED_AGAIN: Shelf<AskedAgain> = { name: "redelivered webhooks", ttlMs: 259_200_000, max: 10_000 };

const PAGES: Shelf<KeptPage> = { name: "pages of lists", ttlMs: 86_400_000, max: 10_000 };

/**
 * A tenth of the 5,000 that each installation may spend in an hour at least, requests of REST and points of GraphQL
 * together. https://docs.github.com/en/graphql/overview/rate-limits-and-node-limits-for-the-graphql-api
 */
export const SWEEP_BUDGET: Window = { most: 500, perMs: 3_600_000 };

const LAST = "last";

/** Keeps the notes of all sweeps. */
export function createSweepNotes(memory: Memory): SweepNotes {
  return {
    swept: (installationId) => memory.read(REPOSITORIES, String(installationId)),
    note: (installationId, repositoryId, swept) =>
      memory.write(REPOSITORIES, String(installationId), { [repositoryId]: swept }),
    spend: async (installationId, points) =>
      (await memory.spend(`installation ${installationId} sweeps`, points, SWEEP_BUDGET)) === 0,
    askedAgain: async (guid) => (await memory.read(ASKED_AGAIN, guid)).get(LAST) ?? null,
    noteAskedAgain: (guid, asked) => memory.write(ASKED_AGAIN, guid, { [LAST]: asked }),
    pages: (owner) => memory.read(PAGES, owner),
    notePage: (owner, url, page) => memory.write(PAGES, owner, { [url]: page }),
  };
}
