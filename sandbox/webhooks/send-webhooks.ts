import { allows, covers } from "../state/apps.js";
import type { InstallationEvent } from "../state/events.js";
import type { Installation } from "../state/model.js";
import type { World } from "../state/world.js";
import type { Deliveries } from "./deliveries.js";
import { installationPart, installationPayload, payloadOf, type WebhookEvent } from "./payload.js";

// The permission that an App needs to hear of an event, and whether writing makes it hear without asking.
// https://docs.github.com/en/webhooks/webhook-events-and-payloads
const NEEDS: Record<WebhookEvent["name"], string> = {
  pull_request: "pull_requests",
  pull_request_review: "pull_requests",
  pull_request_review_comment: "pull_requests",
  pull_request_review_thread: "pull_requests",
  push: "contents",
  check_run: "checks",
  check_suite: "checks",
  issue_comment: "issues",
  merge_group: "merge_queues",
};

export interface WebhookSender {
  /** Resolves when every event so far has been told and answered. */
  settle(): Promise<void>;
}

/** Tells the Apps of what happens, in the order in which it happens. */
export function sendWebhooks(world: World, deliveries: Deliveries): WebhookSender {
  let last: Promise<void> = Promise.resolve();
  const failures: unknown[] = [];

  function tellApp(event: InstallationEvent): void {
    const { name, action, installation } = event;
    deliveries.send({
      ...{ app: installation.app, event: name, action },
      ...{ installationId: installation.id, repositoryId: null },
      payload: installationPayload(world, event),
    });
  }

  async function tell(event: WebhookEvent): Promise<void> {
    const hearers = world.installations.filter(
      (each) => covers(each, event.repository) && hears(each, event),
    );
    if (hearers.length === 0) return;
    const payload = await payloadOf(world, event);
    for (const installation of hearers) {
      deliveries.send({
        app: installation.app,
        event: event.name,
        action: "action" in event ? event.action : null,
        installationId: installation.id,
        repositoryId: event.repository.id,
        payload: { ...payload, ...installationPart(installation) },
      });
    }
  }

  world.listen((event) => {
    if (event.name === "unannounced") return;
    last = last
      .then(() => ("installation" in event ? tellApp(event) : tell(event)))
      .catch((error: unknown) => void failures.push(error));
  });

  return {
    async settle() {
      await last;
      await deliveries.settle();
      // One that could not be written is a fault of the sandbox's own, and must be seen.
      if (failures.length > 0) throw new AggregateError(failures.splice(0), "A webhook could not be made");
    },
  };
}

// A permission that an App asks for anew does not count before it is granted.
function hears({ app, permissions }: Installation, event: WebhookEvent): boolean {
  if (event.onlyTo !== undefined && event.onlyTo !== app) return false;
  const permission = NEEDS[event.name];
  if (!allows(permissions, permission, "read")) return false;
  const isCheck = event.name === "check_run" || event.name === "check_suite";
  if (isCheck && allows(permissions, "checks", "write")) return true;
  // A check asked for again, or a button pressed: only an App that may write checks hears of it.
  if (event.onlyTo !== undefined) return false;
  return app.events.includes(event.name);
}
