import { describe, expect, it } from "vitest";
import type { Policy } from "../../../src/policy/policy.js";
import { type FoundTogether, worseOf } from "../../../src/review/together/find-together.js";
import { togetherLines } from "../../../src/review/write/together-lines.js";
import { reviewFiles } from "../../engine/review-files.js";

interface Made {
  app?: string;
  kind?: string;
  namespace?: string;
  replicas?: number;
  unavailable?: number | string;
  container?: string;
}

const GATED = "{name: a, image: a:1, ports: [{containerPort: 80}], readinessProbe: {tcpSocket: {port: 80}}}";

/** A workload behind Service “a” that loses `unavailable` of its pods. */
function workload(name: string, made: Made = {}): string {
  const {
    app = "a",
    kind = "Deployment",
    namespace,
    replicas = 2,
    unavailable = 1,
    container = GATED,
  } = made;
  const strategy = { Deployment: "strategy", DaemonSet: "updateStrategy" }[kind];
  return `apiVersion: apps/v1
kind: ${kind}
metadata: {name: ${name}${namespace === undefined ? "" : `, namespace: ${namespace}`}}
spec:
  ${kind === "DaemonSet" ? "" : `replicas: ${replicas}\n  `}${strategy}: {rollingUpdate: {maxSurge: 0, maxUnavailable: ${unavailable}}}
  selector: {matchLabels: {app: ${app}, part: ${name}}}
  template:
    metadata: {labels: {app: ${app}, part: ${name}}}
    spec: {containers: [${container}]}
`;
}

const service = (name = "a", ports = "[{port: 80}]", more = "") =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec: {selector: {app: a}, ports: ${ports}${more}}\n`;
const budget = (limit: string) =>
  `apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: a}\nspec: {${limit}, selector: {matchLabels: {app: a}}}\n`;
const file = (...objects: string[]) => ({ "k8s/a.yaml": objects.join("---\n") });
const linesOf = (...objects: string[]) => togetherLines(reviewFiles(file(...objects)).together);

const [ONE, TWO] = [workload("one"), workload("two", { replicas: 3, unavailable: 2 })];

describe("workloads behind one Service", () => {
  it.each<[string, string[], string[]]>([
    [
      "lose what all of them lose",
      [ONE, TWO, service()],
      ["Behind Service “a” stand 5 pods of “one” and “two”: if both roll at once, 3 of them can be missing."],
    ],
    ["are no two where one alone has pods", [ONE, workload("two", { replicas: 0 }), service()], []],
    ["are no two where the other is of another app", [ONE, workload("two", { app: "b" }), service()], []],
    [
      "cost nothing where none loses any",
      [
        workload("one", { unavailable: 0 }).replace("maxSurge: 0", "maxSurge: 1"),
        workload("two", { unavailable: 0 }).replace("maxSurge: 0", "maxSurge: 1"),
        service(),
      ],
      [],
    ],
    [
      "are told once for two Services in front of the same pods",
      [ONE, TWO, service(), service("a-peers", "[{port: 80}]", ", clusterIP: None")],
      [
        "Behind Service “a” and 1 more stand 5 pods of “one” and “two”: if both roll at once, 3 of them can be missing.",
      ],
    ],
    ["do not stand there for a Service of metrics", [ONE, TWO, service("a-metrics")], []],
    [
      "do not stand there for a Service of datagrams",
      [ONE, TWO, service("a", "[{port: 80, protocol: UDP}]")],
      [],
    ],
    [
      "are no number where that of one is none",
      [ONE, workload("node", { kind: "DaemonSet" }), service()],
      [
        "Behind Service “a” stand the pods of “one” and “node”: how many can be missing if both roll at once is not known.",
      ],
    ],
    [
      "are those of one namespace, where the Service writes none",
      [
        workload("one", { namespace: "dev" }),
        workload("two", { namespace: "prod" }),
        workload("three", { namespace: "prod" }),
        service(),
      ],
      [
        "Behind Service “a” stand 4 pods of “two” and “three”: if both roll at once, 2 of them can be missing.",
      ],
    ],
    [
      "are not two of one name, which no cluster has",
      [ONE, workload("one", { replicas: 5 }), TWO, service()],
      [],
    ],
  ])("%s", (_, objects, lines) => {
    expect(linesOf(...objects)).toEqual(lines);
  });

  it("count those that the change leaves as they were, in files of their own too", () => {
    const before = { "k8s/one.yaml": ONE, "k8s/two.yaml": TWO, "k8s/svc.yaml": service() };
    const plan = reviewFiles({ ...before, "k8s/one.yaml": ONE.replace("a:1", "a:2") }, before);
    expect(plan.workloads.map(({ name }) => name)).toEqual(["one"]);
    expect(togetherLines(plan.together)).toEqual([
      "Behind Service “a” stand 5 pods of “one” and “two”: if both roll at once, 3 of them can be missing.",
    ]);
  });
});

describe("a PodDisruptionBudget over several workloads", () => {
  const toldOf = (limit: string) => linesOf(ONE, TWO, budget(limit)).join("\n");

  it("is compared with what all of them lose, and told where it is the stricter one", () => {
    expect(toldOf("minAvailable: 3")).toBe(
      "PodDisruptionBudget “a” counts the 5 pods of “one” and “two” as one, and lets 2 of them be evicted at once. No rollout asks it: if both roll at once, 3 can be missing.",
    );
    expect(toldOf("maxUnavailable: 0")).toContain("lets none of them be evicted at once");
    expect(toldOf("minAvailable: 2")).toBe("");
    expect(toldOf("minAvailable: many")).toBe("");
    // The disruption controller knows no number of a DaemonSet's pods.
    const daemons = file(ONE, workload("node", { kind: "DaemonSet" }), budget("minAvailable: 4"));
    expect(togetherLines(reviewFiles(daemons, {}, { nodes: 3 }).together)).toEqual([]);
  });
});

describe("a ceiling for a Service", () => {
  const perService = (
    ceiling: NonNullable<NonNullable<Policy["worstCase"]>["perService"]>,
    given: Partial<Policy> = {},
  ) => ({
    worstCase: { perService: ceiling },
    ...given,
  });
  const found = (
    policy: Partial<Policy>,
    before: Record<string, string> = {},
    after = file(ONE, TWO, service()),
  ) =>
    reviewFiles(after, before, policy).findings.map(
      ({ severity, state, object }) => `${state} ${severity} ${object}`,
    );
  const ID = "k8s/a.yaml#/Service//a";

  it("is held against all of its workloads together, in pods and in per cent", () => {
    expect(found(perService({ pods: 2 }))).toEqual([`new error ${ID}`]);
    expect(found(perService({ pods: 3 }))).toEqual([]);
    expect(found(perService({ percent: 59 }))).toEqual([`new error ${ID}`]);
    expect(found(perService({ percent: 60 }))).toEqual([]);
    expect(found({ worstCase: { max: { percent: 100 } } })).toEqual([]);
  });

  it("is no ceiling for one workload alone, nor for a budget", () => {
    expect(found(perService({ pods: 0 }), {}, file(ONE, service()))).toEqual([]);
    expect(found(perService({ pods: 0 }), {}, file(ONE, TWO, budget("minAvailable: 4")))).toEqual([]);
  });

  it("was exceeded before, whatever the Service was called, or is now", () => {
    const before = file(ONE, TWO, service("former"));
    expect(found(perService({ pods: 2 }), before)).toEqual([`existing error ${ID}`]);
    const better = file(ONE, TWO.replace("maxUnavailable: 2", "maxUnavailable: 1"), service());
    expect(found(perService({ pods: 2 }), better)).toEqual([`new error ${ID}`]);
    const none = file(
      ONE.replace("replicas: 2", "replicas: 0"),
      TWO.replace("replicas: 3", "replicas: 0"),
      service(),
    );
    expect(found(perService({ pods: 2 }), none)).toEqual([`new error ${ID}`]);
  });

  it("has the severity of its rule, and waivers of the Service", () => {
    expect(found(perService({ pods: 2 }, { rules: { "worst-case": "off" } }))).toEqual([]);
    expect(found(perService({ pods: 2 }, { rules: { "worst-case": "warning" } }))).toEqual([
      `new warning ${ID}`,
    ]);
    const waivers = [
      {
        workload: "Service/a",
        path: null,
        rule: "worst-case" as const,
        reason: "by night",
        until: "2999-01-01",
        writtenAt: { path: "p.yml", line: 1, column: 1 },
      },
    ];
    const [finding] = reviewFiles(
      file(ONE, TWO, service()),
      {},
      perService({ pods: 2 }, { waivers }),
    ).findings;
    expect(finding?.waived?.reason).toBe("by night");
  });

  it("counts the most pods of autoscalers against pods, and their largest share against per cent", () => {
    const scaled = workload("one", { unavailable: "50%" }).replace("  replicas: 2\n", "");
    const scaler =
      "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: one}\nspec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: one}, minReplicas: 2, maxReplicas: 8}\n";
    const after = file(scaled, workload("two", { replicas: 4 }), service(), scaler);
    // 4 of 8 beside 1 of 4.
    expect(found(perService({ pods: 4 }), {}, after)).toEqual([`new error ${ID}`]);
    expect(found(perService({ pods: 5 }), {}, after)).toEqual([]);
    expect(found(perService({ percent: 41 }), {}, after)).toEqual([`new error ${ID}`]);
    expect(found(perService({ percent: 42 }), {}, after)).toEqual([]);
  });
});

describe("a ceiling that a Service is not held to", () => {
  const policy = { worstCase: { perService: { pods: 0 } } };
  const reviewOf = (objects: string[], given: Partial<Policy> = policy) => {
    const { problems, conclusion, findings } = reviewFiles(file(...objects), {}, given);
    const told = problems.filter(({ code }) => code === "ceiling").map(({ message }) => message);
    return { told, conclusion, findings: findings.length };
  };
  const many = (count: number) => Array.from({ length: count }, (_, index) => workload(`w${index}`));

  it("is told where more workloads stand behind it than are added up", () => {
    expect(reviewOf([...many(50), service()])).toMatchObject({ told: [], findings: 1 });
    expect(reviewOf([...many(51), service()])).toEqual({
      told: ["Service “a” is not held to worstCase.perService: it stands before more than 50 workloads"],
      conclusion: "neutral",
      findings: 0,
    });
    expect(reviewOf([...many(51), service()], {})).toMatchObject({ told: [], conclusion: "success" });
    expect(linesOf(...many(51), service())).toEqual([
      "Behind Service “a” stand the pods of “w0”, “w1”, “w2”, “w3”, “w4” and 46 more: how many can be missing if all of these roll at once is not known.",
    ]);
  });

  it("is told where an autoscaler has a wider range than is asked, and where one has no number", () => {
    const scaler =
      "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: one}\nspec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: one}, minReplicas: 2, maxReplicas: 503}\n";
    expect(reviewOf([ONE.replace("  replicas: 2\n", ""), TWO, service(), scaler]).told).toEqual([
      "Service “a” is not held to worstCase.perService: the autoscaler of “one” may choose among more than 500 numbers of replicas",
    ]);
    expect(reviewOf([ONE, workload("node", { kind: "DaemonSet" }), service()]).told).toEqual([
      "Service “a” is not held to worstCase.perService: the worst case of “node” is not known",
    ]);
  });

  it("is told of the Services beyond those that one review looks at", () => {
    const services = (count: number) => Array.from({ length: count }, (_, index) => service(`s${index}`));
    expect(reviewOf([ONE, TWO, ...services(20)]).told).toEqual([]);
    const groups = Array.from({ length: 51 }, (_, index) => [
      workload(`a${index}`, { app: `g${index}` }),
      workload(`b${index}`, { app: `g${index}` }),
      ...["x", "y"].map((name) => service(`${name}${index}`).replace("app: a}", `app: g${index}}`)),
    ]).flat();
    expect(reviewOf(groups).told).toEqual([
      "this Service and 1 more of several workloads are not held to worstCase.perService: one review looks at 100 such objects",
    ]);
  });

  it("is told where the workloads of so many were judged that one was not", () => {
    const groups = Array.from({ length: 102 }, (_, index) => ({
      [`k8s/g${index}.yaml`]: [
        workload(`a${index}`, { app: `g${index}` }),
        workload(`b${index}`, { app: `g${index}` }),
        service(`s${index}`).replace("app: a}", `app: g${index}}`),
      ].join("---\n"),
      [`k8s/h${index}.yaml`]: workload(`c${index}`, { app: `g${index}` }),
    }));
    const before = Object.assign({}, ...groups);
    const after = Object.fromEntries(
      Object.entries(before as Record<string, string>).map(([path, text]) => [
        path,
        path.startsWith("k8s/h") ? text.replace("a:1", "a:2") : text,
      ]),
    );
    const { problems } = reviewFiles(after, before, policy);
    expect(
      problems.filter(
        ({ code, message }) => code === "ceiling" && message.includes("200 other workloads were judged"),
      ),
    ).not.toEqual([]);
  });
});

describe("one source in two renderings", () => {
  const of = (share: [number, number] | null, maxPods = 0): FoundTogether =>
    ({
      object: {},
      former: [null],
      unknown: share === null ? "it is not known" : null,
      report: {
        name: `${share}`,
        after: share === null ? null : { maxShare: { worstCase: share[0], replicas: share[1] }, maxPods },
      },
    }) as unknown as FoundTogether;

  it("is the one that loses the larger share, with the most pods of both", () => {
    const [many, most] = [of([4, 16], 4), of([1, 2], 1)];
    for (const worse of [worseOf(many, most), worseOf(most, many)]) {
      expect(worse.report).toEqual({
        name: "1,2",
        after: { maxShare: { worstCase: 1, replicas: 2 }, maxPods: 4 },
      });
      expect([worse.unknown, worse.former]).toEqual([null, [null, null]]);
    }
  });

  it("is the one that is known, and that the other is not stays told", () => {
    for (const worse of [worseOf(of(null), of([1, 2], 1)), worseOf(of([1, 2], 1), of(null))]) {
      expect(worse.report.after).toEqual({ maxShare: { worstCase: 1, replicas: 2 }, maxPods: 1 });
      expect(worse.unknown).toBe("it is not known");
    }
    expect(worseOf(of(null), of(null)).report.after).toBeNull();
  });
});
