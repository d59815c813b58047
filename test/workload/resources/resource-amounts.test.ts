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
  ["what is written for the whole pod", asks("1"), "resources: {requests: {cpu: 4}, limits: {cpu: 8}}", "4"],
  ["containers below a limit of the whole pod", asks("1"), "resources: {limits: {cpu: 4}}", "1"],
  ["a container that asks for none below it", asks("0"), "resources: {limits: {cpu: 4}}", "0"],
  ["a container's limit below it", limited("2"), "resources: {limits: {cpu: 4}}", "2"],
  [
    "a start below it",
    "{name: a, image: a}",
    `resources: {limits: {cpu: 4}}, initContainers: [${asks("3")}]`,
    "3",
  ],
  [
    "the limit of the whole pod where no container asks",
    "{name: a, image: a}",
    "resources: {limits: {cpu: 4}}",
    "4",
  ],
  [
    "it where they ask for another resource",
    "{name: a, image: a, resources: {requests: {memory: 1}}}",
    "resources: {limits: {cpu: 4}}",
    "4",
  ],
  ["it with the overhead", "{name: a, image: a}", "resources: {limits: {cpu: 4}}, overhead: {cpu: 1}", "5"],
])("counts %s", (_, containers, pod, told) => {
  expect(cpuOf(containers, pod)).toBe(told);
});

it("counts huge pages by the limit of the whole pod", () => {
  const containers = "{name: a, image: a, resources: {limits: {hugepages-2Mi: 2Mi}}}";
  const text = deploymentOf({ containers, pod: "resources: {limits: {hugepages-2Mi: 8Mi}}" });
  const workload = readYaml(text).workloads[0] as Workload;
  expect(amountInWords(podAmount(workload, "requests", "hugepages-2Mi"))).toBe("8Mi");
});

it("takes no request for a limit", () => {
  expect(cpuOf(asks("1"), "", "limits")).toBe("0");
});
