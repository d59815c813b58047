import { describe, expect, it } from "vitest";
import { isQueueWorker } from "../../../src/workload/servers/queue-workers.js";

const isWorker = (command: string) => isQueueWorker({ commandLine: ["sh", "-c", command] } as never);

describe("a worker of a queue", () => {
  it.each([
    "celery -A shop worker",
    "celery --app shop beat",
    "bundle exec sidekiq",
    "/shop/run_celery_orders.sh",
    "sh bin/sidekiq-mail.sh --quiet",
  ])("runs %s", (command) => expect(isWorker(command)).toBe(true));

  it.each([
    "celery -A shop flower",
    "/shop/run_celery_flower.sh",
    "/shop/serve.sh --broker celery",
    "/shop/miscelery.sh",
    "python celery_settings.py",
  ])("does not run %s", (command) => expect(isWorker(command)).toBe(false));
});
