/** Another strategy in every form of a file: the edit changes those entries and no other byte. */
import { expect, it } from "vitest";
import { isNode, parse, parseDocument } from "yaml";
import type { Fix } from "../../src/review/findings/finding.js";
import { reviewFiles } from "../engine/review-files.js";
import { replaceLines } from "../plan-invariants.js";

const block = (strategy: string, end = "\n") => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web # the shop
spec:
  replicas: 4${strategy}
  selector:
    matchLabels: &labels
      app: web
  template:
    metadata:
      labels: *labels
    spec:
      containers:
        - name: web
          image: web:1
          ports: [{containerPort: 8000}]
          readinessProbe: {tcpSocket: {port: 8000}}${end}`;

const flow = (strategy: string) =>
  `{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 4, ${strategy}selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: a, ports: [{containerPort: 8000}], readinessProbe: {tcpSocket: {port: 8000}}}]}}}}\n`;

const json = (strategy: object) =>
  JSON.stringify(
    { ...parse(flow("")), spec: { replicas: 4, ...strategy, ...parse(flow("")).spec } },
    null,
    2,
  );

const crlf = (text: string) => text.replaceAll("\n", "\r\n");
const ALL = "\n  strategy:\n    rollingUpdate:\n      maxUnavailable: 100% # all of them";
const RECREATE = "\n  strategy:\n    type: Recreate";
const WRITTEN = "\n  strategy:\n    type: RollingUpdate\n    rollingUpdate: {maxSurge: 2, maxUnavailable: 1}";

function fixOf(before: string | null, after: string): Fix {
  const path = after.startsWith("{\n") ? "web.json" : "web.yaml";
  const base = before === null ? {} : { [path]: before };
  const [finding] = reviewFiles({ [path]: after }, base).findings.filter(
    ({ rule }) => rule === "planned-outage",
  );
  return finding?.fix as Fix;
}

/** Where the strategy's entry begins and ends in a text. */
function strategyIn(text: string): [start: number, end: number] {
  const place = parseDocument(text).getIn(["spec", "strategy"], true);
  return isNode(place) && place.range ? [place.range[0], place.range[1]] : [-1, -1];
}

it.each([
  ["a block", block(""), block(ALL), { maxUnavailable: "25%" }],
  ["a block without a last newline", block("", ""), block(ALL, ""), { maxUnavailable: "25%" }],
  ["lines of Windows", crlf(block("")), crlf(block(ALL)), { maxUnavailable: "25%" }],
  ["a flow", flow(""), flow("strategy: {rollingUpdate: {maxUnavailable: 4}}, "), { maxUnavailable: "25%" }],
  [
    "JSON",
    json({}),
    json({ strategy: { rollingUpdate: { maxUnavailable: "100%" } } }),
    { maxUnavailable: "25%" },
  ],
  [
    "JSON with a number",
    json({}),
    json({ strategy: { rollingUpdate: { maxUnavailable: 4 } } }),
    { maxUnavailable: "25%" },
  ],
  [
    "JSON with Recreate",
    json({ strategy: { rollingUpdate: { maxSurge: 2, maxUnavailable: 1 } } }),
    json({ strategy: { type: "Recreate" } }),
    { maxSurge: 2, maxUnavailable: 1 },
  ],
  ["a new block", null, block(ALL), { maxSurge: 1, maxUnavailable: 0 }],
  [
    "new JSON",
    null,
    json({ strategy: { rollingUpdate: { maxUnavailable: "100%" } } }),
    { maxSurge: 1, maxUnavailable: 0 },
  ],
  ["Recreate over what was written", block(WRITTEN), block(RECREATE), { maxSurge: 2, maxUnavailable: 1 }],
  [
    "Recreate in a flow",
    flow("strategy: {rollingUpdate: {maxSurge: 2, maxUnavailable: 1}}, "),
    flow("strategy: {type: Recreate}, "),
    { maxSurge: 2, maxUnavailable: 1 },
  ],
])("writes the strategy into %s", (_, before, after, limits) => {
  const fix = fixOf(before, after);
  expect(fix.confidence).toBe("one-click");
  const edited = replaceLines(after, fix.edits);
  const [was, is] = [parse(after), parse(edited)];
  expect(is.spec.strategy.rollingUpdate).toEqual(limits);
  expect({ ...is, spec: { ...is.spec, strategy: null } }).toEqual({
    ...was,
    spec: { ...was.spec, strategy: null },
  });
  // What stands before the strategy, and behind it, keeps every byte.
  const [[start, end], [startNow, endNow]] = [strategyIn(after), strategyIn(edited)];
  expect([edited.slice(0, startNow), edited.slice(endNow)]).toEqual([
    after.slice(0, start),
    after.slice(end),
  ]);
  // Of the strategy itself the comments and the line ends are kept.
  expect(edited.replaceAll("\r\n", "").includes("\n")).toBe(!after.includes("\r\n") && after.includes("\n"));
  expect(edited.match(/#.*/g)).toEqual(after.match(/#.*/g));
  if (after.startsWith("{\n")) expect(JSON.parse(edited)).toEqual(is);
});

it.each([
  ['"100%"', '"25%"'],
  ["'100%'", "'25%'"],
  ["100%", "25%"],
])("writes in place of %s %s", (old, now) => {
  const after = block(ALL.replace("100%", old));
  expect(replaceLines(after, fixOf(block(""), after).edits)).toBe(after.replace(old, now));
});

it.each([
  [
    "an alias, which other values share",
    block("\n  strategy: *labels")
      .replace("  replicas", "  other: &s\n    rollingUpdate: {maxUnavailable: 100%}\n  replicas")
      .replace("*labels\n  sel", "*s\n  sel"),
  ],
])("has words alone for %s", (_, after) => {
  const fix = fixOf(block(""), after);
  expect([fix.confidence, fix.edits]).toEqual(["advice", []]);
});
