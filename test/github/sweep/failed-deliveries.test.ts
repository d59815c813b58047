import { expect, test } from "vitest";
import { type Delivery, failedDeliveries } from "../../../src/github/sweep/failed-deliveries.js";

const NOW = Date.parse("2026-11-30T12:00:00Z");

function delivery(given: Partial<Delivery> & { hoursAgo?: number }): Delivery {
  const { hoursAgo = 0.1, ...rest } = given;
  return {
    ...{ id: 1, guid: "one", event: "issue_comment", action: "created", status_code: 503 },
    delivered_at: new Date(NOW - hoursAgo * 3_600_000).toISOString(),
    ...rest,
  };
}

const ids = (...given: Parameters<typeof delivery>[0][]): number[] =>
  failedDeliveries(given.map(delivery), NOW).map(({ id }) => id);

test.each<[string, Parameters<typeof delivery>[0], boolean]>([
  ["a command of two days ago", { hoursAgo: 48 }, true],
  ["one without an answer", { status_code: 0 }, true],
  ["one that was taken", { status_code: 202 }, false],
  ["one that GitHub keeps no more", { hoursAgo: 73 }, false],
  ["a button of this hour", { event: "check_run", action: "requested_action" }, true],
  ["a button of long ago", { event: "check_run", action: "requested_action", hoursAgo: 2 }, false],
  [
    "a check that was asked for again yesterday",
    { event: "check_run", action: "rerequested", hoursAgo: 24 },
    true,
  ],
  ["a push of this hour", { event: "pull_request", action: "synchronize" }, true],
  [
    "a push of yesterday, which the sweep finds",
    { event: "pull_request", action: "synchronize", hoursAgo: 24 },
    false,
  ],
  ["an event that nothing is done for", { event: "check_suite", action: "requested" }, false],
])("%s", (_, given, expected) => {
  expect(ids(given)).toEqual(expected ? [1] : []);
});

test("a webhook is asked for once, by its newest delivery", () => {
  expect(ids({ id: 3, hoursAgo: 0.2 }, { id: 2, hoursAgo: 0.1 }, { id: 1, hoursAgo: 0.3 })).toEqual([2]);
});

test("a webhook that a later delivery brought is not asked for", () => {
  expect(ids({ id: 2, status_code: 200 }, { id: 1, hoursAgo: 1 })).toEqual([]);
});
