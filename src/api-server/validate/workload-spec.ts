/** Validates the selector of Deployments, StatefulSets, DaemonSets and Rollouts, and the template that it selects. */
import { asObject, get, isObject, type JsonObject } from "../../manifest/json-value.js";
import { listed } from "../../words/list.js";
import { quoted } from "../../words/quote.js";
import { podTemplateFaults, type TemplateOptions } from "./pod/pod-spec.js";
import { below, type Fault, fault, missing, ROOT, WHOLE } from "./values/fault.js";
import { isEmptySelector, selectorFaults, unmetKeys } from "./values/labels.js";
import { rangeFaults } from "./values/number-rules.js";
import { isSet } from "./values/read-value.js";

const SPEC = below(ROOT, "spec");

/** ValidateDeploymentSpec and its kin in pkg/apis/apps/validation/validation.go, but for the strategy. */
export function workloadSpecFaults(object: JsonObject, options?: TemplateOptions): Fault[] {
  const spec = asObject(object.spec);
  const template = below(SPEC, "template");
  return [
    ...rangeFaults(spec.revisionHistoryLimit, below(SPEC, "revisionHistoryLimit"), { least: 0 }),
    ...selectionFaults(spec),
    ...podTemplateFaults(spec.template, template, options),
  ];
}

function selectionFaults({ selector, template }: JsonObject): Fault[] {
  const at = below(SPEC, "selector");
  if (!isSet(selector)) return [missing(at, "it says which pods belong to the object")];
  if (!isObject(selector)) return [];
  if (isEmptySelector(selector))
    return [fault(at, "selects by nothing, but at least one label is needed", WHOLE)];
  const faults = selectorFaults(selector, at);
  if (faults.length > 0) return faults;
  const labels = below(SPEC, "template", "metadata", "labels");
  const given = asObject(get(template, "metadata", "labels"));
  const unmet = unmetKeys(selector, given) ?? [];
  if (unmet.length === 0) return [];
  const asked = unmet.map((key) => labelWords(key, get(selector, "matchLabels", key)));
  const found = unmet.flatMap((key) => (isSet(given[key]) ? [labelWords(key, given[key])] : []));
  const but = found.length === 0 ? "" : ` where the pods have ${listed(found)}`;
  return [fault(labels, `do not match spec.selector, which asks for ${listed(asked)}${but}`, WHOLE)];
}

/** Returns a label as it is written; the key alone where it has no one value, as that of an expression. */
function labelWords(key: string, value: unknown): string {
  return quoted(typeof value === "string" ? `${key}: ${value}` : key);
}
