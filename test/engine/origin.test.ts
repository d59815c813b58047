/** What a review makes of manifests that come from elsewhere, as a renderer will hand them over. */
import { describe, expect, test } from "vitest";
import { reviewChange } from "../../src/engine.js";
import type { Manifest, Origin } from "../../src/manifest/manifest.js";
import { DEFAULT_POLICY } from "../../src/policy/policy.js";
import { renderChange } from "../../src/render/render-change.js";
import type { ReviewPlan } from "../../src/review/review-plan.js";
import { CIRCUMSTANCES } from "../circumstances.js";
import { changeOf, deployment } from "./review-files.js";

const PATH = "rendered/web.yaml";
/** A file of the change in which the values stand. */
const VALUES = "chart/values.yaml";

const service = `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ port: 80, targetPort: 8080 }]
`;

function review(
  texts: Record<string, string>,
  originOf: (manifest: Manifest) => Partial<Origin>,
): ReviewPlan {
  const rendered = renderChange(changeOf({ [VALUES]: "replicas: 3\n", ...texts }));
  for (const { after } of rendered.changed) {
    if (after !== null) after.origin = { ...after.origin, ...originOf(after) };
  }
  return reviewChange(rendered, DEFAULT_POLICY, CIRCUMSTANCES);
}

const ports = "          ports: [{ containerPort: 8080 }]\n";
const web = deployment({ container: ports });

describe("a place that is another file's line", () => {
  const plan = review({ [PATH]: web }, () => ({
    id: "chart",
    placeOf: () => ({ path: VALUES, line: 1, endLine: 1, editable: false }),
  }));

  test("is where the finding stands and is commented on, in words alone", () => {
    expect(plan.findings.map(({ rule, path, line }) => `${rule} ${path}:${line}`)).toEqual([
      `readiness-gate ${VALUES}:1`,
    ]);
    expect(plan.comments).toMatchObject([{ path: VALUES, line: 1, suggestion: null }]);
    expect(plan.findings[0]?.fix?.edits).toEqual([]);
  });

  test("is where the workload stands, whose id is the origin's", () => {
    expect(plan.workloads).toMatchObject([{ id: "chart#apps/Deployment//web", path: VALUES, line: 1 }]);
  });
});

test("what no file has is told in the body and nowhere else", () => {
  const plan = review({ [PATH]: web }, () => ({ placeOf: () => null }));
  expect(plan.findings).toMatchObject([{ rule: "readiness-gate", isUnplaced: true }]);
  expect(plan.comments).toEqual([]);
  expect(plan.check.annotations).toEqual([]);
  expect(plan.reviewBody).toContain("can take 3 of 3 pods");
});

test("objects see one another within their scope, wherever their files lie", () => {
  const side = "        - { name: side, image: side:1, ports: [{ containerPort: 9090 }] }\n";
  const texts = { [PATH]: `${web.trimEnd()}\n${side}`, "elsewhere/service.yaml": service };
  const found = (scopeOf: (path: string) => string) =>
    review(texts, ({ path }) => ({ scope: scopeOf(path) })).findings.map(({ container }) => container);
  expect(found(() => "release")).toEqual(["web"]);
  expect(found((path) => path)).toEqual(["web", "side"]);
});
