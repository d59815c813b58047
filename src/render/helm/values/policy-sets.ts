import type { RenderSetting } from "../../../policy/policy.js";
import { below, isBelow } from "../../folders.js";
import { DEFAULT_RELEASE } from "../values-set.js";
import type { ValuesSource } from "./values-source.js";

/** Returns the sets that the policy names. Whoever writes it means them, so each file has to be there. */
export function setsOfPolicy(settings: readonly RenderSetting[]): ValuesSource[] {
  return settings.map(({ chart, values, name, release, namespace }) => ({
    name: name ?? nameOf(chart, values),
    chart,
    layers: values.map((file) => ({ file })),
    release: { name: release ?? DEFAULT_RELEASE.name, namespace: namespace ?? DEFAULT_RELEASE.namespace },
    declaredIn: null,
  }));
}

function nameOf(chart: string, values: readonly string[]): string | null {
  if (values.length === 0) return null;
  return values.map((path) => (isBelow(chart, path) ? below(chart, path) : path)).join(" + ");
}
