import { afterEach, expect, test } from "vitest";
import { deployment } from "../github/manifests.js";
import { type Scene, startScene } from "../sandbox/scene.js";

let scene: Scene;
afterEach(() => scene.close());

const numberAt = (text: string, series: string): number | null => {
  const line = text.split("\n").find((each) => each.startsWith(`${series} `));
  return line === undefined ? null : Number(line.slice(series.length + 1));
};

test("tells Prometheus of webhooks, reviews and their seconds, and of what waits", async () => {
  scene = await startScene({ metrics: true });
  const before = await scene.metrics();
  expect(numberAt(before, "surefoot_review_seconds_count")).toBe(0);
  await scene.open("web", { "k8s/web.yaml": deployment("web") });
  await scene.settle();
  const after = await scene.metrics();
  expect(numberAt(after, 'surefoot_reviews_total{conclusion="failure"}')).toBe(1);
  expect(numberAt(after, 'surefoot_webhooks_total{outcome="queued"}')).toBe(1);
  expect(numberAt(after, "surefoot_review_seconds_count")).toBe(1);
  expect(numberAt(after, 'surefoot_review_seconds_bucket{le="+Inf"}')).toBe(1);
  expect(numberAt(after, "surefoot_lanes")).toBe(0);
  expect(numberAt(after, "surefoot_dead_tasks")).toBe(0);
  for (const line of after.trim().split("\n"))
    expect(line).toMatch(/^(?:# (?:HELP|TYPE) surefoot_\w+ .+|surefoot_\w+(?:\{\w+="[^"]*"\})? [\d.e-]+)$/);
});

test("counts what fails for good", async () => {
  scene = await startScene({ metrics: true });
  scene.gitHub.faults.add({ kind: "error", status: 500, on: /graphql query/, times: 1_000 });
  await scene.open("web", { "k8s/web.yaml": deployment("web") });
  await scene.settle();
  const text = await scene.metrics();
  expect(numberAt(text, "surefoot_failures_total")).toBe(1);
  expect(numberAt(text, "surefoot_dead_tasks")).toBe(1);
  expect(numberAt(text, "surefoot_tries_total")).toBeGreaterThan(0);
});
