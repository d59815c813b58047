import { asObject, get, isObject, type JsonObject, withValue } from "../../manifest/json-value.js";
import type { AddedLabels } from "../neighbours.js";
import { podTemplateOf, withPodTemplate } from "../pod-template.js";
import type { Workload } from "../workload.js";
import type { Surroundings } from "./held-services.js";
import type { WorkloadPair } from "./pair-workloads.js";

/**
 * Returns both versions with the labels that kustomize writes over the files, so that a label that only moves from a
 * file into the kustomization is no change. A key that neither file writes is left out: whether the kustomization holds
 * the files at all is not known.
 */
export function asApplied(
  pair: WorkloadPair,
  { base, head }: Pick<Surroundings, "base" | "head">,
): WorkloadPair {
  const { before, after } = pair;
  if (before === null || after === null) return pair;
  return {
    before: withLabels(before, base.addedLabels, after),
    after: withLabels(after, head.addedLabels, before),
  };
}

function withLabels(workload: Workload, { everywhere, onPods }: AddedLabels, other: Workload): Workload {
  const { spec, traits } = workload;
  const add = (labels: JsonObject, added: Iterable<[string, string]>, elsewhere: JsonObject): JsonObject => {
    const told = [...added].filter(([key]) => Object.hasOwn(labels, key) || Object.hasOwn(elsewhere, key));
    return { ...labels, ...Object.fromEntries(told) };
  };
  const onAll = [...everywhere];
  const selecting = add(selectorLabels(workload), onAll, selectorLabels(other));
  const selected = isObject(spec.selector) ? withValue(spec, traits.selectorLabels, selecting) : spec;
  const template = podTemplateOf(workload);
  if (!isObject(template)) return { ...workload, spec: selected };
  const labels = add(podLabels(workload), [...Object.entries(onPods), ...onAll], podLabels(other));
  const labelled = { ...template, metadata: { ...asObject(template.metadata), labels } };
  return { ...workload, spec: withPodTemplate({ spec: selected, traits }, labelled) };
}

function selectorLabels({ spec, traits }: Workload): JsonObject {
  return asObject(get(spec, ...traits.selectorLabels));
}

function podLabels(workload: Workload): JsonObject {
  return asObject(get(podTemplateOf(workload), "metadata", "labels"));
}
