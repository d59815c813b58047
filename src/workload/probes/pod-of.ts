import { asObject } from "../../manifest/json-value.js";
import { podTemplateOf } from "../pod-template.js";
import type { Workload } from "../workload.js";
import { type ProbedPod, probedPod } from "./probed-pod.js";

/** Returns what is read around the probes of a workload's pods. */
export function podOf(workload: Workload): ProbedPod {
  return probedPod(asObject(podTemplateOf(workload)), workload.injectedBy);
}
