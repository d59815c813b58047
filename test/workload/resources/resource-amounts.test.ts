import { expect, it } from "vitest";
import { amountInWords, amountOf, podAmount } from "../../../src/workload/resources/resource-amounts.js";
import type { Workload } from "../../../src/workload/workload.js";
import { deploymentOf, readYaml } from "../read-yaml.js";

it.each([
  ["500m", "500m"],
  [0.5, "500m"],
  ["1.5", "1500m"],
  [2, "2"],
  ["2000m", "2"],
  ["1Gi", "1Gi"],
  ["1.5Gi", "1536Mi"],
  ["1000k", "1000000"],
  ["1e3", "1000"],
  ["100u", "100000n"],
  [0, "0"],
])("reads %s as %s", (written, told) => {
  expect(amountInWords(amountOf(written) as bigint)).toBe(told);
});

it.each([["much"], [""], [null], [{}], ["1 Gi"]])("takes %j for no quantity", (written) => {
  expect(amountOf(written)).toBeNull();
});

const asks = (cpu: string, more = "") => `{name: a, image: a, resources: {requests: {cpu: ${cpu}}}${more}}`;
const limited = (cpu: string) => `{name: a, image: a, resources: {limits: {cpu: ${cpu}}}}`;
const cpuOf = (containers: string, pod = "", part: "requests" | "limits" = "requests") => {
  const [workload] = readYaml(deploymentOf({ containers, pod })).workloads;
  return amountInWords(podAmount(workload as Workload, part, "cpu"));
};

it.each<[string, string, string, string]>([
  ["all running containers", `${asks("1")}, ${asks("500m")}`, "", "1500m"],
  ["limits in place of requests", limited("2"), "", "2"],
  ["what is not written as nothing", "{name: a, image: a}", "", "0"],
  ["a larger start", asks("1"), `initContainers: [${asks("3")}]`, "3"],
  ["a smaller start", asks("1"), `initContainers: [${asks("500m")}]`, "1"],
  [
    "a sidecar beside the containers",
    asks("1"),
    `initContainers: [${asks("500m", ", restartPolicy: Always")}]`,
    "1500m",
  ],
  [
    "a start beside the sidecar before it",
    asks("1"),
    `initContainers: [${asks("500m", ", restartPolicy: Always")}, ${asks("2")}]`,
    "2500m",
  ],
  ["the overhead", asks("1"), "overhead: {cpu: 250m}", "1250m"],
  ["what is written for the whole pod", asks("1"), "resources: {requests: {cpu: 4}}", "4"],
])("counts %s", (_, containers, pod, told) => {
  expect(cpuOf(containers, pod)).toBe(told);
});

it("takes no request for a limit", () => {
  expect(cpuOf(asks("1"), "", "limits")).toBe("0");
});
