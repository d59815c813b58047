import { asObject, isObject, type JsonObject } from "../../manifest/json-value.js";
import type { AddedLabels, Workload } from "../workload.js";
import type { Surroundings } from "./held-services.js";
import type { WorkloadPair } from "./pair-workloads.js";

/**
 * Both versions with the labels that kustomize writes over the files, so that a label that only moves from a file into
 * the kustomization is no change. A key that neither file writes is left out: whether the kustomization holds the files
 * at all is not known.
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
  const { spec } = workload;
  const written = writtenLabels(spec);
  const others = writtenLabels(other.spec);
  const add = (labels: JsonObject, added: Iterable<[string, string]>, elsewhere: JsonObject): JsonObject => {
    const told = [...added].filter(([key]) => Object.hasOwn(labels, key) || Object.hasOwn(elsewhere, key));
    return { ...labels, ...Object.fromEntries(told) };
  };
  const onAll = [...everywhere];
  const selector = isObject(spec.selector)
    ? { ...spec.selector, matchLabels: add(written.selector, onAll, others.selector) }
    : spec.selector;
  const labels = add(written.pods, [...Object.entries(onPods), ...onAll], others.pods);
  const template = isObject(spec.template)
    ? { ...spec.template, metadata: { ...asObject(spec.template.metadata), labels } }
    : spec.template;
  return { ...workload, spec: { ...spec, selector, template } };
}

function writtenLabels({ selector, template }: JsonObject): { selector: JsonObject; pods: JsonObject } {
  return {
    selector: asObject(asObject(selector).matchLabels),
    pods: asObject(asObject(asObject(template).metadata).labels),
  };
}
