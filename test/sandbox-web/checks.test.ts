import { expect, test } from "vitest";
import { htmlText } from "../../sandbox/web/html.js";
import { pageContext } from "../../sandbox/web/page-context.js";
import { checksBox } from "../../sandbox/web/parts/checks.js";
import { openFixture, seedFiles } from "./fixture-pull-request.js";

async function boxWith(detailsUrl: string): Promise<string> {
  const { view } = openFixture(await seedFiles());
  const checks = view.checks.map((check) => ({ ...check, detailsUrl }));
  return htmlText(checksBox(pageContext({ ...view, checks })));
}

test("a check leads to the App's own page, but to nothing that a browser would run", async () => {
  const url = "http://127.0.0.1:1/rollout#v=1&replicas=3";
  expect(await boxWith(url)).toMatch(
    /<a href="http:\/\/127\.0\.0\.1:1\/rollout#v=1&#x26;replicas=3">View more/,
  );
  expect(await boxWith("javascript:alert(1)")).not.toMatch(/javascript:|View more/);
});
