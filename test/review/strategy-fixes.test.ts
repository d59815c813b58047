import { describe, expect, test } from "vitest";
import type { OtherFile } from "../../src/changeset/change-set.js";
import { reviewChange } from "../../src/engine.js";
import { DEFAULT_POLICY } from "../../src/policy/policy.js";
import { renderChange } from "../../src/render/render-change.js";
import type { Fix } from "../../src/review/findings/finding.js";
import { CIRCUMSTANCES } from "../circumstances.js";
import { changeOf } from "../engine/review-files.js";
import { deploymentOf } from "../workload/read-yaml.js";

const STUCK = deploymentOf({
  spec: "replicas: 1",
  containers: "{name: web, image: web, ports: [{containerPort: 8000, hostPort: 80}]}",
});
const OF_HELM = STUCK.replace(
  "metadata: {name: web}",
  "metadata:\n  name: web\n  labels:\n    app.kubernetes.io/managed-by: Helm",
);

/** The fix of the only stuck rollout in a file that is all new. */
function fixIn(path: string, text: string, others: readonly OtherFile[] = []): Fix | null | undefined {
  const changeSet = { ...changeOf({ [path]: text }), others: [...others] };
  const plan = reviewChange(renderChange(changeSet), DEFAULT_POLICY, CIRCUMSTANCES);
  return plan.findings.find(({ rule }) => rule === "stuck-rollout")?.fix;
}

describe("the fix of a strategy", () => {
  test("is one click where people write the file", () => {
    expect(fixIn("k8s/web.yaml", OF_HELM)).toMatchObject({ confidence: "one-click", reason: null });
  });

  test("names the template that Helm made the object of", () => {
    expect(fixIn("k8s/web.yaml", `---\n# Source: web/templates/web.yaml\n${STUCK}`)).toMatchObject({
      ...{ confidence: "advice", reason: "generated", edits: [] },
      caution: "Helm made this of `web/templates/web.yaml`, as the comment above it says.",
    });
  });

  test("says that Helm made the object for a test to compare", () => {
    expect(fixIn("web/baseline/web.yaml", OF_HELM)).toMatchObject({
      ...{ confidence: "advice", reason: "generated", edits: [] },
      caution: "Helm made this, by its label, and its folder is named for what a test compares with a chart.",
    });
  });

  test("is lost where Jsonnet that changes too is compiled to the file", () => {
    const source: OtherFile = { path: "k8s/web.jsonnet", previousPath: null, status: "modified", hunks: [] };
    expect(fixIn("k8s/web.json", json(), [source])).toMatchObject({
      ...{ confidence: "advice", reason: "compiled", edits: [], caution: null },
    });
  });
});

/** The same object as Jsonnet prints it: keys in their order. */
function json(): string {
  const labels = { app: "web" };
  return JSON.stringify({
    ...{ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web" } },
    spec: {
      ...{ replicas: 1, selector: { matchLabels: labels } },
      template: {
        metadata: { labels },
        spec: {
          containers: [{ image: "web", name: "web", ports: [{ containerPort: 8000, hostPort: 80 }] }],
        },
      },
    },
  });
}
