import { describe, expect, test } from "vitest";
import { validateArgoRollout } from "../../../src/rollout/argo-rollout/validate-argo-rollout.js";

type Spec = Record<string, unknown>;
const canary = (canary: unknown): Spec => ({ strategy: { canary } });
const blueGreen = (blueGreen: unknown): Spec => ({ strategy: { blueGreen } });
const stepped = (...steps: unknown[]): Spec => canary({ steps });

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
  ["an ALB with ping-pong", canary({ pingPong: {}, trafficRouting: { alb: {} } })],
  ["Istio with ping-pong", canary({ pingPong: {}, trafficRouting: { istio: { virtualService: {} } } })],
  ["a scale with a router", canary({ trafficRouting: {}, steps: [{ setCanaryScale: { weight: 5 } }] })],
  [
    "weights up to the most that is written",
    canary({ trafficRouting: { maxTrafficWeight: 1000 }, steps: [{ setWeight: 900 }] }),
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
  ["a limit that is no number", canary({ maxSurge: "all" }), `${C}.maxSurge`, ['"25%" or "25"']],
  ["a negative limit", canary({ maxUnavailable: -1 }), `${C}.maxUnavailable`, ["cannot be negative"]],
  ["a negative percentage", canary({ maxUnavailable: "-5" }), `${C}.maxUnavailable`, ['"-5"']],
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
