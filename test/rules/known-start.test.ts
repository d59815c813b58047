/** What rules say of a start whose time is known: who kills the container before, or reports the rollout as failed. */
import { describe, expect, it } from "vitest";
import { deploymentOf } from "../workload/read-yaml.js";
import { placesOf, verdictsOf } from "./verdicts.js";

const AT = "warning web spec/template/spec/containers/0";
const PORT = "ports: [{containerPort: 8000}]";
const tcp = (type: string, entries = "") => `${type}: {tcpSocket: {port: 8000}${entries}}`;
const web = (probes: string, { spec = "replicas: 3", beside = "" } = {}) =>
  deploymentOf({ spec, containers: `{name: web, image: a, ${PORT}, ${probes}}${beside}` });
const knownAs = (startupSeconds: number) => ({ policy: { startupSeconds } });

describe("a liveness probe beside a known start", () => {
  it.each([
    // The third failure, 20 s after the first probe, kills; it may come as much as 10 s later.
    ["", 29, false],
    ["", 30, true],
    [", initialDelaySeconds: 20", 49, false],
    [", initialDelaySeconds: 20", 50, true],
    [", failureThreshold: 5, periodSeconds: 20", 99, false],
    [", failureThreshold: 5, periodSeconds: 20", 100, true],
  ])("{%s} kills a start of %i s for sure: %s", (entries, start, kills) => {
    const probes = tcp("livenessProbe", entries);
    const expected = kills ? [`${AT}/livenessProbe`] : [];
    expect(placesOf("liveness-before-ready", web(probes), knownAs(start))).toEqual(expected);
    const gated = `${probes}, ${tcp("readinessProbe")}`;
    expect(placesOf("liveness-before-ready", web(gated), knownAs(start))).toEqual(expected);
    expect(placesOf("liveness-before-ready", web(gated))).toEqual([]);
  });

  it("says nothing where a startup probe holds it back, or several containers serve", () => {
    const held = `${tcp("livenessProbe")}, ${tcp("startupProbe", ", failureThreshold: 90")}`;
    expect(placesOf("liveness-before-ready", web(held), knownAs(300))).toEqual([]);
    const beside = ", {name: api, image: b, ports: [{containerPort: 9000}]}";
    expect(placesOf("liveness-before-ready", web(tcp("livenessProbe"), { beside }), knownAs(300))).toEqual(
      [],
    );
  });
});

describe("a startup probe, a readiness delay and a deadline beside a known start", () => {
  const startup = (failures: number) => tcp("startupProbe", `, failureThreshold: ${failures}`);
  it.each([
    ["a startup probe of 100 s", web(startup(10)), 99, []],
    ["a startup probe of 100 s", web(startup(10)), 100, [`${AT}/startupProbe/failureThreshold`]],
    ["a gated start", web(tcp("readinessProbe")), 600, []],
    ["a gated start", web(tcp("readinessProbe")), 601, ["warning - spec/progressDeadlineSeconds"]],
    ["a start that nothing waits for", web(tcp("livenessProbe", ", failureThreshold: 90")), 601, []],
    [
      "a deadline of its own",
      web(tcp("readinessProbe"), { spec: "progressDeadlineSeconds: 900" }),
      901,
      ["warning - spec/progressDeadlineSeconds"],
    ],
    ["a deadline of its own", web(tcp("readinessProbe"), { spec: "progressDeadlineSeconds: 900" }), 900, []],
  ])("%s", (_, yaml, start, expected) => {
    expect(placesOf("probe-timing", yaml, knownAs(start))).toEqual(expected);
  });

  it.each([
    [", initialDelaySeconds: 600", []],
    [", initialDelaySeconds: 601", [`${AT}/readinessProbe/initialDelaySeconds`]],
    [", initialDelaySeconds: 580, successThreshold: 3, periodSeconds: 10", []],
    [
      ", initialDelaySeconds: 581, successThreshold: 3, periodSeconds: 10",
      [`${AT}/readinessProbe/initialDelaySeconds`],
    ],
  ])("a readiness probe with {%s}", (entries, expected) => {
    expect(placesOf("probe-timing", web(tcp("readinessProbe", entries)))).toEqual(expected);
  });

  it("says where the time is known from", () => {
    const told = verdictsOf("probe-timing", web(startup(10)), knownAs(120)).join();
    expect(told).toContain("gives the app 100 s, while the app takes 120 s to start, as the policy says");
  });
});
