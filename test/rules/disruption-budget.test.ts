import { describe, expect, it, test } from "vitest";
import { toldOf, workloadOf } from "./sight/around.js";

const told = (after: Parameters<typeof toldOf>[1], before?: Parameters<typeof toldOf>[2]) =>
  toldOf("disruption-budget", after, before);

const budget = (limit: string, selector = "{matchLabels: {app: web}}") =>
  `---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec: {${limit === "" ? "" : `${limit}, `}selector: ${selector}}\n`;
const pods = (replicas: number, more: Parameters<typeof workloadOf>[0] = {}) =>
  workloadOf({ replicas: `replicas: ${replicas}, `, ...more });
const scaler = (min: number, max: number) =>
  `---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, minReplicas: ${min}, maxReplicas: ${max}}\n`;

describe("a budget that allows no eviction", () => {
  test.each([
    ["maxUnavailable: 0", 3, true],
    ['maxUnavailable: "0%"', 3, true],
    ["maxUnavailable: 1", 1, false],
    ['maxUnavailable: "1%"', 1, false],
    ['minAvailable: "100%"', 3, true],
    ["minAvailable: 3", 3, true],
    ["minAvailable: 4", 3, true],
    ["minAvailable: 2", 3, false],
    ["minAvailable: 1", 1, true],
    ["minAvailable: 0", 1, false],
    // Rounded up: 2.01 of 3 pods are 3, and 1.98 are 2.
    ['minAvailable: "67%"', 3, true],
    ['minAvailable: "66%"', 3, false],
    ['minAvailable: "50%"', 1, true],
    ["", 3, true],
    // No pod, no drain that waits.
    ["minAvailable: 1", 0, false],
    ['minAvailable: "most"', 3, false],
  ])("of %s at %i replicas: %s", (limit, replicas, isTold) => {
    expect(told(pods(replicas) + budget(limit)).length > 0).toBe(isTold);
  });

  it("is told with its pods, the limit and what it costs", () => {
    expect(told(pods(2) + budget("minAvailable: 2"))).toEqual([
      "new warning: PodDisruptionBudget “web” never lets any of the 2 pods of “web” be evicted (minAvailable: 2): draining a node that runs one waits until the pod ends or is deleted, or the budget changes. maxUnavailable: 1 in its place lets one go.",
    ]);
    expect(told(pods(1) + budget("minAvailable: 1"))[0]).toContain(
      "never lets the only pod of “web” be evicted",
    );
    expect(told(pods(1) + budget("minAvailable: 1"))[0]).toMatch(
      /maxUnavailable: 1 in its place lets it go\.$/,
    );
  });

  it("says why a percentage comes to all, and that a zero may be meant", () => {
    const [rounded] = told(pods(3) + budget('minAvailable: "67%"'));
    expect(rounded).toContain("(minAvailable: 67%, and 67% of 3 rounds up to 3): draining");
    expect(rounded).toMatch(/ lets one go\.$/);
    for (const zero of ["maxUnavailable: 0", 'maxUnavailable: "0%"', 'minAvailable: "100%"']) {
      const [message] = told(pods(3) + budget(zero));
      expect(message).not.toContain("rounds");
      expect(message).toMatch(/ If whoever drains is to ask first, that is meant\.$/);
    }
  });

  it("counts the pods of every workload that it selects", () => {
    const other = pods(1, { name: "other", labels: "app: other" });
    const both = "{matchExpressions: [{key: app, operator: In, values: [web, other]}]}";
    expect(told(pods(1) + other + budget("minAvailable: 1", both))).toEqual([]);
    expect(told(pods(1) + other + budget("minAvailable: 2", both))[0]).toContain(
      "any of the 2 pods of “web” and “other”",
    );
  });

  it("counts the most pods under an autoscaler", () => {
    const free = workloadOf({ replicas: "" });
    expect(told(free + scaler(2, 5) + budget("minAvailable: 2"))).toEqual([]);
    expect(told(free + scaler(1, 2) + budget("minAvailable: 2"))).toHaveLength(1);
    expect(told(free + scaler(1, 2) + budget('minAvailable: "50%"'))).toEqual([]);
  });

  it("is told without its pods where they cannot be seen, if it allows none at any number of them", () => {
    const farm = "---\napiVersion: example.com/v1\nkind: Farm\nmetadata: {name: a}\nspec: {}\n";
    for (const around of [farm, pods(3) + farm])
      expect(told(around + budget("maxUnavailable: 0"))).toEqual([
        expect.stringContaining(
          "PodDisruptionBudget “web” never lets a pod that it selects be evicted (maxUnavailable: 0)",
        ),
      ]);
    expect(told(pods(3) + farm + budget("minAvailable: 3"))).toEqual([]);
    expect(told(budget("minAvailable: 100000"))).toEqual([]);
    expect(told({ "k8s/base/a.yaml": budget("maxUnavailable: 0") })).toEqual([]);
  });

  it("is not told where all is seen and nothing has its pods, unless it has no limit", () => {
    const others = pods(3, { labels: "app: other" });
    for (const limit of ["maxUnavailable: 0", 'maxUnavailable: "0%"', 'minAvailable: "100%"'])
      for (const around of ["", others]) expect(told(around + budget(limit))).toEqual([]);
    expect(told(others + budget(""))).toEqual([expect.stringContaining("(it has no limit)")]);
  });

  it("is told where the change leaves the budget as it is and makes its pods fewer", () => {
    const files = (replicas: number) => ({
      "k8s/a.yaml": pods(replicas),
      "k8s/b.yaml": budget("minAvailable: 2"),
    });
    expect(told(files(2), files(3))).toEqual([
      expect.stringMatching(/^new warning: .* any of the 2 pods of “web”/),
    ]);
    expect(told(files(1), files(2))).toEqual([]);
    expect(told(files(3), files(2))).toEqual([]);
  });

  describe("without a namespace", () => {
    const inNamespaces = (...namespaces: string[]) =>
      namespaces.map((namespace) => pods(1, { name: `web-${namespace || "any"}`, namespace })).join("");

    it("is told with that of its pods, as it selects them only there", () => {
      const [message] = told(inNamespaces("kube-system") + budget("minAvailable: 1"));
      expect(message).toContain(
        "never lets the only pod of “web-kube-system” be evicted (minAvailable: 1), if it is applied in their namespace “kube-system”, as it writes none itself: draining",
      );
      const placed = budget("minAvailable: 1").replace("{name: web}", "{name: web, namespace: kube-system}");
      expect(told(inNamespaces("kube-system") + placed)[0]).toContain(
        "be evicted (minAvailable: 1): draining",
      );
      expect(told(inNamespaces("") + budget("minAvailable: 1"))[0]).toContain(
        "be evicted (minAvailable: 1): draining",
      );
    });

    it("counts the pods of one namespace at a time", () => {
      expect(told(inNamespaces("a", "b") + budget("minAvailable: 1"))).toEqual([
        expect.stringContaining("the only pod of “web-a”"),
      ]);
      expect(told(inNamespaces("a", "b", "") + budget("minAvailable: 1"))).toEqual([]);
    });
  });

  it("is of its own rendering where a folder has several", () => {
    const files = { "k8s/a.yaml": pods(1) + budget("minAvailable: 1"), "k8s/b.yaml": pods(2) };
    expect(told(files)).toEqual([expect.stringContaining("the only pod of “web”")]);
  });

  it("is told as existing where it was so, and not at all where nothing of it changed", () => {
    const labelled = budget("minAvailable: 1").replace("{name: web}", "{name: web, labels: {a: b}}");
    expect(told(pods(1) + labelled, pods(1) + budget("minAvailable: 1"))).toEqual([
      expect.stringMatching(/^existing warning/),
    ]);
    expect(told(pods(1) + labelled, pods(2) + budget("minAvailable: 1"))).toEqual([
      expect.stringMatching(/^new warning/),
    ]);
    expect(told(pods(1) + budget("minAvailable: 1"), pods(1) + budget("minAvailable: 1"))).toEqual([]);
  });

  it("is no news of a workload that an old API selected by its labels", () => {
    const old = pods(3)
      .replace("apps/v1", "apps/v1beta1")
      .replace("selector: {matchLabels: {app: web}}\n  ", "");
    const files = (web: string) => ({
      "k8s/web.yaml": web,
      "k8s/budget.yaml": budget('minAvailable: "67%"'),
    });
    expect(told(files(pods(3)), files(old))).toEqual([]);
    expect(told(files(pods(3)), files(old.replace("replicas: 3", "replicas: 4")))).toHaveLength(1);
  });

  it("is no news where the base's number of pods stood elsewhere and nothing written here changed", () => {
    const replicas =
      "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nreplicas: [{name: web, count: 5}]\n";
    const files = (more: Record<string, string>, count = 2, labels = "") => ({
      "k8s/web.yaml": pods(count),
      "k8s/budget.yaml": budget("minAvailable: 2").replace("{name: web}", `{name: web${labels}}`),
      ...more,
    });
    const before = { "prod/kustomization.yaml": replicas };
    expect(told(files({}, 2, ", labels: {a: b}"), files(before))).toEqual([
      expect.stringMatching(/^existing/),
    ]);
    expect(told(files({}), files(before, 3))).toEqual([expect.stringMatching(/^new/)]);
  });

  test.each([
    ["of no replicas", pods(0)],
    ["of a DaemonSet", pods(1, { kind: "DaemonSet", replicas: "" })],
    ["of another namespace", pods(1, { namespace: "a" })],
    [
      "of a Pod as well",
      `${pods(1)}---\napiVersion: v1\nkind: Pod\nmetadata: {name: one, labels: {app: web}}\nspec: {containers: [{name: a, image: "a:1"}]}\n`,
    ],
    ["of other labels", pods(1, { labels: "app: other" })],
    ["of a workload whose number is filled in later", pods(1).replace("replicas: 1", "replicas: $REPLICAS")],
  ])("is not told for the pods %s", (_, around) => {
    const placed = budget("minAvailable: 1").replace("{name: web}", "{name: web, namespace: b}");
    expect(told(around + placed)).toEqual([]);
  });
});
