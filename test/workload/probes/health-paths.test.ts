import { describe, expect, it } from "vitest";
import { pathForTraffic } from "../../../src/workload/probes/health-paths.js";

/** The path for traffic, and whether the one that is asked for is known by itself. */
function forTraffic(path: string, image = "web"): [string, boolean] | null {
  const found = pathForTraffic({ httpGet: { path, port: 8000 } }, image);
  return found === null ? null : [found.to, found.isSure];
}

describe("the path for traffic beside one for life or start", () => {
  it.each<[string, [string, boolean] | null]>([
    ["/actuator/health/liveness", ["/actuator/health/readiness", true]],
    ["/shop/actuator/health/liveness/", ["/shop/actuator/health/readiness", true]],
    ["/management/health/liveness", ["/management/health/readiness", true]],
    ["/q/health/live", ["/q/health/ready", true]],
    ["/q/health/started", ["/q/health/ready", true]],
    ["/observe/health/live", ["/observe/health/ready", true]],
    ["/observe/health/started", ["/observe/health/ready", true]],
    ["/-/liveness", ["/-/readiness", true]],
    ["/health/live", ["/health/ready", false]],
    ["/health/liveness", ["/health/readiness", false]],
    ["/health/alive", ["/health/ready", false]],
    ["/-/healthy", ["/-/ready", false]],
    // Of an app with a path in front nobody knows whose it is.
    ["/shop/health/live", null],
    ["/actuator/health", null],
    ["/actuator/health/readiness", null],
    ["/livez", null],
    ["/", null],
  ])("%s", (path, expected) => {
    expect(forTraffic(path)).toEqual(expected);
  });
});

it("is known by the name of an image whose server has it", () => {
  expect(
    ["prometheus", "alertmanager", "thanos", "prometheus-adapter"].map((image) =>
      forTraffic("/-/healthy", image),
    ),
  ).toEqual([
    ["/-/ready", true],
    ["/-/ready", true],
    ["/-/ready", true],
    ["/-/ready", false],
  ]);
});
