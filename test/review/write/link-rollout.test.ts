import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { readFolderChangeSet } from "../../../src/changeset/read-folders.js";
import { examineChange, reviewChange } from "../../../src/engine.js";
import { DEFAULT_POLICY, type Policy } from "../../../src/policy/policy.js";
import { readPolicy } from "../../../src/policy/read-policy.js";
import { renderChange } from "../../../src/render/render-change.js";
import { writeExplainAnswer } from "../../../src/review/answers/explain-answer.js";
import { circumstancesAt } from "../../../src/review/circumstances.js";
import { drawTimeline } from "../../../src/review/timeline/draw-timeline.js";
import { linksToRollout } from "../../../src/review/write/link-rollout.js";
import { readFragment } from "../../../src/rollout-link/fragment.js";
import { computeRollout } from "../../../src/web/browser/compute-rollout.js";
import { CIRCUMSTANCES } from "../../circumstances.js";
import { changeOf } from "../../engine/review-files.js";
import { deploymentOf, serviceOf } from "../../workload/read-yaml.js";

const URL = "https://surefoot.example.com/rollout";
const SERVED = circumstancesAt(new Date("2026-06-15T12:00:00Z"), "https://surefoot.example.com");

const material = (yaml: string, policy: Partial<Policy> = {}) =>
  examineChange(renderChange(changeOf({ "k8s/web.yaml": yaml })), { ...DEFAULT_POLICY, ...policy }, SERVED);
const review = (yaml: string, policy: Partial<Policy> = {}, circumstances = SERVED) =>
  reviewChange(
    renderChange(changeOf({ "k8s/web.yaml": yaml })),
    { ...DEFAULT_POLICY, ...policy },
    circumstances,
  );

/** What stands behind the # of the check's page. */
const linked = (yaml: string, policy: Partial<Policy> = {}): string | null =>
  review(yaml, policy).check.rolloutUrl?.replace(`${URL}#v=1&name=web&`, "") ?? null;

const spec = (entries: string, rest = {}) => deploymentOf({ spec: entries, ...rest });
const PORT = "ports: [{containerPort: 8000}]";
const SEED = spec("replicas: 3\n  strategy: {rollingUpdate: {maxSurge: 34%, maxUnavailable: 34%}}");

describe("a hollow budget", () => {
  it("is linked from the check, the comment, the body, the summary and an answer, all alike", () => {
    const plan = review(SEED);
    const url = `${URL}#v=1&name=web&replicas=3&maxSurge=34%25&maxUnavailable=34%25&minReadySeconds=0`;
    expect(plan.check.rolloutUrl).toBe(url);
    const answer = writeExplainAnswer(material(SEED), "web").text;
    for (const text of [plan.comments[0]!.body, plan.reviewBody!, plan.check.summary, answer]) {
      expect(text.match(/\]\((\S+\/rollout#\S+)\)/)?.[1]).toBe(url);
      expect(linksToRollout(text)).toBe(true);
    }
  });

  it("is not linked where nobody serves the page", () => {
    const plan = review(SEED, {}, CIRCUMSTANCES);
    expect(plan.check.rolloutUrl).toBeNull();
    for (const text of [plan.comments[0]!.body, plan.reviewBody!, plan.check.summary])
      expect(linksToRollout(text)).toBe(false);
  });

  it("is not linked where a Service loses the pods, as none of their times matters then", () => {
    const change = (selector: string) => ({
      "k8s/web.yaml": SEED,
      "k8s/service.yaml": serviceOf("{port: 80, targetPort: 8000}", { selector }),
    });
    const plan = reviewChange(
      renderChange(changeOf(change("app: wbe"), change("app: web"))),
      DEFAULT_POLICY,
      SERVED,
    );
    expect(plan.findings.map(({ rule }) => rule)).toContain("service-mismatch");
    expect(plan.check.rolloutUrl).toBeNull();
  });

  it.each([
    [
      "limits that are not written",
      spec("replicas: 4"),
      {},
      "replicas=4&maxSurge=25%25&maxUnavailable=25%25&minReadySeconds=0",
    ],
    [
      "the limits of another apiVersion",
      spec("replicas: 4", { apiVersion: "extensions/v1beta1" }),
      {},
      "replicas=4&maxSurge=1&maxUnavailable=1&minReadySeconds=0",
    ],
    [
      "a start-up time that is known, and the probe that waits for it",
      spec("replicas: 4\n  minReadySeconds: 10"),
      { startupSeconds: 45 },
      "replicas=4&maxSurge=25%25&maxUnavailable=25%25&minReadySeconds=10&startupSeconds=45&initialDelaySeconds=45",
    ],
    [
      "the probe that is suggested, where it is another",
      spec("replicas: 3", {
        containers: `{name: web, image: web, ${PORT}, livenessProbe: {tcpSocket: {port: 8000}, periodSeconds: 7}}`,
      }),
      {},
      "replicas=3&maxSurge=25%25&maxUnavailable=25%25&minReadySeconds=0&initialDelaySeconds=0&periodSeconds=7",
    ],
    [
      "the slowest of two probes, and the wait for a third that is there",
      spec("replicas: 3", {
        containers: `{name: a, image: a, ${PORT}}, {name: b, image: b, ports: [{containerPort: 9000}], livenessProbe: {tcpSocket: {port: 9000}, periodSeconds: 9}}, {name: c, image: c, ports: [{containerPort: 9001}], readinessProbe: {tcpSocket: {port: 9001}, initialDelaySeconds: 12}}`,
      }),
      {},
      "replicas=3&maxSurge=25%25&maxUnavailable=25%25&minReadySeconds=0&initialDelaySeconds=0&periodSeconds=9&otherProbesSeconds=12",
    ],
  ])("tells the page of %s", (_, yaml, policy, fragment) => {
    expect(linked(yaml, policy)).toBe(fragment);
  });

  it("of an autoscaler is shown at the replicas of its worst case", () => {
    const autoscaler =
      "---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {minReplicas: 2, maxReplicas: 9, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}\n";
    const { workloads } = review(`${spec("replicas: 5")}${autoscaler}`);
    expect(workloads[0]?.after).toMatchObject({ atReplicas: 2, replicas: { min: 2, max: 9 } });
    expect(linked(`${spec("replicas: 5")}${autoscaler}`)).toMatch(/^replicas=2&/);
  });

  it("of several is the one that the verdict is about", () => {
    const other = (name: string, replicas: number) =>
      spec(`replicas: ${replicas}\n  minReadySeconds: 10`).replace("{name: web}", `{name: ${name}}`);
    const policy = { startupSeconds: 15 };
    const plan = review(`${other("part", 10)}---\n${other("most", 8)}---\n${other("some", 2)}`, policy);
    expect(plan.title).toMatch(/^most: /);
    expect(plan.check.rolloutUrl).toContain("name=most&");
    expect(plan.check.summary.match(/\/rollout#/g)).toHaveLength(3);
  });

  it("keeps a name to itself that is not as short names are", () => {
    const named = (name: string) =>
      review(SEED.replace("{name: web}", `{name: ${JSON.stringify(name)}}`)).check.rolloutUrl;
    for (const name of ["%%<script>", "a".repeat(64), "%%web)](http://x"])
      expect(named(name)).toBe(`${URL}#v=1&replicas=3&maxSurge=34%25&maxUnavailable=34%25&minReadySeconds=0`);
  });
});

describe("no link", () => {
  it.each([
    [
      "where the budget holds",
      spec("replicas: 3", { containers: `{name: web, ${PORT}, readinessProbe: {tcpSocket: {port: 8000}}}` }),
      {},
    ],
    ["where the app serves at once", SEED, { startupSeconds: 0 }],
    ["under Recreate", spec("replicas: 3\n  strategy: {type: Recreate}"), {}],
    ["of more pods than the page shows", spec("replicas: 1001"), {}],
    [
      "of a longer wait than the page shows",
      spec("replicas: 3\n  minReadySeconds: 601\n  progressDeadlineSeconds: 900"),
      {},
    ],
    ["of a longer start-up than the page shows", SEED, { startupSeconds: 3601 }],
    [
      "where a probe has numbers that Kubernetes does not take",
      spec("replicas: 3", {
        containers: `{name: a, ${PORT}}, {name: b, readinessProbe: {periodSeconds: soon}}`,
      }),
      {},
    ],
    [
      "of a StatefulSet",
      SEED.replace("kind: Deployment", "kind: StatefulSet").replace(/ {2}strategy.*\n/, ""),
      {},
    ],
    [
      "of a DaemonSet",
      SEED.replace("kind: Deployment", "kind: DaemonSet").replace(/ {2}(?:strategy|replicas).*\n/g, ""),
      { nodes: 3 },
    ],
    [
      "of a Rollout",
      SEED.replace("kind: Deployment", "kind: Rollout")
        .replace("apps/v1", "argoproj.io/v1alpha1")
        .replace(/ {2}strategy.*\n/, "  strategy: {canary: {}}\n"),
      {},
    ],
  ])("%s", (_, yaml, policy: Partial<Policy>) => {
    const { check, workloads } = review(yaml, policy);
    expect(workloads).toHaveLength(1);
    expect(check.rolloutUrl).toBeNull();
    expect(linksToRollout(check.summary)).toBe(false);
  });
});

const CASES = "test/pull-requests";

test("the page computes what the review says, and draws what it draws, in every golden pull request", async () => {
  let drawings = 0;
  for (const { name } of readdirSync(CASES, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    const folder = join(CASES, name);
    const before = existsSync(join(folder, "before")) ? join(folder, "before") : null;
    const change = await readFolderChangeSet({ before, after: join(folder, "after") });
    const file = join(folder, "policy.yml");
    const policy = existsSync(file) ? readPolicy(readFileSync(file, "utf8"), "policy.yml") : DEFAULT_POLICY;
    const found = examineChange(renderChange(change), policy, SERVED);
    for (const { id, after } of found.workloads) {
      const { text } = after === null ? { text: "" } : writeExplainAnswer(found, id);
      const fragment = /\/rollout#([^\s)]+)\)/.exec(text)?.[1];
      if (fragment === undefined) continue;
      const { settings, faults } = readFragment(fragment);
      const rollout = computeRollout(settings);
      expect(
        { faults, budget: rollout.budget, worst: rollout.worstCase, at: settings.replicas },
        name,
      ).toEqual({
        ...{ faults: [], budget: after?.budget, worst: after?.worstCase, at: after?.atReplicas },
      });
      const [drawn] = /^as written .*\n(?:with probe .*\n)?/m.exec(text) ?? [];
      if (drawn === undefined) continue;
      drawings += 1;
      const rows = [{ label: "as written", timeline: rollout.asWritten }];
      if (drawn.includes("with probe")) rows.push({ label: "with probe", timeline: rollout.withProbe! });
      expect(text, name).toContain(drawTimeline(rows)!.join("\n"));
    }
  }
  expect(drawings).toBeGreaterThan(50);
});
