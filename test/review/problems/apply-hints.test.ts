import { describe, expect, it } from "vitest";
import { reviewFiles } from "../../engine/review-files.js";

const PROBE = "readinessProbe: {httpGet: {path: /, port: 80}}";

interface Written {
  kind?: string;
  strategy?: string;
  container?: string;
  metadata?: string;
}

function workload({
  kind = "Deployment",
  strategy = "",
  container = PROBE,
  metadata = "name: web",
}: Written) {
  return `apiVersion: apps/v1
kind: ${kind}
metadata: {${metadata}}
spec:
  replicas: 3
  ${strategy}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - {name: web, image: web, ports: [{containerPort: 80}], ${container}}
`;
}

function hints(before: Written, after: Written): string[] {
  const plan = reviewFiles({ "web.yaml": workload(after) }, { "web.yaml": workload(before) });
  return plan.problems
    .filter(({ code }) => code === "apply")
    .map(({ line, message }) => `${line} ${message}`);
}

// Each row was run on the API server's own code: a server-side apply of the first, then of the second.
describe("a strategy without a rollingUpdate, applied by a server-side apply", () => {
  const recreate = { strategy: "strategy: {type: Recreate}" };
  const onDelete = { kind: "StatefulSet", strategy: "updateStrategy: {type: OnDelete}" };

  it.each([
    ["Recreate over nothing", {}, recreate],
    ["Recreate over a type alone", { strategy: "strategy: {type: RollingUpdate}" }, recreate],
    [
      "Recreate with a null, which takes nothing away",
      {},
      { strategy: "strategy: {type: Recreate, rollingUpdate: null}" },
    ],
    ["OnDelete over nothing", { kind: "StatefulSet" }, onDelete],
  ])("is refused: %s", (_, before, after) => {
    expect(hints(before, after)).toEqual([
      expect.stringContaining("6 A server-side apply keeps the rollingUpdate"),
    ]);
  });

  it.each([
    [
      "Recreate over a rollingUpdate of ours",
      { strategy: "strategy: {rollingUpdate: {maxSurge: 1}}" },
      recreate,
    ],
    ["Recreate over an empty one of ours", { strategy: "strategy: {rollingUpdate: {}}" }, recreate],
    [
      "Recreate over a null of ours, which made the key ours",
      { strategy: "strategy: {rollingUpdate: null}" },
      recreate,
    ],
    ["Recreate over Recreate", recreate, { ...recreate, container: `${PROBE}, env: []` }],
    [
      "OnDelete over a type alone, which is given no rollingUpdate",
      { kind: "StatefulSet", strategy: "updateStrategy: {type: RollingUpdate}" },
      onDelete,
    ],
    ["OnDelete of a DaemonSet", { kind: "DaemonSet" }, { ...onDelete, kind: "DaemonSet" }],
  ])("is taken: %s", (_, before, after) => {
    expect(hints(before, after)).toEqual([]);
  });

  it("comes with the command that takes it away, for names that can stand in one", () => {
    const patch = `--type merge -p '{"spec":{"strategy":{"type":"Recreate","rollingUpdate":null}}}'`;
    expect(hints({}, recreate)[0]).toContain(`kubectl patch deployment/web ${patch}`);
    const metadata = "name: web, namespace: shop";
    expect(hints({ metadata }, { ...recreate, metadata })[0]).toContain(`deployment/web -n shop ${patch}`);
    const evil = `name: "web; rm -rf ~"`;
    expect(hints({ metadata: evil }, { ...recreate, metadata: evil })[0]).toContain(
      `deployment/NAME ${patch}`,
    );
  });
});

describe("another handler", () => {
  it("is refused beside the old one of another manager", () => {
    const found = hints({}, { container: "readinessProbe: {tcpSocket: {port: 80}}" });
    expect(found).toEqual([
      expect.stringContaining("readinessProbe of “web” changes from httpGet to tcpSocket"),
    ]);
  });

  it.each([
    [
      "the same one with other numbers",
      "readinessProbe: {httpGet: {path: /ready, port: 81}, periodSeconds: 3}",
    ],
    ["one of another probe", `${PROBE}, livenessProbe: {tcpSocket: {port: 80}}`],
    ["none", "env: []"],
  ])("is not %s", (_, container) => {
    expect(hints({}, { container })).toEqual([]);
  });
});
