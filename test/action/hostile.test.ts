/** Names that mean harm to a runner, in every place that a pull request can put them. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { deployment } from "../cli/deployment.js";
import { readOrders } from "./read-orders.js";
import { type Step, startWorkflow, type Workflow } from "./workflow.js";

let workflow: Workflow;
beforeEach(async () => {
  workflow = await startWorkflow();
});
afterEach(() => workflow.close());

const ESCAPES = "\u001b[31m\u001b]0;owned\u0007\u009b2J\u0000\u202e\u200b\r";
// No more than GitHub shows of one step.
const ORDERS = [
  "::add-mask::k8s",
  "::stop-commands::forever",
  "  ::set-output name=conclusion::success",
  "##[add-mask]k8s",
  "%0A::error::injected",
  "a,line=1::injected",
  "a\n::error file=a::injected",
  "a\r::error file=a::injected",
  "a\u2028::error::injected",
  ESCAPES,
];

const PLACES: [string, (order: string, i: number) => [path: string, text: string]][] = [
  ["paths", (order, i) => [`k8s/${i}/${order.replaceAll("\u0000", "")}.yaml`, deployment(`web${i}`)]],
  ["names", (order, i) => [`k8s/${i}.yaml`, deployment(`${order} ${i}`, { container: `${order} c` })]],
  [
    "broken lines",
    (order, i) => [`k8s/${i}.yaml`, `kind: Deployment\n${order.replaceAll("\u0000", "")}: [\n`],
  ],
];

const OWN = new Set(["error", "warning", "notice", "group", "endgroup"]);

function expectOwnOrdersAlone({ stdout, stderr }: Step): void {
  const { orders, lines } = readOrders(`${stdout}\n${stderr}`);
  expect(orders.filter(({ name }) => !OWN.has(name))).toEqual([]);
  for (const line of lines) expect(line).not.toMatch(/^\s*::|##\[/);
  for (const { properties, message } of orders) {
    expect(
      Object.keys(properties).filter((key) => !["file", "line", "endLine", "title"].includes(key)),
    ).toEqual([]);
    expect(message).not.toMatch(/^injected/);
    expect(properties.title ?? "").not.toContain("injected");
  }
  expect(orders.filter(({ name }) => name.endsWith("group"))).toHaveLength(2);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: nothing may steer a terminal
  expect(`${stdout}${stderr}`).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u200b\u2028]/);
}

describe("names that are orders to the runner", () => {
  it.each(PLACES)("give none as %s", async (_, file) => {
    const pull = await workflow.open("evil", Object.fromEntries(ORDERS.map(file)));
    const step = await workflow.review(pull);
    expect(step.status).toBe(1);
    expectOwnOrdersAlone(step);
    expect(step.outputs.split("\n")).toHaveLength(3);
    expect(pull.reviews).toHaveLength(1);
  });

  it("come at their file's line as they are, but for what steers a terminal", async () => {
    const name = "a,line=1::error title=x%0A::y.yaml";
    const pull = await workflow.open("evil", { [`k8s/${name}`]: deployment("web") });
    const { orders } = readOrders((await workflow.review(pull)).stdout);
    expect(orders.find((order) => order.name === "error")?.properties).toEqual({
      ...{ file: `k8s/${name}`, line: "14", endLine: "17", title: "readiness-gate" },
    });
  });

  it("give none where the token may only read and the summary holds the comments", async () => {
    const files = PLACES.slice(0, 2).flatMap(([, file]) => ORDERS.map(file));
    const pull = await workflow.open("evil", Object.fromEntries(files));
    const step = await workflow.review(pull, { permissions: { contents: "read", pull_requests: "read" } });
    expect(step.status).toBe(1);
    expectOwnOrdersAlone(step);
    expect(Buffer.byteLength(step.summary)).toBeLessThan(1024 * 1024);
  });

  it("give none as the event's name, or in what the runner itself says", async () => {
    const env = { GITHUB_REPOSITORY: "::add-mask::x", GITHUB_EVENT_NAME: "x\n::add-mask::x ##[error]y" };
    for (const one of [
      { GITHUB_EVENT_NAME: env.GITHUB_EVENT_NAME },
      { GITHUB_REPOSITORY: env.GITHUB_REPOSITORY },
    ]) {
      const { status, stdout, stderr } = await workflow.run({}, { env: one });
      expect(status).toBe(2);
      expect(readOrders(stderr)).toMatchObject({ orders: [] });
      expect(stderr).toMatch(/^surefoot: [^\n]+\n$/);
      expect(readOrders(stdout).orders.map(({ name }) => name)).toEqual(["error"]);
    }
  });
});

describe("more findings than GitHub shows of one step", () => {
  it("have ten annotations of a kind, the worst first, and all of them stand in the summary", async () => {
    const old = Object.fromEntries(
      Array.from({ length: 15 }, (_, i) => [`a/old${i}.yaml`, deployment(`old${i}`)]),
    );
    await workflow.push("main", old);
    const touched = Object.fromEntries(
      Object.keys(old).map((path, i) => [path, deployment(`old${i}`, { image: "web:2" })]),
    );
    const fresh = Object.fromEntries(
      Array.from({ length: 15 }, (_, i) => [`b/new${i}.yaml`, deployment(`new${i}`)]),
    );
    const pull = await workflow.open("many", { ...touched, ...fresh });
    const step = await workflow.review(pull);
    const { orders } = readOrders(step.stdout);
    const names = orders.map(({ name }) => name).filter((name) => !name.endsWith("group"));
    expect(names).toEqual([...Array(10).fill("error"), ...Array(10).fill("warning")]);
    expect(step.summary).toContain("**30 findings**");
    expect(step.summary.match(/^- \*\*Error\*\*/gm)).toHaveLength(30);
  });
});
