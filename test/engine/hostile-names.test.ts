/** Whatever a manifest calls things, what is posted pings nobody, holds no HTML and breaks out of nothing. */

import { describe, expect, it } from "vitest";
import { reviewChange } from "../../src/engine.js";
import { DEFAULT_POLICY } from "../../src/policy/policy.js";
import { renderChange } from "../../src/render/render-change.js";
import type { ReviewPlan } from "../../src/review/review-plan.js";
import { CIRCUMSTANCES } from "../circumstances.js";
import { strayMarkup } from "../review/stray-markup.js";
import { changeOf, deployment, reviewFiles } from "./review-files.js";

const NAMES = {
  backticks: "`a`` ```",
  "a fence": "a\n```\n@octocat\n```\n~~~",
  "a mention": "@octocat, @org/team (a@b.co)",
  HTML: "<b>a</b></details><img src=x onerror=alert(1)>",
  "a comment": "--> <!-- x",
  "our own marker": "<!-- surefoot:comment:0123456789abcdef head=x -->",
  "line breaks": "a\r\n\n# big\n- item\n1. one\n| a |\n|---|",
  links: "[a](http://e.vil) ![b](//e.vil) http://e.vil WWW.e.vil",
  references: "#1 octo/repo#1 GH-1",
  "ANSI escapes": "\u001b[31mred\u001b]0;title\u0007",
  "an order turned around": "\u202egnp.exe\u2066\u200b",
  "our own quotes": "“@octocat” ” @octocat “",
  escapes: "\\ *a* _b_ | ~~c~~ &lt; &#64;octocat",
  "half a character": "a\ud800",
  "characters of two halves": "\u{1f680}".repeat(300),
  "characters of two halves, shifted": `a${"\u{1f680}".repeat(300)}`,
  "100 kB": "x".repeat(100_000),
  "10,000 backticks": "`".repeat(10_000),
  "what objects inherit": "__proto__",
};

/** A Deployment in JSON that holds the name wherever one can stand, in ways that bring every message out. */
function manifest(name: string, spec: object, container: object): string {
  const labels = { app: name, [name]: name };
  const whole = { name, image: name, ports: [{ name, containerPort: 8000 }], ...container };
  return JSON.stringify(
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name, namespace: name },
      spec: {
        replicas: 3,
        selector: { matchLabels: labels },
        ...spec,
        template: { metadata: { labels }, spec: { containers: [whole] } },
      },
    },
    null,
    1,
  );
}

const cut = (name: string) => [...name].slice(0, 200).join("");

function expectHarmless(plan: ReviewPlan): void {
  const texts = [plan.reviewBody ?? "", plan.check.summary, ...plan.comments.map(({ body }) => body)];
  for (const text of texts) {
    expect(strayMarkup(text)).toEqual([]);
    expect(text.length).toBeLessThan(65_000);
    // Half a surrogate pair is no UTF-8: GitHub could not read the request.
    expect(text).not.toMatch(/\p{Surrogate}/u);
  }
  const plain = [plan.title, ...plan.check.annotations.flatMap(({ title, message }) => [title, message])];
  for (const text of plain) {
    expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Surrogate}]/u);
    expect(text.length).toBeLessThan(1_000);
  }
  expect(plan.title.length).toBeLessThanOrEqual(255);
}

describe.each(Object.entries(NAMES))("%s in a manifest", (_, name) => {
  it.each([
    ["names", {}, {}],
    ["replicas", { replicas: name }, {}],
    ["the strategy's type", { strategy: { type: name } }, {}],
    ["its limits", { strategy: { rollingUpdate: { maxSurge: name, maxUnavailable: `${name}%` } } }, {}],
    ["a probe that is copied", {}, { livenessProbe: { httpGet: { path: name, port: 8000 } } }],
    ["a command that is copied", {}, { livenessProbe: { exec: { command: [name, name] } } }],
    ["a probe's port", {}, { readinessProbe: { tcpSocket: { port: name } } }],
    ["a probe's numbers", {}, { readinessProbe: { tcpSocket: { port: 1 }, periodSeconds: name } }],
    ["keys", { [name]: 1 }, { [name]: {} }],
  ])("is harmless in %s", (_, spec, container) => {
    const text = manifest(name, spec, container);
    const path = `k8s/${cut(name)}.json`;
    expectHarmless(reviewFiles({ "k8s/web.json": text, [path]: text.slice(0, -9) }));
    expectHarmless(reviewFiles({ [path]: text }, { [path]: text.replace('"replicas": 3', '"replicas": 4') }));
  });

  it.each([
    ["StatefulSet", { podManagementPolicy: name, updateStrategy: { type: name } }],
    [
      "StatefulSet",
      { updateStrategy: { rollingUpdate: { partition: name, maxUnavailable: name } }, strategy: name },
    ],
    ["DaemonSet", { updateStrategy: { rollingUpdate: { maxSurge: name, maxUnavailable: `${name}%` } } }],
    ["Rollout", { strategy: { canary: { maxSurge: name, trafficRouting: { maxTrafficWeight: name } } } }],
    ["Rollout", { strategy: { canary: { steps: [{ setWeight: name }, name, { [name]: 1 }] } } }],
    ["Rollout", { strategy: { blueGreen: { activeService: name, previewService: name } } }],
    ["Rollout", { workloadRef: { kind: name, name } }],
  ])("is harmless in the settings of a %s", (kind, spec) => {
    const apiVersion = kind === "Rollout" ? "argoproj.io/v1alpha1" : "apps/v1";
    const text = manifest(name, spec, {})
      .replace('"Deployment"', `"${kind}"`)
      .replace('"apps/v1"', `"${apiVersion}"`);
    expectHarmless(reviewFiles({ "k8s/web.json": text }));
  });

  it("is harmless in a path that could not be loaded and in the name of the head", () => {
    const change = { ...changeOf({ "a.yaml": deployment() }), head: cut(name) };
    const omissions = [{ path: name, message: cut(name) }];
    expectHarmless(reviewChange(renderChange({ ...change, omissions }), DEFAULT_POLICY, CIRCUMSTANCES));
  });

  it("is harmless in a fault of the policy", () => {
    const problems = [{ code: "policy" as const, path: "p.yml", line: 1, column: 1, message: cut(name) }];
    expectHarmless(reviewFiles({ "a.yaml": deployment() }, {}, { problems }));
  });

  it.each(["2026-06-14", "2026-06-20"])(
    "is harmless in annotations and in reasons of waivers until %s",
    (until) => {
      const before = JSON.parse(manifest(name, {}, {}));
      before.metadata.annotations = {
        "surefoot/waive": `readiness-gate until ${until}: ${name}`,
        "surefoot/startup-seconds": name,
        [`surefoot/${name}`]: name,
      };
      const after = { ...before, spec: { ...before.spec, replicas: 4 } };
      const waiver = {
        workload: "Deployment/*",
        path: null,
        rule: "readiness-gate" as const,
        reason: name.slice(0, 500),
        until,
        writtenAt: { path: cut(name), line: 1, column: 1 },
      };
      for (const waivers of [[], [waiver]]) {
        const texts = [after, before].map((value) => JSON.stringify(value, null, 1));
        expectHarmless(
          reviewFiles({ "a.json": texts[0] as string }, { "a.json": texts[1] as string }, { waivers }),
        );
        expectHarmless(reviewFiles({ "a.json": texts[0] as string }, {}, { waivers }));
      }
    },
  );
});
