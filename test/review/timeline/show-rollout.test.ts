import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Policy } from "../../../src/policy/policy.js";
import { reviewFiles } from "../../engine/review-files.js";
import { deploymentOf } from "../../workload/read-yaml.js";

const HEADING = "Serving, of 3 pods, if the app starts in 30 s (assumed):";
const CLOSING = "All pods alike; the worst case above is over every course.";
const AT_ONCE = "within its budget only if the app serves as soon as it runs";

/** What stands below the arithmetic in the folded part of the review's body. */
function shown(yaml: string, policy: Partial<Policy> = {}): string[] {
  const text = reviewFiles({ "k8s/web.yaml": yaml }, {}, policy).check.summary;
  const block = /```text\n([\s\S]*?)\n\n?(?:kubectl|```)/.exec(text)?.[1]?.split("\n") ?? expect.fail(text);
  const from = block.findIndex((line) => line.startsWith("within its budget") || line === "");
  return from < 0
    ? []
    : block.slice(from).filter((line, index, all) => line !== "" || index < all.length - 1);
}

const spec = (entries: string) => deploymentOf({ spec: entries });
const PORT = "ports: [{containerPort: 8000}]";
const PROBE = "readinessProbe: {tcpSocket: {port: 8000}, initialDelaySeconds: 5}";

const ROWS: [string, string, Partial<Policy>, string[]][] = [
  [
    "a budget that nothing holds",
    spec("replicas: 3\n  strategy: {rollingUpdate: {maxSurge: 34%, maxUnavailable: 34%}}"),
    {},
    [
      AT_ONCE,
      "",
      HEADING,
      "second      0                                  30",
      "as written  0----------------------------------3--",
      "with probe  2----------------------------------3--",
      CLOSING,
    ],
  ],
  [
    "a wait that holds it up to a start-up time",
    spec("replicas: 4\n  minReadySeconds: 10"),
    {},
    [
      "within its budget only if the app starts in at most 9 s; from 20 s on all 4 pods can be out",
      "",
      "Serving, of 4 pods, if the app starts in 30 s (assumed):",
      "second      0   10   20   30    40       70    80",
      "as written  3---1----0----2-----4-----------------",
      "with probe  3-------------5-----3--------5-----4--",
      CLOSING,
    ],
  ],
  [
    "a wait above the start-up that is assumed: nothing to be seen, but up to when it holds",
    spec("replicas: 4\n  minReadySeconds: 60"),
    {},
    ["within its budget only if the app starts in at most 59 s; from 120 s on all 4 pods can be out"],
  ],
  [
    "a start-up time that the policy knows, with a probe that waits for it",
    spec("replicas: 3"),
    { startupSeconds: 12 },
    [
      AT_ONCE,
      "",
      "Serving, of 3 pods, if the app starts in 12 s:",
      "second      0                                  12",
      "as written  0----------------------------------3--",
      "with probe  3-------------------------------------",
      CLOSING,
    ],
  ],
  [
    "a container with a probe beside one without",
    deploymentOf({
      containers: `{name: a, image: a, ${PORT}, ${PROBE}}, {name: b, image: b, ports: [{containerPort: 9000}]}`,
    }),
    {},
    [
      AT_ONCE,
      "",
      HEADING,
      "(what has a probe is taken to serve at once)",
      "second      0   5   10    15        30   35    40",
      "as written  3---2---1-----0---------1----2-----3--",
      "with probe  3-------------------------------------",
      CLOSING,
    ],
  ],
  [
    "no probe that could be suggested",
    deploymentOf({ containers: "{name: web, image: web, ports: [{containerPort: 8000, name: metrics}]}" }),
    {},
    [
      AT_ONCE,
      "",
      HEADING,
      "second      0                                  30",
      "as written  0----------------------------------3--",
      CLOSING,
    ],
  ],
  ["more pods than are followed", spec("replicas: 201"), {}, [AT_ONCE]],
  [
    "a probe whose numbers Kubernetes does not take: nothing rolls out",
    deploymentOf({ containers: `{name: a, ${PORT}}, {name: b, readinessProbe: {periodSeconds: soon}}` }),
    {},
    [],
  ],
  ["a budget that holds", deploymentOf({ containers: `{name: web, image: web, ${PORT}, ${PROBE}}` }), {}, []],
  ["a strategy that has none", spec("replicas: 3\n  strategy: {type: Recreate}"), {}, []],
  ["an app that is known to serve at once", spec("replicas: 3"), { startupSeconds: 0 }, []],
];

describe("below the arithmetic stands, for", () => {
  test.each(ROWS)("%s", (_, yaml, policy, lines) => {
    expect(shown(yaml, policy)).toEqual(lines);
  });
});

test("the body shows it, a dozen lines at most, and the comment leads there and does not show it again", () => {
  const { comments, reviewBody } = reviewFiles({ "k8s/web.yaml": spec("replicas: 3") });
  const drawn = shown(spec("replicas: 3"));
  expect(drawn.length).toBeLessThanOrEqual(12);
  expect(comments[0]?.body).toContain(
    "The arithmetic is in this review's text, under “How this is computed”.",
  );
  expect(comments[0]?.body).not.toContain("Serving, of");
  expect(reviewBody).toContain(`${drawn.join("\n")}\n\nkubectl`);
});

test("the rule's page shows what its example gets", () => {
  const page = readFileSync("docs/rules/readiness-gate.md", "utf8");
  const [, drawing] = /```text\n([\s\S]*?)\n```/.exec(page) as RegExpExecArray;
  const [, example] = /```yaml bad\n([\s\S]*?)```/.exec(page) as RegExpExecArray;
  expect(shown(example as string).join("\n")).toContain(drawing);
});
