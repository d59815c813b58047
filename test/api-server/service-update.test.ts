import { describe, expect, it } from "vitest";
import { serviceChangeFaults } from "../../src/api-server/validate/service/service-update.js";

const changeOf = (before: object, after: object) =>
  serviceChangeFaults({ spec: before }, { spec: after }).map(({ message }) => message);

describe("a change that a Service may never have", () => {
  it.each([
    ["its address", { clusterIP: "10.0.0.1" }, { clusterIP: "10.0.0.2" }],
    ["its first family", { ipFamilies: ["IPv4"] }, { ipFamilies: ["IPv6"] }],
    [
      "its class",
      { type: "LoadBalancer", loadBalancerClass: "a" },
      { type: "LoadBalancer", loadBalancerClass: "b" },
    ],
  ])("is %s", (_, before, after) => {
    expect(changeOf(before, after)).toHaveLength(1);
  });

  it.each([
    ["an address that a tool fills in", { clusterIP: "10.0.0.1" }, { clusterIP: "$(ADDRESS)" }],
    ["a family that a tool fills in", { ipFamilies: ["IPv4"] }, { ipFamilies: ["$FAMILY"] }],
    [
      "the family of one that may have no address",
      { clusterIP: "$(ADDRESS)", ipFamilies: ["IPv4"] },
      { clusterIP: "$(ADDRESS)", ipFamilies: ["IPv6"] },
    ],
    [
      "the address of one that may need none",
      { type: "$(TYPE)", clusterIP: "10.0.0.1" },
      { type: "$(TYPE)", clusterIP: "10.0.0.2" },
    ],
  ])("may not be %s", (_, before, after) => {
    expect(changeOf(before, after)).toEqual([]);
  });
});
