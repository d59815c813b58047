import type { ManifestObject } from "../manifest/manifest.js";
import { misnamedNeighbour } from "../workload/neighbours/misnamed-neighbour.js";
import { dotted } from "../workload/read-container.js";
import type { Rule, Verdict } from "./rule.js";

/** This is meant as a workload and cannot be read as one; what was not understood is never passed in silence. */
export const manifestShape: Rule = {
  name: "manifest-shape",
  text: {
    severity: "error",
    title: "A workload that cannot be read",
    help: "The document is meant as a workload but cannot be read as one: YAML that does not parse, a misspelt kind or apiVersion, a spec without a template, or a template at the wrong place. Nothing about its rollout is known until that is mended.",
  },
  judges: "validity",
  check({ workload }) {
    return workload.faults.map((fault) => ({
      severity: "error",
      container: null,
      subject: dotted(fault.path),
      path: fault.path,
      message: fault.dropped
        ? `This ${workload.kind} is not what it is meant to be: ${fault.message}.`
        : `This ${workload.kind} cannot be read: ${fault.message}.`,
    }));
  },
};

/** An object beside workloads that no API server has under its name: nothing of it reaches a cluster. */
export function misnamedObject(object: ManifestObject, isWhole: boolean): Verdict[] {
  const fault = isWhole ? misnamedNeighbour(object) : null;
  if (fault === null) return [];
  return [
    {
      severity: "error",
      container: null,
      subject: dotted(fault.path),
      path: fault.path,
      message: `This ${fault.meant} cannot be read: ${fault.message}.`,
    },
  ];
}
