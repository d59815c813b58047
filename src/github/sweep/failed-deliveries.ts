/**
 * Webhooks that GitHub sent and nobody took. GitHub never sends one again by itself, and lists each for three days.
 * https://docs.github.com/en/webhooks/using-webhooks/automatically-redelivering-failed-deliveries-for-a-github-app-webhook
 */
import type { GitHubClient } from "../client/github-client.js";
import { askGitHub, GitHubFailure } from "../client/github-failure.js";
import type { Log } from "../client/log.js";
import type { SweepNotes } from "../memory/sweep-notes.js";
import { unchangedPages } from "./unchanged-pages.js";

const HOUR_MS = 3_600_000;

const KEPT_MS = 72 * HOUR_MS;

/** The events that something is done for, and for how long one is worth sending again. */
const WORTH: readonly [event: RegExp, ms: number][] = [
  // The sweep finds by itself what these are about.
  [/^(?:pull_request|merge_group)\./, HOUR_MS],
  // Nobody expects the commit of a button that was pressed an hour ago.
  [/^check_run\.requested_action$/, HOUR_MS],
  [/^(?:issue_comment\.(?:created|edited)|check_(?:run|suite)\.rerequested)$/, KEPT_MS],
  [/^installation\.new_permissions_accepted$/, KEPT_MS],
];

/** Before one that failed again is sent once more; twice as long each time. */
const FIRST_WAIT_MS = 240_000;

/** Pages of a hundred deliveries that one sweep reads, and deliveries that it asks for. */
const MAX_PAGES = 20;
const MAX_REDELIVERED = 200;

/** As GitHub lists a delivery. */
export interface Delivery {
  id: number;
  /** the same for every time that it was sent */
  guid: string;
  event: string;
  action: string | null;
  delivered_at: string;
  status_code: number;
}

/** GitHub counts deliveries from 1. */
const NO_DELIVERY = 0;

interface RedeliveryTools {
  notes: SweepNotes;
  log: Log;
  stopped: AbortSignal;
}

/** Has what failed sent again; `now` in milliseconds. Returns how many. */
export async function redeliverFailed(
  octokit: GitHubClient,
  { notes, log, stopped }: RedeliveryTools,
  now: number,
): Promise<number> {
  let redelivered = 0;
  for (const { id, guid } of failedDeliveries(await listFailures(octokit, { notes, log }, now), now)) {
    const before = await notes.askedAgain(guid);
    // Where it failed again, its newest failure is another delivery.
    if (before?.deliveryId === id) continue;
    if (before !== null && now - before.at < FIRST_WAIT_MS * 2 ** (before.times - 1)) continue;
    if (stopped.aborted || redelivered >= MAX_REDELIVERED) break;
    // Noted first: one that is sent twice does more harm than one that waits for its next turn.
    const times = (before?.times ?? 0) + 1;
    await notes.noteAskedAgain(guid, { at: now, times, deliveryId: id });
    try {
      if (await redeliver(octokit, id)) redelivered += 1;
    } catch (error) {
      // Nobody was asked, so there will be no newer delivery by which its next turn would be known.
      await notes.noteAskedAgain(guid, { at: now, times, deliveryId: NO_DELIVERY });
      throw error;
    }
  }
  if (redelivered > 0) log.info({ queued: redelivered }, "Webhooks that nobody took are sent again");
  return redelivered;
}

async function listFailures(
  octokit: GitHubClient,
  { notes, log }: Pick<RedeliveryTools, "notes" | "log">,
  now: number,
): Promise<Delivery[]> {
  const all: Delivery[] = [];
  const pages = unchangedPages<Delivery>(
    octokit,
    {
      // A server that does not know the status gives all of them.
      ...{
        owner: "app",
        path: "/app/hook/deliveries?per_page=100&status=failure",
        doing: "Listing the webhooks",
      },
      keep: (data) => (data as Delivery[]).map(essentialsOf),
    },
    notes,
  );
  let count = 0;
  for await (const page of pages) {
    all.push(...page);
    count += 1;
    const oldest = Date.parse(page.at(-1)?.delivered_at ?? "");
    if (!(now - oldest < KEPT_MS)) break;
    if (count >= MAX_PAGES) {
      log.warn(
        { pages: count },
        "More webhooks failed than are looked through: the oldest are not sent again",
      );
      break;
    }
  }
  return all;
}

function essentialsOf({ id, guid, event, action, delivered_at, status_code }: Delivery): Delivery {
  return { id, guid, event, action, delivered_at, status_code };
}

/**
 * Returns the newest delivery of each webhook that nobody took and that is worth sending again. A list of failures alone
 * does not tell which of them was taken later: who asks for one again notes it.
 */
export function failedDeliveries(deliveries: readonly Delivery[], now: number): Delivery[] {
  const newest = new Map<string, Delivery>();
  const taken = new Set<string>();
  for (const delivery of deliveries) {
    const { guid, status_code: status, delivered_at: at } = delivery;
    if (status >= 200 && status < 300) taken.add(guid);
    const other = newest.get(guid);
    if (other === undefined || Date.parse(other.delivered_at) < Date.parse(at)) newest.set(guid, delivery);
  }
  return [...newest.values()].filter(
    (delivery) => !taken.has(delivery.guid) && now - Date.parse(delivery.delivered_at) < worthMs(delivery),
  );
}

function worthMs({ event, action }: Delivery): number {
  return WORTH.find(([events]) => events.test(`${event}.${action}`))?.[1] ?? 0;
}

// One that GitHub keeps no more is not missed: the sweep finds what it was about.
async function redeliver(octokit: GitHubClient, id: number): Promise<boolean> {
  try {
    await askGitHub("Sending a webhook again", () =>
      octokit.request("POST /app/hook/deliveries/{delivery_id}/attempts", { delivery_id: id }),
    );
    return true;
  } catch (error) {
    if (error instanceof GitHubFailure && !error.retryable) return false;
    throw error;
  }
}
