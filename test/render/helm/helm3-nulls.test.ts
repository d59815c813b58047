import { describe, expect, it } from "vitest";
import { helm3Nulls } from "../../../src/render/helm/helm3-nulls.js";

const DEFAULTS = "probe:\n  tcpSocket: {port: 80}\nname: a\nempty: ~\n";

function notes(values: string, subcharts = ["cache"], more: Record<string, string> = {}) {
  const files = {
    "shop/Chart.yaml":
      "name: shop\ndependencies:\n  - {name: redis, alias: store, repository: file://../redis}\n",
    "shop/values.yaml": values,
    "shop/charts/cache/values.yaml": DEFAULTS,
    "redis/values.yaml": DEFAULTS,
    ...more,
  };
  const dependencies = [{ at: "charts/redis", folder: "redis" }];
  return helm3Nulls({ folder: "shop", files, binary: {}, dependencies }, subcharts).map(
    ({ path, line, message }) => `${path}:${line} ${message}`,
  );
}

const told = (line: number, names: string) => [
  `shop/values.yaml:${line} Helm 3 renders this otherwise: a null takes away the subchart's default for ${names}, which Helm 4 keeps`,
];

describe("a null under a subchart's key", () => {
  it.each([
    ["a whole value", "cache:\n  name:\n", 2, '"cache.name"'],
    ["a key of one", "a: 1\ncache:\n  probe:\n    tcpSocket: null\n", 4, '"cache.probe.tcpSocket"'],
    ["two", "cache:\n  name: ~\n  probe: Null\n", 2, '"cache.name", "cache.probe"'],
  ])("is told of %s", (_, values, line, names) => {
    expect(notes(values)).toEqual(told(line, names));
  });

  it("is told of a chart from elsewhere under its alias", () => {
    expect(notes("store: {name: null}\n", ["store"])).toEqual(told(1, '"store.name"'));
  });

  it.each([
    ["where there is no default", "cache:\n  other: null\n"],
    ["where the default is nothing too", "cache:\n  empty: null\n"],
    ["under the chart's own keys", "name: null\nweb: {name: null}\n"],
    ["where values cannot be read", "cache: {name: null\n"],
  ])("is not told %s", (_, values) => {
    expect(notes(values)).toEqual([]);
  });

  it("is not told of a subchart that prints nothing, or of one that nobody can look into", () => {
    expect(notes("cache: {name: null}\n", [])).toEqual([]);
    expect(notes("db: {name: null}\n", ["db"])).toEqual([]);
  });
});
