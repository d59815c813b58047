import { describe, expect, test } from "vitest";
import { validateArgoRollout } from "../../../src/kinds/argo-rollout/validate-argo-rollout.js";

type Spec = Record<string, unknown>;
const canary = (canary: unknown): Spec => ({ strategy: { canary } });
const blueGreen = (blueGreen: unknown): Spec => ({ strategy: { blueGreen } });
const stepped = (...steps: unknown[]): Spec => canary({ steps });
const pausing = (duration: unknown) => ({ pause: { duration } });
const routed = (trafficRouting: unknown, setHeaderRoute: unknown): Spec =>
  canary({ trafficRouting, steps: [{ setHeaderRoute }] });
const blueGreenWith = (entries: Spec): Spec => blueGreen({ activeService: "web", ...entries });
const TURNS = { pingService: "a", pongService: "b" };

const ACCEPTED: [string, Spec][] = [
  ["an empty canary", canary({})],
  ["percentages without a sign", canary({ maxSurge: "1", maxUnavailable: "25" })],
  ["more than 100%, to which Argo sets no limit", canary({ maxUnavailable: "150%" })],
  ["percentages that only round to 0", canary({ maxSurge: 0, maxUnavailable: "1" })],
  ["steps of every kind", stepped({ setWeight: 0 }, { pause: {} }, { analysis: {} }, { experiment: {} })],
  ["a plugin's step", stepped({ plugin: { name: "x" } })],
  [
    "a router with both Services",
    canary({ canaryService: "a", stableService: "b", trafficRouting: { nginx: {} } }),
  ],
  ["a router that needs none", canary({ trafficRouting: { istio: { destinationRule: {} } } })],
  ["an ALB with ping-pong", canary({ pingPong: TURNS, trafficRouting: { alb: { rootService: "c" } } })],
  ["Istio with ping-pong", canary({ pingPong: TURNS, trafficRouting: { istio: { virtualService: {} } } })],
  ["pauses in every form", stepped(...[0, 30, "30", "+5", "1.5h", "1h30m", ".5s", "0s"].map(pausing))],
  [
    "weights up to the most that a plugin's router writes",
    canary({ trafficRouting: { plugins: { a: {} }, maxTrafficWeight: 1000 }, steps: [{ setWeight: 900 }] }),
  ],
  [
    "a route that is managed",
    routed(
      { istio: { destinationRule: {} }, managedRoutes: [{ name: "r" }] },
      { name: "r", match: [{ headerValue: { exact: "a" } }] },
    ),
  ],
  ["a scale with a router", canary({ trafficRouting: {}, steps: [{ setCanaryScale: { weight: 5 } }] })],
  [
    "weights up to the most that is written",
    canary({
      canaryService: "a",
      stableService: "b",
      trafficRouting: { nginx: {}, maxTrafficWeight: 1000 },
      steps: [{ setWeight: 900 }],
    }),
  ],
  ["blue-green with one Service", blueGreen({ activeService: "web" })],
  ["blue-green with two", blueGreen({ activeService: "web", previewService: "web-preview" })],
];

const C = "strategy.canary";
/** [what it shows, what is written, field, words of the message] */
const REFUSED: [string, Spec, string, string[]][] = [
  ["no strategy", {}, "strategy", ["neither canary nor blueGreen"]],
  ["a null canary", canary(null), "strategy", ["neither canary nor blueGreen"]],
  [
    "a Deployment's strategy",
    { strategy: { type: "RollingUpdate" } },
    "strategy",
    ["type and rollingUpdate are a Deployment's"],
  ],
  ["a strategy that is a text", { strategy: "canary" }, "strategy", ['strategy is the text "canary"']],
  [
    "both strategies",
    { strategy: { canary: {}, blueGreen: { activeService: "web" } } },
    "strategy",
    ["both canary and blueGreen"],
  ],
  ["a canary that is a list", canary([]), C, ["canary is a list"]],
  ["two zeros", canary({ maxSurge: "0", maxUnavailable: 0 }), `${C}.maxUnavailable`, ["one must be above 0"]],
  ["half a pod", canary({ maxSurge: 0.5 }), `${C}.maxSurge`, ["pods come whole"]],
  ["a negative pause", stepped(pausing(-1)), `${C}.steps.0`, ["step 1 pauses for -1", "negative"]],
  ["a negative pause in words", stepped(pausing("-5m")), `${C}.steps.0`, ["negative"]],
  ["a pause without a unit that there is", stepped(pausing("5 min")), `${C}.steps.0`, ['"5 min"', '"90s"']],
  ["a pause of days, which Go has not", stepped(pausing("1d")), `${C}.steps.0`, ['"1h30m"']],
  [
    "ping and pong alike",
    canary({ pingPong: { pingService: "a", pongService: "a" }, trafficRouting: { istio: {} } }),
    `${C}.pingPong.pongService`,
    ["two Services"],
  ],
  [
    "ping without pong",
    canary({ pingPong: { pingService: "a" }, trafficRouting: { istio: {} } }),
    `${C}.pingPong`,
    ["no pongService"],
  ],
  [
    "ping-pong behind a router that has none",
    canary({
      pingPong: TURNS,
      canaryService: "a",
      stableService: "b",
      trafficRouting: { nginx: {} },
    }),
    `${C}.pingPong`,
    ["alb, istio or a plugin"],
  ],
  [
    "ping-pong behind an ALB without a root",
    canary({ pingPong: TURNS, trafficRouting: { alb: {} } }),
    `${C}.trafficRouting.alb.rootService`,
    ["which pingPong needs"],
  ],
  [
    "maxTrafficWeight beside istio",
    canary({ trafficRouting: { istio: { destinationRule: {} }, maxTrafficWeight: 200 } }),
    `${C}.trafficRouting.maxTrafficWeight`,
    ["nginx or a plugin"],
  ],
  [
    "a route without a router",
    stepped({ setHeaderRoute: { name: "r" } }),
    `${C}.steps.0`,
    ["setHeaderRoute, which needs trafficRouting"],
  ],
  [
    "a route that nobody manages",
    routed({ istio: { destinationRule: {} }, managedRoutes: [{ name: "q" }] }, { name: "r" }),
    `${C}.steps.0`,
    ["managedRoutes does not name"],
  ],
  [
    "a route that matches in two ways",
    routed(
      { istio: { destinationRule: {} }, managedRoutes: [{ name: "r" }] },
      { name: "r", match: [{ headerValue: { exact: "a", prefix: "a" } }] },
    ),
    `${C}.steps.0`,
    ["one of exact, regex, prefix"],
  ],
  [
    "both anti-affinities",
    canary({
      antiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: { weight: 1 },
        requiredDuringSchedulingIgnoredDuringExecution: {},
      },
    }),
    `${C}.antiAffinity`,
    ["exactly one"],
  ],
  [
    "more old ReplicaSets than are kept",
    blueGreenWith({ scaleDownDelayRevisionLimit: 11 }),
    "strategy.blueGreen.scaleDownDelayRevisionLimit",
    ["revisionHistoryLimit is 10"],
  ],
  [
    "one Service for both",
    canary({ canaryService: "a", stableService: "a" }),
    `${C}.stableService`,
    ["two Services"],
  ],
  [
    "dynamicStableScale without a router",
    canary({ dynamicStableScale: true }),
    `${C}.dynamicStableScale`,
    ["with trafficRouting"],
  ],
  [
    "a delay without a router",
    canary({ scaleDownDelaySeconds: 5 }),
    `${C}.scaleDownDelaySeconds`,
    ["with trafficRouting"],
  ],
  [
    "a delay with dynamicStableScale",
    canary({ trafficRouting: {}, dynamicStableScale: true, scaleDownDelaySeconds: 5 }),
    `${C}.dynamicStableScale`,
    ["cannot be used with scaleDownDelaySeconds"],
  ],
  [
    "a router without its Services",
    canary({ stableService: "a", trafficRouting: { nginx: {} } }),
    `${C}.trafficRouting`,
    ["with nginx needs stableService and canaryService, but there is no canaryService"],
  ],
  ["a router that is a text", canary({ trafficRouting: "nginx" }), `${C}.trafficRouting`, ["a mapping"]],
  ["steps that are no list", canary({ steps: {} }), `${C}.steps`, ["a list of steps"]],
  ["a step that does nothing", stepped({ pause: {} }, {}), `${C}.steps.1`, ["step 2 does nothing"]],
  [
    "a step that no release had",
    stepped({ pause: {} }, { wait: 20 }),
    `${C}.steps.1`,
    ["step 2 has “wait”, which no release of Argo Rollouts knows"],
  ],
  ["a step that is a text", stepped("pause"), `${C}.steps.0`, ['step 1 is the text "pause"']],
  ["a step of two", stepped({ setWeight: 1, pause: {} }), `${C}.steps.0`, ["has setWeight and pause"]],
  [
    "a weight above 100",
    stepped({ setWeight: 101 }),
    `${C}.steps.0`,
    ["has 101 for setWeight", "from 0 to 100"],
  ],
  ["a weight in per cent", stepped({ setWeight: "20%" }), `${C}.steps.0`, ["a whole number"]],
  ["a scale without a router", stepped({ setCanaryScale: {} }), `${C}.steps.0`, ["needs trafficRouting"]],
  ["blue-green without a Service", blueGreen({}), "strategy.blueGreen.activeService", ["is missing"]],
  [
    "blue-green with one Service for both",
    blueGreen({ activeService: "web", previewService: "web" }),
    "strategy.blueGreen.activeService",
    ["is the previewService too"],
  ],
  [
    "blue-green with a limit that is no number",
    blueGreen({ activeService: "web", maxUnavailable: true }),
    "strategy.blueGreen.maxUnavailable",
    ["maxUnavailable is true"],
  ],
  ["replicas in quotes", { replicas: "3", ...canary({}) }, "replicas", ["without quotes"]],
  ["a negative wait", { minReadySeconds: -1, ...canary({}) }, "minReadySeconds", ["cannot be negative"]],
  [
    "a wait as long as the default deadline",
    { minReadySeconds: 600, ...canary({}) },
    "progressDeadlineSeconds",
    ["is 600 by default", "above minReadySeconds"],
  ],
];

describe("validateArgoRollout", () => {
  test.each(ACCEPTED)("accepts %s", (_, spec) => {
    expect(validateArgoRollout({ spec })).toEqual([]);
  });

  test.each(REFUSED)("refuses %s", (_, spec, field, words) => {
    const faults = validateArgoRollout({ spec });
    expect(faults.map((fault) => fault.field)).toEqual([field]);
    for (const word of words) expect(faults[0]!.message).toContain(word);
  });

  test.each([
    ["a limit that is no number", canary({ maxSurge: "all" }), "maxSurge", '"25%" or "25"'],
    ["a negative limit", canary({ maxUnavailable: -1 }), "maxUnavailable", "cannot be negative"],
    ["a negative percentage", canary({ maxUnavailable: "-5" }), "maxUnavailable", '"-5"'],
  ])("takes %s, with which no rollout gets on", (_, spec, field, words) => {
    const [fault, ...others] = validateArgoRollout({ spec });
    expect(others).toEqual([]);
    expect(fault).toMatchObject({ field: `${C}.${field}`, refused: false });
    expect(fault?.message).toContain(words);
  });

  test("spares a patch what it only leaves out", () => {
    const left = [
      {},
      blueGreen({}),
      canary({ trafficRouting: { nginx: {} } }),
      canary({ dynamicStableScale: true }),
    ];
    for (const spec of left) expect(validateArgoRollout({ spec })).toMatchObject([{ assumesAbsent: true }]);
    expect(validateArgoRollout({ spec: stepped({}) })).toMatchObject([{ assumesAbsent: false }]);
  });
});
