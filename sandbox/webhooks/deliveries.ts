/**
 * Webhooks go out once and are never tried again by themselves; the log of them can be read and one be sent again.
 * https://docs.github.com/en/webhooks/using-webhooks/best-practices-for-using-webhooks
 */
import { createHmac, randomUUID } from "node:crypto";
import type { App } from "../state/model.js";
import { now, type World } from "../state/world.js";

/** GitHub gives up after ten seconds. https://docs.github.com/en/webhooks/using-webhooks/handling-webhook-deliveries */
const TIMEOUT_MS = 10_000;

export interface Delivery {
  id: number;
  app: App;
  /** the same for every time that an event is sent */
  guid: string;
  event: string;
  action: string | null;
  installationId: number | null;
  repositoryId: number | null;
  url: string;
  deliveredAt: string;
  redelivery: boolean;
  /** seconds */
  duration: number;
  /** 0 where there was no answer */
  statusCode: number;
  /** `OK`, or what went wrong */
  status: string;
  request: { headers: Record<string, string>; body: string };
  response: { headers: Record<string, string>; body: string };
}

export interface Message {
  app: App;
  event: string;
  action: string | null;
  installationId: number | null;
  repositoryId: number | null;
  payload: object;
}

export interface Deliveries {
  /** every delivery, the oldest first */
  log: Delivery[];
  /** milliseconds until a delivery is given up */
  timeoutMs: number;
  /** while set, what is to be sent waits */
  isHeld: boolean;
  /** Sends a webhook. */
  send(message: Message): void;
  /** Sends one of the log again, with the same number of delivery. */
  redeliver(delivery: Delivery): void;
  /** Sends what was held back; in the order given, where one is. */
  release(order?: (held: readonly Message[]) => Message[]): void;
  /** Resolves when nothing is on its way. */
  settle(): Promise<void>;
}

/** Makes the log and what fills it. */
export function createDeliveries(world: World): Deliveries {
  const underway = new Set<Promise<void>>();
  const held: Message[] = [];

  function post(message: Message, guid: string, redelivery: boolean): void {
    const { app, event, action, installationId, repositoryId } = message;
    if (app.hookUrl === null) return;
    const body = JSON.stringify(message.payload);
    const request = { headers: headersOf(app, event, guid, body), body };
    const delivery: Delivery = {
      ...{ id: world.nextId(), app, guid, event, action, installationId, repositoryId, url: app.hookUrl },
      ...{ deliveredAt: now(), redelivery, duration: 0, statusCode: 0, status: "", request },
      response: { headers: {}, body: "" },
    };
    deliveries.log.push(delivery);
    const sent = deliver(delivery, deliveries.timeoutMs).finally(() => underway.delete(sent));
    underway.add(sent);
  }

  const deliveries: Deliveries = {
    log: [],
    timeoutMs: TIMEOUT_MS,
    isHeld: false,
    send(message) {
      if (deliveries.isHeld) held.push(message);
      else post(message, randomUUID(), false);
    },
    redeliver(delivery) {
      post({ ...delivery, payload: JSON.parse(delivery.request.body) as object }, delivery.guid, true);
    },
    release(order = (messages) => [...messages]) {
      deliveries.isHeld = false;
      for (const message of order(held.splice(0))) post(message, randomUUID(), false);
    },
    async settle() {
      while (underway.size > 0) await Promise.all(underway);
    },
  };
  return deliveries;
}

function headersOf(app: App, event: string, guid: string, body: string): Record<string, string> {
  const signature = createHmac("sha256", app.webhookSecret).update(body).digest("hex");
  return {
    accept: "*/*",
    "content-type": "application/json",
    "user-agent": "GitHub-Hookshot/sandbox",
    "x-github-delivery": guid,
    "x-github-event": event,
    "x-github-hook-id": String(app.id),
    "x-github-hook-installation-target-id": String(app.id),
    "x-github-hook-installation-target-type": "integration",
    "x-hub-signature-256": `sha256=${signature}`,
  };
}

async function deliver(delivery: Delivery, timeoutMs: number): Promise<void> {
  const started = performance.now();
  const { url, request } = delivery;
  try {
    const response = await fetch(url, {
      method: "POST",
      ...request,
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    const body = await response.text();
    delivery.statusCode = response.status;
    delivery.status = response.ok ? "OK" : response.statusText || `Invalid HTTP Response: ${response.status}`;
    delivery.response = { headers: Object.fromEntries(response.headers), body };
  } catch (error) {
    const timedOut = error instanceof Error && error.name === "TimeoutError";
    delivery.status = timedOut ? "timed out" : "failed to connect to host";
  }
  delivery.duration = Math.round(performance.now() - started) / 1000;
}
